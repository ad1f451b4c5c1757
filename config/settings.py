"""What an operator may change: the environment and the file `.env`, read once at the start."""

from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"


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

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: str = "sqlite:///coalition.db"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str | None = None
    slack_signing_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_api_url: str = SLACK_API
    coalition_name: str = "Our coalition"
    coalition_timezone: str = "America/New_York"
    secret_key: SecretStr | None = None
    worker_interval: Annotated[float, Field(gt=0, le=3600)] = 5.0
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value.partition("://")[0] not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

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
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with https://")
        return value

    @field_validator("slack_bot_token", "slack_signing_secret")
    @classmethod
    def _no_wrapping(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value() != value.get_secret_value().strip(" \t\r\n\"'"):
            raise ValueError("must be written without quotes or spaces around it")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith("xapp-"):
            raise ValueError("must be the bot token (xoxb-…), not the app token (xapp-…)")
        if value is not None and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("must be a bot token, which begins with xoxb-")
        return value

    @property
    def has_slack(self) -> bool:
        """Whether this is to run in a real workspace rather than the local one."""
        return self.slack_bot_token is not None


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: in one sentence, naming the first setting that is missing or malformed.
    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    if settings.slack_bot_token and not settings.slack_signing_secret:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is missing: copy it from your Slack app's page “Basic Information”."
        )
    if settings.slack_signing_secret and not settings.slack_bot_token:
        raise SettingsError(
            "SLACK_BOT_TOKEN is missing: copy it from your Slack app's page “OAuth & Permissions”."
        )
    return settings


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
    reason = str(first["msg"]).removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    return f"{name} is malformed: it {reason}." if reason.startswith("must") else f"{name}: {reason}."
