"""`coalition-bot export`: what an operator sees of it."""

from pathlib import Path

from rich.console import Console

from bot.coalition import chosen
from config.settings import SettingsError
from storage.database import Database
from storage.files.exporting import INDEX, export
from storage.migrations import upgrade


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
    console.out(
        "These files hold people's names: keep them where only those may read them who should.",
        highlight=False,
    )
