"""`coalition-bot export`: what an operator sees of it."""

from pathlib import Path

from rich.console import Console

from bot.clock import Clock
from bot.coalition import chosen
from bot.reference import Reference
from config.settings import SettingsError
from handlers.outreach.parity.sheet import COLUMNS, lines
from handlers.request import Scene
from storage import coalitions
from storage.database import Database, Purpose
from storage.files.exporting import INDEX, export
from storage.files.sheets import kind_of, write_sheet
from storage.migrations import upgrade

_KEEP_SAFE = "hold people's names: keep them where only those may read them who should."


def export_to(database: Database, folder: Path, coalition: str | None, console: Console) -> None:
    """Write a coalition's data into a new folder, and say how much of what it was.

    `coalition` is its name, needed only where there are several. Brings the tables up to date first.

    Raises:
        SettingsError: with a sentence, when it cannot be told whose data, or they cannot be written there.
    """
    upgrade(database)
    whose = chosen(database, coalition)
    try:
        written = export(database, whose, folder.absolute())
    except FileExistsError:
        raise SettingsError(f"{folder} is there already and not empty: name a new folder.") from None
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written ({error.strerror}): name another folder.") from None
    for table, count in written.rows.items():
        console.out(f"{table}.csv: {count}", highlight=False)
    console.out(f"What each column means stands in {folder / INDEX}.", highlight=False)
    console.out(f"These files {_KEEP_SAFE}", highlight=False)


def export_parity_to(
    database: Database, file: Path, coalition: str | None, clock: Clock, console: Console
) -> None:
    """Write the sheet of what every candidate was given and is owed, and say how many lines it has.

    `coalition` is its name, needed only where there are several. Brings the tables up to date first.

    Raises:
        SettingsError: with a sentence, when it cannot be told whose, or it cannot be written there.
    """
    kind = kind_of(file)
    if kind is None:
        raise SettingsError(f"{file} is neither a .csv nor an .xlsx: name a file that ends in one of these.")
    upgrade(database)
    whose = chosen(database, coalition)
    try:
        with database.transaction(whose, Purpose.READ) as db:
            districts = Reference(database).districts(db)
            scene = Scene(db, coalitions.current(db), districts, clock.now())
            cells = (line.cells() for line in lines(scene))
            count = write_sheet(file.absolute(), kind, "Parity", COLUMNS, cells)
    except FileExistsError:
        raise SettingsError(f"{file} is there already: name a new file.") from None
    except OSError as error:
        raise SettingsError(f"{file} cannot be written ({error.strerror}): name another file.") from None
    console.out(f"{file}: {count} lines", highlight=False)
    console.out(f"Such files {_KEEP_SAFE}", highlight=False)
