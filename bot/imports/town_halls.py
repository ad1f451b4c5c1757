"""`coalition-bot import town-halls …`: events of a list, and what the operator is told of them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.coalition import chosen
from bot.imports.complaint import complaint
from bot.imports.plain import shown
from bot.imports.running import DONE, UNREADABLE
from bot.reference import Reference
from handlers.request import Scene
from handlers.town_halls.lists.reasons import put
from handlers.town_halls.lists.taking_in import take_in
from storage import coalitions
from storage.database import Database
from storage.files.town_halls import Trouble, read_town_halls
from storage.migrations import upgrade
from storage.town_halls import sources, town_halls
from storage.town_halls.sources import Counts
from storage.town_halls.town_halls import Described, Stage


def import_list(
    database: Database,
    file: Path,
    coalition: str | None,
    now: datetime,
    console: Console,
    errors: Console | None = None,
    *,
    office_hours: bool = False,
) -> int:
    """Import a list of town halls; answers the exit code: 0, or 2 for an unreadable file.

    `console` gets a line for each question, and at the end the counts in one line of fixed form ("220 read:
    180 new, 0 changed, 0 same, 3 cancelled, 37 questions"); `errors` (stderr, if not given) the sentence
    about an unreadable file. All or nothing. Brings the tables up to date first. With `office_hours`, those
    of a file of this name are announced like town halls from now on, once an organiser trusts it.

    Raises:
        SettingsError: when it cannot be told whose list it is.
    """
    upgrade(database)
    whose = chosen(database, coalition)
    reading = read_town_halls(file, now.astimezone(UTC))
    if reading.unreadable is not None:
        (errors or Console(stderr=True)).out(complaint(reading.unreadable), highlight=False)
        return UNREADABLE
    with database.transaction(whose) as db:
        scene = Scene(db, coalitions.current(db), Reference(database).districts(db), now)
        source = sources.of_file(db, file.name, now)
        if office_hours and not source.has_office_hours:
            sources.ask_for_office_hours(db, source, is_asked=True)
            source = replace(source, has_office_hours=True)
        counts = take_in(scene, source, reading)
        unplaced = [
            one.told
            for one in town_halls.of_source(db, source.id)
            if not one.told.is_placed and one.stage is Stage.PROPOSED
        ]
    questions = (*map(_question, reading.troubles), *map(_uncertain, unplaced))
    for line in (*questions, _counted(counts)):
        console.out(line, highlight=False)
    return DONE


def _counted(counts: Counts) -> str:
    return (
        f"{counts.read} read: {counts.new} new, {counts.changed} changed, {counts.same} same, "
        f"{counts.cancelled} cancelled, {counts.questions} questions"
    )


def _uncertain(told: Described) -> str:
    said = ", ".join(shown(part) for part in (told.name, told.state, str(told.meeting.first)) if part)
    return f"{said}: not on your lists, or not certain; kept for an organiser."


def _question(one: Trouble) -> str:
    said = ", ".join(shown(part) for part in (one.who, one.title, one.when) if part)
    why = put(one.reason, one.detail)
    words = str(why.message).format(**{name: shown(str(value)) for name, value in why.values.items()})
    return f"Row {one.row}{f', {said}' if said else ''}: {words}"
