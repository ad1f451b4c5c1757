"""`coalition-bot`: run, migrate, import."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from config.logging import redacted, set_up_logging
from config.settings import Settings, SettingsError, load_settings

cli = typer.Typer(
    help="Keeps a coalition's campaign together inside the chat its people already use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(help="Bring data in from files.", no_args_is_help=True)
cli.add_typer(imports, name="import")


@cli.command()
def run() -> None:
    """Start the bot. Without Slack tokens it opens the local workspace in your browser's reach."""
    from bot.serving import serve

    asyncio.run(serve(_settings()))


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    from storage.database import Database
    from storage.migrations import upgrade

    database = Database(_settings().database_url)
    upgrade(database)
    typer.echo("The database is up to date.")


@imports.command("legislators")
def import_legislators(
    file: Annotated[Path, typer.Argument(help="legislators-current.json of congress-legislators")],
    offices: Annotated[
        Path | None, typer.Option(help="legislators-district-offices.json of the same project")
    ] = None,
) -> None:
    """Bring in the sitting Members of Congress and their offices at home."""
    from rich.console import Console

    from bot import imports as importing
    from bot.clock import SystemClock
    from storage.database import Database

    database = Database(_settings().database_url)
    today = SystemClock().now().date()
    raise typer.Exit(importing.import_legislators(database, file, offices, today, Console()))


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format)
    return settings


def main() -> None:
    """The command line; every expected trouble is one sentence on stderr and exit code 2."""
    try:
        cli()
    except SettingsError as error:
        _stop(str(error))
    except SQLAlchemyError as error:
        _stop(f"The database at DATABASE_URL does not answer as it should: {_first_line(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


def _first_line(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", None) or error
    return redacted(str(cause).strip().splitlines()[0] if str(cause).strip() else type(error).__name__)


def _stop(sentence: str) -> None:
    sys.stderr.write(f"{redacted(sentence)}\n")
    sys.exit(2)
