"""No log line shows a secret, whoever writes it and in whichever form."""

import asyncio
import gc
import json
import logging
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from config.logging import redacted, set_up_logging
from config.settings import LogFormat, LogLevel
from tests.own_loop import run_apart

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-1111-2222-aBcD1234efgh"

_PLAIN = st.text(st.characters(codec="ascii", categories=("Lu", "Ll", "Nd")), min_size=12, max_size=40)
_HEX = st.text("0123456789abcdef", min_size=40, max_size=64)

_FEED = st.binary(min_size=32, max_size=32).map(lambda drawn: urlsafe_b64encode(drawn).decode().rstrip("="))
_KINDS = st.sampled_from(["xoxb", "xoxp", "xoxa", "xoxe", "xoxr", "xoxs"])

SECRETS = st.one_of(
    st.builds("{}-{}-{}".format, _KINDS, _PLAIN, _PLAIN).map(lambda token: (token, token[8:])),
    _PLAIN.map(lambda word: (f"xoxe.xoxb-1-{word}", word)),
    _PLAIN.map(lambda word: (f"xapp-1-A0{word}", word)),
    _HEX.map(lambda word: (f"v0={word}", word)),
    _PLAIN.map(lambda word: (f"https://hooks.slack.com/commands/T1/2/{word}", word)),
    _PLAIN.map(lambda word: (f"https:\\/\\/hooks.slack.com\\/actions\\/T1\\/2\\/{word}", word)),
    _PLAIN.map(lambda word: (quote(f"https://hooks.slack.com/actions/T1/2/{word}", safe=""), word)),
    _PLAIN.map(lambda word: (f"http://127.0.0.1:8080/response/{word}", word)),
    _PLAIN.map(lambda word: (quote(f"http://127.0.0.1:8080/response/{word}", safe=""), word)),
    _PLAIN.map(lambda word: (f"postgresql+psycopg://bot:{word}@db.example.org/name", word)),
    _PLAIN.map(lambda word: (f"postgresql://bot:{word}@{word}@db.example.org/name", word)),
    _PLAIN.map(lambda word: (f"postgresql://bot:a/{word}@db.example.org/name", word)),
    _PLAIN.map(lambda word: (f"postgresql:///name?user=bot&password={word}", word)),
    _PLAIN.map(lambda word: (f"Authorization: Bearer {word}", word)),
    _PLAIN.map(lambda word: (f"{{'authorization': 'Basic {word}'}}", word)),
    _FEED.map(lambda word: (f"https://bot.example/calendar/{word}.ics", word)),
    _FEED.map(lambda word: (f"https:\\/\\/bot.example\\/calendar\\/{word}.ics", word)),
    _FEED.map(lambda word: (quote(f"https://bot.example/calendar/{word}.ics", safe=""), word)),
    _FEED.map(lambda word: (f"https://bot.example/index-cards/{word}.pdf", word)),
    _FEED.map(lambda word: (quote(f"https://bot.example/index-cards/{word}.pdf", safe=""), word)),
    st.just((SIGNING_SECRET, SIGNING_SECRET)),
)  # fmt: skip
"""Something secret as it may stand in a line, and the part of it that must not."""


in_both_forms = pytest.mark.parametrize("form", list(LogFormat))


@contextmanager
def logged(form: LogFormat, level: LogLevel = LogLevel.DEBUG) -> Generator[StringIO]:
    """As the bot logs, until the end of the block; what was written."""
    root, written = logging.getLogger(), StringIO()
    before, was = list(root.handlers), root.level
    with redirect_stderr(written):
        set_up_logging(level, form, [SIGNING_SECRET])
        try:
            yield written
        finally:
            root.handlers[:] = before
            root.setLevel(was)
            logging.captureWarnings(capture=False)
            structlog.reset_defaults()


class Holder:
    """An object whose own description gives a secret away."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return f"Holder({self.secret})"


def fail(secret: str) -> None:
    inner = ValueError(f"it was {secret}")
    try:
        raise inner
    except ValueError as error:
        raise RuntimeError({"cause": secret}) from error


def log_everywhere(secret: str) -> None:
    """Every way in which a line can come to hold something."""
    ours: Any = structlog.get_logger("bot.test")
    theirs = logging.getLogger("elsewhere")
    ours.warning(f"said {secret}")
    ours.warning("said", word=secret, nested={"list": [{"deep": (secret,)}]}, holder=Holder(secret))
    ours.warning("bytes", raw=secret.encode(), of={b"raw": secret.encode()})
    ours.bind(bound=secret).info("bound")
    with structlog.contextvars.bound_contextvars(context=secret):
        ours.info("in a context")
    theirs.error("said %s and %r", secret, {"it": secret})
    theirs.error(Holder(secret))
    try:
        fail(secret)
    except RuntimeError:
        ours.exception("failed", word=secret)
        theirs.exception("failed %s", secret)
    warnings.warn(f"careful with {secret}", UserWarning, stacklevel=1)


@settings(max_examples=80, deadline=None)
@given(secret=SECRETS, form=st.sampled_from(LogFormat))
def test_no_line_shows_a_secret(secret: tuple[str, str], form: LogFormat) -> None:
    written, hidden = secret
    with warnings.catch_warnings(), logged(form) as said:
        warnings.simplefilter("always")
        log_everywhere(written)
    assert said.getvalue().count("[secret]") >= 10
    assert hidden not in said.getvalue()


@in_both_forms
@pytest.mark.parametrize(
    "name", ["token", "signing_secret", "password", "authorization", "x-slack-signature", "response_url"]
)
def test_what_is_called_a_secret_is_one(name: str, form: LogFormat) -> None:
    with logged(form) as said:
        logger: Any = structlog.get_logger("bot.test")
        logger.info("told", **{name: "swordfish"})
        logger.info("told", headers={name: "swordfish"}, pairs=[(name, "swordfish")])
        logger.info("told", body=json.dumps({"inner": {name: "swordfish"}}))
    assert "swordfish" not in said.getvalue()
    assert said.getvalue().count("[secret]") == 4


@in_both_forms
def test_what_is_no_secret_stays(form: LogFormat) -> None:
    with logged(form) as said:
        logger: Any = structlog.get_logger("bot.test")
        logger.warning("Slack refused it", code="not_in_channel", row=12, at="http://127.0.0.1:8080/x")
    for word in ("Slack refused it", "not_in_channel", "12", "http://127.0.0.1:8080/x", "bot.test"):
        assert word in said.getvalue()
    assert "[secret]" not in said.getvalue()


@settings(max_examples=200)
@given(words=st.lists(st.from_regex(r"[A-Za-z]{1,9}[.,:;]?", fullmatch=True), max_size=12).map(" ".join))
def test_ordinary_words_are_left_alone(words: str) -> None:
    if "basic" not in words.lower() and "bearer" not in words.lower():
        assert redacted(words) == words


def test_a_json_line_is_one_object() -> None:
    with logged(LogFormat.JSON, LogLevel.INFO) as said:
        logging.getLogger("elsewhere").warning("two\nlines with \N{SNOWMAN} %s", TOKEN)
        logging.getLogger("elsewhere").debug("too quiet to hear")
    (line,) = said.getvalue().splitlines()
    told = json.loads(line)
    assert told["event"] == "two\nlines with \N{SNOWMAN} [secret]"
    assert (told["level"], told["logger"]) == ("warning", "elsewhere")
    assert told["timestamp"].endswith("Z")


def test_a_line_that_cannot_be_written_is_not_shown_either() -> None:
    """Python's own answer to a wrong number of values is to print them."""
    with logged(LogFormat.TEXT) as said:
        logging.getLogger("elsewhere").warning("%s and %s", TOKEN)
    assert "could not be written" in said.getvalue()
    assert "test_logging.py" in said.getvalue()
    assert TOKEN not in said.getvalue()


@in_both_forms
def test_the_lines_of_libraries_pass_through_it(form: LogFormat) -> None:
    """SQLAlchemy shows the values of a statement; asyncio what a forgotten task raised."""
    with logged(form) as said:
        engine = create_engine("sqlite://", echo=None)
        logging.getLogger("sqlalchemy.engine.Engine").setLevel(logging.INFO)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT ?", (TOKEN,)).scalar_one()
        engine.dispose()
        logging.getLogger("sqlalchemy.engine.Engine").setLevel(logging.NOTSET)
        run_apart(_forget_a_task())
    assert "SELECT ?" in said.getvalue()
    assert "Task exception was never retrieved" in said.getvalue()
    assert TOKEN not in said.getvalue()


async def _forget_a_task() -> None:
    async def fail_later() -> None:
        fail(TOKEN)

    task = asyncio.create_task(fail_later())
    await asyncio.wait({task})
    del task
    gc.collect()
