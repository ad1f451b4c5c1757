"""`coalition-bot import town-halls`: one line that adds up, each question with its reason, never twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select

from bot.imports.running import import_legislators
from bot.imports.town_halls import import_list
from storage.database import Database
from storage.outbox import OutboxRow
from storage.town_halls.town_halls import TownHallRow
from tests.databases import SqliteFactory
from tests.storage.files.made_up import ANA, TODAY, write_people
from tests.storage.test_database import new_coalition

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        new_coalition(database, "Test coalition")
        people = write_people(tmp_path / "people.json", [ANA])
        import_legislators(database, people, None, TODAY, Console(file=StringIO()))
        yield database
        database.close()


def run(database: Database, file: Path) -> tuple[int, list[str], str]:
    out, errors = StringIO(), StringIO()
    code = import_list(
        database, file, None, NOW, Console(file=out, width=400), Console(file=errors, width=400)
    )
    return code, out.getvalue().splitlines(), errors.getvalue()


def events(database: Database) -> int:
    with database.across_coalitions() as db:
        return db.scalar(select(func.count(TownHallRow.id))) or 0


def listed(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "town-halls.csv"
    names = ("Who", "District", "Date", "Time", "Time zone", "Location", "Kind")
    lines = [",".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    file.write_text("\n".join([",".join(names), *lines, ""]), encoding="utf-8")
    return file


def row(who: str, **more: str) -> dict[str, str]:
    usual = {"Who": who, "District": "PA-07", "Date": "11/17/2026", "Time": "6:30 PM", "Time zone": "ET"}
    return {**usual, "Location": "Town Library", "Kind": "Town Hall", **more}


def test_every_row_counts_once_and_a_second_import_doubles_nothing(
    database: Database, tmp_path: Path
) -> None:
    file = listed(
        tmp_path,
        row("Ana Alva"),
        row("Zed Nobody"),
        row("Ana Alva", Date="Every Wednesday"),
        row("Ana Alva", Date="11/18/2026", Time="12:45 AM"),
        row("Ana Alva", Date="11/19/0217"),
    )
    code, lines, _ = run(database, file)
    assert (code, lines[0]) == (0, "5 read: 1 new, 0 changed, 0 same, 0 cancelled, 4 questions")
    assert "Every Wednesday" in lines[1]
    assert "Is the afternoon meant?" in lines[2]
    assert "The year cannot be right" in lines[3]
    assert lines[4].startswith("Zed Nobody, PA, 2026-11-17: not on your lists")
    assert events(database) == 2
    assert run(database, file)[1][0] == "5 read: 0 new, 0 changed, 1 same, 0 cancelled, 4 questions"
    assert events(database) == 2


def test_a_file_that_is_none_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.ics"
    file.write_bytes(b"\x00\x01 no calendar")
    code, lines, errors = run(database, file)
    assert (code, lines) == (2, [])
    assert "Nothing was imported, because list.ics cannot be read" in errors
    assert events(database) == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real lists, which are not part of the project")
def test_the_real_events_of_2017_are_kept_and_nobody_is_told(database: Database) -> None:
    first = run(database, SHARED / "town-halls-2017.json")[1][0]
    assert first.startswith("220 read:")
    parts = [int(word) for word in first.replace(",", "").split() if word.isdigit()]
    assert sum(parts[1:]) == parts[0] == 220
    kept = events(database)
    assert kept == 215
    again = run(database, SHARED / "town-halls-2017.json")[1][0]
    assert " 0 new, 0 changed," in again
    calendar = run(database, SHARED / "town-halls-2017.ics")[1][0]
    assert calendar.startswith("205 read: 0 new,")
    assert events(database) == kept
    with database.across_coalitions() as db:
        assert db.scalars(select(OutboxRow.kind)).all() == []
