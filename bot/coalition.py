"""Whose data a command of the operator's is about."""

from config.settings import SettingsError
from storage import across
from storage.database import Database, Purpose


def chosen(database: Database, name: str | None) -> int:
    """The id of the coalition of that name; without one, of the only one that is no example.

    Raises:
        SettingsError: with a sentence, when there is none, or several and none was named.
    """
    with database.across_coalitions(Purpose.READ) as db:
        known = across.coalition_names(db)
    if name is not None:
        wanted = " ".join(name.split()).casefold()
        found = [row for row in known if row.name.casefold() == wanted]
        if len(found) == 1:
            return found[0].id
        raise SettingsError(f"There is no coalition called “{name}” here. {_names(known)}")
    real = [row for row in known if not row.is_example] or known
    if len(real) == 1:
        return real[0].id
    if not real:
        raise SettingsError("There is no coalition here yet: start the bot once with `coalition-bot run`.")
    raise SettingsError(f"Say which coalition with --coalition. {_names(known)}")


def _names(known: list[across.CoalitionName]) -> str:
    return f"Known: {', '.join(f'“{row.name}”' for row in known)}." if known else "There is none yet."
