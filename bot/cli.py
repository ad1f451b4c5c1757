"""`coalition-bot`: run, tick, outbox, migrate, doctor, manifest, import, export."""

import asyncio
import gc
import json
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from config.logging import redacted, set_up_logging
from config.settings import Settings, SettingsError, load_settings
from storage.database import Database, normalised
from storage.migrations import NewerDatabaseError, upgrade

cli = typer.Typer(
    help="Keeps a coalition's campaign together inside the chat its people already use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(help="Bring data in from files.", no_args_is_help=True)
cli.add_typer(imports, name="import")
manifests = typer.Typer(help="Print what creates the bot's app on a platform.", no_args_is_help=True)
cli.add_typer(manifests, name="manifest")
_LARGEST = 2**31 - 1
"""The largest number that a row can have."""


@cli.command()
def run() -> None:
    """Start the bot. Without Slack tokens it opens the local workspace in your browser's reach."""
    gc.disable()  # nothing that is loaded goes away; `serve` collects once, and turns it on again
    from bot.serving import serve

    settings = _settings()
    with _database(settings) as database:
        asyncio.run(serve(settings, database))


@cli.command()
def tick(
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="the campaign's time, like 2026-11-25T15:00:00Z; else now"),
    ] = None,
) -> None:
    """Say what is due, once, and end: for cron. Exit code 1 when something failed for good."""
    from bot import tick as ticking

    settings, clock = _settings(), ticking.clock_at(at)
    with _database(settings) as database:
        worked = asyncio.run(ticking.tick(settings, database, clock))
    for line in ticking.as_lines(worked):
        typer.echo(line)
    raise typer.Exit(ticking.exit_code(worked))


@cli.command()
def outbox(
    failed: Annotated[bool, typer.Option("--failed", help="list only what failed")] = False,
    retry: Annotated[
        int | None,
        typer.Option(metavar="ID", min=1, max=_LARGEST, help="try a row again that failed or was dropped"),
    ] = None,
    drop: Annotated[
        int | None,
        typer.Option(metavar="ID", min=1, max=_LARGEST, help="do not say a row that is pending or failed"),
    ] = None,
    coalition: Annotated[
        str | None, typer.Option(metavar="NAME", help="whose outbox, where there are several")
    ] = None,
) -> None:
    """List what is to be said and what could not be; or retry or drop a row of it."""
    from bot.clock import SystemClock
    from bot.outbox import Asked, Listed, OutboxError, answer

    asked = Asked(Listed.FAILED if failed else Listed.QUEUE, retry, drop)
    with _database(_settings()) as database:
        try:
            lines = answer(database, coalition, asked, SystemClock().now())
        except OutboxError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
    for line in lines:
        typer.echo(line)


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    with _database(_settings()) as database:
        upgrade(database)
    typer.echo("The database is up to date.")


@cli.command()
def doctor() -> None:
    """Look at all that the bot needs; for each fault, say how to mend it. Exit code 1 when there is one."""
    from bot.doctor.report import as_lines, examine, exit_code

    settings = _settings()
    findings = asyncio.run(examine(settings))
    for line in as_lines(findings, settings):
        typer.echo(line)
    raise typer.Exit(exit_code(findings))


@cli.command()
def export(
    what: Annotated[
        str, typer.Argument(metavar="DIRECTORY", help="a new folder; or the word `parity` and a file")
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="after `parity`: a new .csv or .xlsx file")
    ] = None,
    coalition: Annotated[
        str | None, typer.Option(metavar="NAME", help="whose data, where there are several coalitions")
    ] = None,
) -> None:
    """Write a coalition's data out as CSV files; or, with `parity FILE`, who was given what and is owed."""
    from rich.console import Console

    from bot.clock import SystemClock
    from bot.exports import export_parity_to, export_to

    if file is not None and what != "parity":
        raise SettingsError("Only `export parity` takes a file: `coalition-bot export parity FILE`.")
    with _database(_settings()) as database:
        if file is None:
            export_to(database, Path(what), coalition, Console())
        else:
            export_parity_to(database, file, coalition, SystemClock(), Console())


@manifests.command("slack")
def manifest_slack(
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="for a bot that Slack cannot reach from outside")
    ] = False,
) -> None:
    """Print the app manifest (JSON) for Slack's dialog “From a manifest”."""
    from bot.slack.manifest import manifest, public_address
    from bot.translation import Languages
    from handlers.areas import all_areas

    address = None if socket_mode else public_address(load_settings().public_url)
    typer.echo(json.dumps(manifest(all_areas(), Languages().language("en"), address), indent=2))


@imports.command("legislators")
def import_legislators(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="legislators-current.json of congress-legislators")
    ],
    offices: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="legislators-district-offices.json of the same project"),
    ] = None,
) -> None:
    """Bring in the sitting Members of Congress and their offices at home."""
    from rich.console import Console

    from bot.clock import SystemClock
    from bot.imports import running as importing

    today = SystemClock().now().date()
    with _database(_settings()) as database:
        code = importing.import_legislators(database, file, offices, today, Console())
    raise typer.Exit(code)


@imports.command("fec")
def import_fec(
    file: Annotated[Path, typer.Argument(help="cn.txt, the FEC's candidate master file")],
    cycle: Annotated[int, typer.Option(min=1976, max=2100, help="The year of the election, like 2026")],
) -> None:
    """Bring in the candidates for Congress of one election."""
    from rich.console import Console

    from bot.imports import running as importing

    with _database(_settings()) as database:
        code = importing.import_fec(database, file, cycle, Console())
    raise typer.Exit(code)


@imports.command("state-legislators")
def import_state_legislators(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="a state's CSV of Open States (people, current)")
    ],
    state: Annotated[
        str | None, typer.Option(metavar="XX", help="its postal letters, where the file does not tell")
    ] = None,
) -> None:
    """Bring in the sitting legislators of one state, and its districts."""
    from rich.console import Console

    from bot.clock import SystemClock
    from bot.imports import running as importing

    today = SystemClock().now().date()
    with _database(_settings()) as database:
        code = importing.import_state_legislators(database, file, state, today, Console())
    raise typer.Exit(code)


@imports.command("targets")
def import_targets(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a CSV, or a workbook (.xlsx)")],
    coalition: Annotated[
        str | None, typer.Option(metavar="NAME", help="whose list it is, where there are several")
    ] = None,
) -> None:
    """Bring in the seats that your coalition wants covered first."""
    from rich.console import Console

    from bot.imports import running as importing

    with _database(_settings()) as database:
        code = importing.import_targets(database, file, coalition, Console())
    raise typer.Exit(code)


@imports.command("town-halls")
def import_town_halls(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON, a CSV, or a calendar (.ics)")],
    coalition: Annotated[
        str | None, typer.Option(metavar="NAME", help="whose list it is, where there are several")
    ] = None,
    office_hours: Annotated[
        bool, typer.Option("--office-hours", help="announce office hours, too, once the list is trusted")
    ] = False,
) -> None:
    """Bring in town halls and other events where voters can ask; organisers look at them first."""
    from rich.console import Console

    from bot.clock import SystemClock
    from bot.imports.town_halls import import_list

    with _database(_settings()) as database:
        code = import_list(
            database, file, coalition, SystemClock().now(), Console(), office_hours=office_hours
        )
    raise typer.Exit(code)


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


@contextmanager
def _database(settings: Settings) -> Generator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    except NewerDatabaseError:
        raise SettingsError(
            "DATABASE_URL names a database that a newer version of the bot has changed: update the bot first."
        ) from None
    except SQLAlchemyError as error:
        raise SettingsError(_database_trouble(settings.database_url, error)) from None
    finally:
        database.close()


def _database_trouble(url: str, error: SQLAlchemyError) -> str:
    cause = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    address = make_url(normalised(url))
    if address.get_backend_name() == "sqlite" and address.database:
        file = Path(address.database)
        if file.is_dir():
            return f"DATABASE_URL names {file}, which is a folder: add the name of a file in it."
        if not file.parent.is_dir():
            return f"DATABASE_URL names a file in {file.parent}, but there is no such folder: make it first."
        if "not a database" in cause:
            return f"DATABASE_URL names {file}, which is not an SQLite database: choose another file."
        if "readonly" in cause or "unable to open" in cause:
            return f"DATABASE_URL names {file}, which this account may not write to, or not in its folder."
    first_line = cause.splitlines()[0].rstrip(".")
    return f"The database at DATABASE_URL does not answer as it should: {first_line}."


def main() -> None:
    """The command line; every expected trouble is one sentence on stderr and exit code 2."""
    try:
        cli()
    except SettingsError as error:
        sys.stderr.write(f"{redacted(str(error))}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:
        sys.stderr.write(redacted(traceback.format_exc()))
        sys.exit(1)
