"""Whether the database answers, and has the newest form of the tables."""

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from config.logging import redacted
from handlers.coalition.check import Finding, Verdict
from handlers.text import N_, Text
from storage.database import Database, Purpose
from storage.migrations import is_current, is_newer

_MIGRATE = N_("Run `coalition-bot migrate`, or start the bot: it does that itself.")
_UPDATE = N_("Update the bot to that version: this one leaves such a database alone.")


def check_database(database: Database) -> list[Finding]:
    """Look at the database. Runs in a database thread; makes no file that is not there."""
    missing = _missing_file(database)
    if missing is not None:
        what = Text(N_("There is no database at {path} yet."), path=str(missing))
        return [Finding(Verdict.FAULT, what, Text(_MIGRATE))]
    try:
        with database.across_coalitions(Purpose.READ) as db:
            db.connection().execute(text("SELECT 1"))
        current, newer = is_current(database), is_newer(database)
    except SQLAlchemyError as error:
        return [_unreachable(error)]
    answers = Finding(Verdict.GOOD, Text(N_("The database answers.")))
    if current:
        return [answers, Finding(Verdict.GOOD, Text(N_("The database has the newest tables.")))]
    if newer:
        ahead = Text(N_("A newer version of the bot has changed the database."))
        return [answers, Finding(Verdict.FAULT, ahead, Text(_UPDATE))]
    behind = Text(N_("The database does not have the tables of this version."))
    return [answers, Finding(Verdict.FAULT, behind, Text(_MIGRATE))]


def is_well(findings: list[Finding]) -> bool:
    """Whether the database can be asked anything."""
    return all(finding.verdict is Verdict.GOOD for finding in findings)


def _missing_file(database: Database) -> Path | None:
    name = make_url(database.url).database
    if not database.is_sqlite or not name:
        return None
    return None if Path(name).exists() else Path(name)


def _unreachable(error: Exception) -> Finding:
    cause = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    first_line = redacted(cause.splitlines()[0].rstrip("."))
    return Finding(
        Verdict.FAULT,
        Text(N_("The database does not answer as it should: {why}."), why=first_line),
        Text(N_("Start it, or correct DATABASE_URL.")),
    )
