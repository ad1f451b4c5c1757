"""Logs that name the problem and never a secret."""

import logging
import re
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import LogFormat, LogLevel

_SECRETS = re.compile(
    r"""xox[a-z]-[\w.%+/=-]{5,} | xapp-[\w.%+/=-]{5,}                      # Slack's tokens
      | v0(?:=|%3d)[0-9a-f]{16,}                                     # signatures of requests
      | (?:https?\S{3,9})?hooks\.slack(?:-gov)?\.com[^\s"']+         # links to answer by, escaped or not
      | https?(?::|%3a)[^\s"']+?(?:/|%2f)(?:response|commands|actions)\\?(?:/|%2f)[^\s"']+
      | (?:calendar|index-cards)(?:\\*/|%2f)[\w-]{43}                # links of calendar feeds and index cards
      | (?:bearer|basic)\s+(?!information\b)[\w.~+/=-]{6,}
      | (?<=://)[^\s/:@]*:\S*(?=@)                                   # user:password@
      | (?<=[?&]password=)[^\s&;"']+ | (?<=[?&]sslpassword=)[^\s&;"']+
      | (?<=["'])(?P<name>[\w-]*(?:token|secret|password|authorization|signature|response_url))
            ["']\s*[:=,]\s*b?["'][^"']+ """,
    re.VERBOSE | re.IGNORECASE,
)
_OUR_WORDS = 8
"""Known secrets shorter than this are not looked for: they would blank out ordinary words."""


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """The text with tokens, signatures, response links and passwords in links taken out.

    `known` are secrets that cannot be told by their look, such as a signing secret.
    """
    for secret in known:
        if len(secret) >= _OUR_WORDS:
            text = text.replace(secret, "[secret]")
    return _SECRETS.sub(_taken_out, text)


def _taken_out(found: re.Match[str]) -> str:
    name = found["name"]
    return f"{name}': '[secret]" if name else "[secret]"


def _redacting(known: tuple[str, ...]) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def without_secrets(value: object) -> object:
        if isinstance(value, int | float | bool | None):
            return value
        return redacted(value if isinstance(value, str) else repr(value), known)

    def redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {
            key: item
            if key.startswith("_")
            else "[secret]"
            if _names_a_secret(key) and item
            else without_secrets(item)
            for key, item in event.items()
        }

    return redact


class _ToStderr(logging.StreamHandler[TextIO]):
    """Python's own handler answers a line that it cannot write by printing all its values."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's own name
        """Name the place instead."""
        self.stream.write(f"A log line could not be written: {record.pathname}, line {record.lineno}.\n")


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """Not Bolt's warnings: it gives its loggers the root's level, and warns that it does not use the
    SLACK_BOT_TOKEN that it looks up in the environment by itself."""
    return record.levelno >= logging.ERROR or not record.name.startswith("slack_bolt")


def _names_a_secret(key: str) -> bool:
    return key.lower().endswith(("token", "secret", "password", "authorization", "signature", "response_url"))


def set_up_logging(level: LogLevel, form: LogFormat, secrets: Iterable[str] = ()) -> None:
    """Send every log line, ours and the libraries', to stderr in one form.

    `secrets` are this process's own, which no line may show.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.processors.format_exc_info, _redacting(tuple(secrets))]
    if form is LogFormat.JSON:
        last.append(structlog.processors.JSONRenderer())
    else:
        last.append(structlog.dev.ConsoleRenderer(colors=False))
    handler = _ToStderr(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    handler.addFilter(_is_worth_saying)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.value)
    for noisy in ("slack_sdk", "uvicorn", "uvicorn.error", "apscheduler", "alembic", "aiohttp"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, getattr(logging, level.value)))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
