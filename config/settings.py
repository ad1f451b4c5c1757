"""What an operator may change: the environment and the file `.env`, read once at the start."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SLACK_API = "https://slack.com/api/"
ENV_FILE = Path(".env")
OUTBOX_LEASE_SECONDS = 60
"""For how long a worker has a row of the outbox to itself, unless the operator says otherwise."""


class LogFormat(StrEnum):
    """How a log line looks: for a person's terminal, or one JSON object a line."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SettingsError(Exception):
    """A setting is missing or malformed. The message is one sentence that names it."""


class Settings(BaseSettings):
    """Every setting; `.env.example` has a line on each."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: str = "sqlite:///coalition.db"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str | None = None
    slack_signing_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = SLACK_API
    coalition_name: Annotated[str, Field(max_length=80)] = "Our coalition"
    coalition_timezone: str = "America/New_York"
    secret_key: SecretStr | None = None
    worker_interval: Annotated[float, Field(gt=0, le=3600)] = 5.0
    outbox_lease_seconds: Annotated[int, Field(ge=20, le=3600)] = OUTBOX_LEASE_SECONDS
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        scheme, separator, rest = value.partition("://")
        if not separator or scheme not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if scheme == "sqlite" and (not rest.startswith("/") or rest in ("/", "/:memory:")):
            raise ValueError("must name a file, such as sqlite:///coalition.db")
        try:
            make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("must look like postgresql://user:password@host:5432/name") from None
        return value

    @field_validator("host")
    @classmethod
    def _one_word(cls, value: str) -> str:
        if re.search(r"[\s/]", value):
            raise ValueError("must be an address of this machine, such as 127.0.0.1")
        return value

    @field_validator("coalition_name")
    @classmethod
    def _some_name(cls, value: str) -> str:
        if not value.strip() or not value.isprintable():
            raise ValueError("must be a name on one line")
        return value.strip()

    @field_validator("coalition_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a time zone such as America/New_York") from None
        return value

    @field_validator("public_url", "slack_api_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value):
            raise ValueError("must be an address that begins with https://")
        return value

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", "secret_key")
    @classmethod
    def _no_wrapping(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and re.search(r"""[\s"'“”‘’]""", value.get_secret_value()):
            raise ValueError("must be written without quotes or spaces")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith("xapp-"):
            raise ValueError("must be the bot token (xoxb-…), not the app token (xapp-…)")
        if value is not None and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("must be a bot token, which begins with xoxb-")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith("xoxb-"):
            raise ValueError("must be the app token (xapp-…), not the bot token (xoxb-…)")
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("must be an app-level token (xapp-…)")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _not_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith(("xox", "xapp-")):
            raise ValueError("must be the signing secret from the page “Basic Information”, not a token")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def has_slack(self) -> bool:
        """Whether this is to run in a real workspace rather than the local one."""
        return self.slack_bot_token is not None

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no log may show."""
        kept = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret, self.secret_key)
        return tuple(secret.get_secret_value() for secret in kept if secret is not None)


_RANGES: Mapping[str, str] = {
    "port": "must be a whole number from 0 to 65535",
    "coalition_name": "must be a name of at most 80 characters",
    "worker_interval": "must be a number of seconds, more than 0 and at most 3600",
    "outbox_lease_seconds": "must be a whole number of seconds from 20 to 3600",
    "log_level": "must be DEBUG, INFO, WARNING or ERROR",
    "log_format": "must be text or json",
}
"""What pydantic's own checks come to, in words."""


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: in one sentence, naming the first setting that is missing or malformed.
    """
    _check_env_file()
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    if settings.slack_bot_token and not settings.slack_signing_secret and not settings.slack_app_token:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is missing: copy it from your Slack app's page “Basic Information”."
        )
    if (settings.slack_signing_secret or settings.slack_app_token) and not settings.slack_bot_token:
        raise SettingsError(
            "SLACK_BOT_TOKEN is missing: copy it from your Slack app's page “OAuth & Permissions”."
        )
    return settings


def _check_env_file() -> None:
    """A line of `.env` that cannot be read would be left out in silence, and its setting with it."""
    if not ENV_FILE.is_file():
        return
    try:
        with ENV_FILE.open(encoding="utf-8") as lines:
            wrong = [binding.original for binding in parse_stream(lines) if binding.error]
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not text in UTF-8: save it as such.") from None
    except OSError as error:
        raise SettingsError(f"The file .env cannot be opened ({error.strerror}).") from None
    if wrong:
        name = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)", wrong[0].string)
        what = f"{name[1].upper()} in .env" if name else ".env"
        raise SettingsError(f"{what}, line {wrong[0].line}, cannot be read: is a quote missing?")


def _is_address(value: str) -> bool:
    if re.search(r"\s", value):
        return False
    try:
        address = urlsplit(value)
        return address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        return False


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    own = str(first["msg"]).removeprefix("Value error, ")
    reason = own if own.startswith("must") else _RANGES.get(name, f"must be given otherwise ({own})")
    return f"{name.upper()} is malformed: it {reason}."
