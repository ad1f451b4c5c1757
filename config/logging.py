"""Logs that name the problem and never a secret."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import LogFormat, LogLevel

_SECRETS = re.compile(
    r"""xox[a-z]-[\w-]+ | xapp-[\w-]+ | v0=[0-9a-f]{16,}
      | https?://hooks\.slack\.com/\S+ | https?://\S+/(?:response|commands|actions)/\S+
      | (?i:bearer\s+)\S+ | (?<=://)[^\s/:@]+:[^\s/@]+(?=@)""",
    re.VERBOSE,
)


def redacted(text: str) -> str:
    """The text with tokens, signatures, response links and passwords in links taken out."""
    return _SECRETS.sub("[secret]", text)


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        return redacted(value)
    return value if isinstance(value, (int, float, bool, type(None))) else redacted(repr(value))


def _redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return {key: item if key.startswith("_") else _without_secrets(item) for key, item in event.items()}


def set_up_logging(level: LogLevel, form: LogFormat) -> None:
    """Send every log line, ours and the libraries', to stderr in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        [structlog.processors.format_exc_info, _redact, structlog.processors.JSONRenderer()]
        if form is LogFormat.JSON
        else [structlog.processors.format_exc_info, _redact, structlog.dev.ConsoleRenderer(colors=False)]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.value)
    for noisy in ("slack_bolt", "slack_sdk", "uvicorn", "uvicorn.error", "apscheduler", "alembic", "aiohttp"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, getattr(logging, level.value)))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
