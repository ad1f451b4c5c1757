"""Every command explains itself, and every card says in plain text all that its blocks show."""

import re
from collections.abc import Iterator
from typing import Any, cast

import pytest

from bot.slack.declared import declared_commands
from bot.translation import Languages
from handlers.areas import all_areas
from handlers.help import usage
from tests.workspace import ANA, BEN, CORA, Json, Workspace, controls

COMMANDS = [f"/{found.name}" for found in declared_commands(all_areas(), Languages().language("en"))]
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"<[@#!]([^>|]*)(?:\|([^>]*))?>")


@pytest.mark.parametrize("asked", ["help", "HELP", " help ", "?"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_help(standing: Workspace, name: str, asked: str) -> None:
    told = standing.type(f"{name} {asked}").message
    assert told["ephemeral"]
    assert told["text"].startswith(f"How to use {name}")
    for command in all_areas().under(name.removeprefix("/")):
        assert usage(command) in _shown(told["text"])


@pytest.mark.parametrize(
    "text", ["/coalition", "/coalition role help", "/coalition nonsense", "/districts help"]
)
def test_help_comes_where_nothing_else_fits(standing: Workspace, text: str) -> None:
    assert "How to use" in standing.type(text).message["text"]


def test_what_was_not_understood_is_named(standing: Workspace) -> None:
    assert "I don't know “nonsense &lt;!channel&gt;”" in standing.type("/coalition nonsense <!channel>").text


def test_every_card_says_in_words_what_its_blocks_show(on_sqlite: Workspace) -> None:
    workspace = on_sqlite
    workspace.set_up()
    said = [
        workspace.type("/claim-district PA-07", ANA),
        workspace.type("/claim-district PA-07", BEN),
        workspace.type("/claim-district PA-07", BEN),
        workspace.type("/claim-district PA-08 @cora", ANA),
        workspace.type("/claim-district WA-32"),
        workspace.type("/claim-district PA"),
        workspace.type("/claim-district nonsense"),
        workspace.type("/claim-district NY-05 or 06"),
        workspace.type("/districts"),
        workspace.type("/districts open"),
        workspace.type("/districts mine"),
        workspace.type("/coalition members"),
        workspace.type("/coalition help"),
        workspace.type("/coalition setup", BEN),
        workspace.type("/release-district PA-07", ANA),
    ]
    messages = [message for acted in said for message in acted.messages]
    messages += [*workspace.direct(ANA), *workspace.direct(BEN), *workspace.direct(CORA)]
    messages += workspace.posted()
    assert len(messages) >= 20
    for message in messages:
        shown, told = _words(_texts(message["blocks"])), _words([message["text"]])
        assert shown <= told, (shown - told, message["text"])
    assert not workspace.sandbox.refusals


def test_a_list_names_the_buttons_of_its_rows(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", ANA)
    listed = on_sqlite.type("/districts", BEN).message
    labels = [control["text"]["text"] for control in controls(listed)]
    assert labels
    for label in labels:
        assert f"[{label}]" in listed["text"]


def _words(texts: Iterator[str] | list[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(_shown(text))}


def _shown(text: str) -> str:
    """Without Slack's escapes, and without what stands for a person, a channel or a date."""
    bare = _TOKEN.sub(" ", text)
    return bare.replace("*", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(part: Any) -> Iterator[str]:
    """Every text in blocks that a person sees without opening a menu."""
    if isinstance(part, list):
        for one in cast("list[Any]", part):
            yield from _texts(one)
    if not isinstance(part, dict):
        return
    holder = cast("Json", part)
    for key, value in holder.items():
        if key in ("text", "alt_text") and isinstance(value, str):
            yield value
        elif key not in ("options", "initial_option"):
            yield from _texts(value)
