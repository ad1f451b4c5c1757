"""`coalition-bot import town-halls`: one line that adds up, each question with its reason, never twice."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select, update

from bot.imports.running import import_legislators
from bot.imports.town_halls import import_list
from storage.database import Database, Purpose
from storage.outbox import OutboxRow
from storage.town_halls.kinds import EventKind
from storage.town_halls.sources import SourceRow
from storage.town_halls.town_halls import Stage, TownHallRow
from tests.databases import SqliteFactory
from tests.storage.files.made_up import ANA, TODAY, write_people
from tests.storage.test_database import new_coalition

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
LATE_IN_2016 = datetime(2016, 12, 1, 16, tzinfo=UTC)
SHARED = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data"))
BROKEN = sorted((SHARED / "broken-calendars").glob("*.ics"))
needs_real_lists = pytest.mark.skipif(
    not SHARED.is_dir(), reason="no COALITION_SHARED_DATA (default ../shared/data)"
)


@pytest.fixture
def database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Database]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        new_coalition(database, "Test coalition")
        people = write_people(tmp_path / "people.json", [ANA])
        import_legislators(database, people, None, TODAY, Console(file=StringIO()))
        yield database
        database.close()


def run(
    database: Database, file: Path, now: datetime = NOW, *, office_hours: bool = False
) -> tuple[int, list[str], str]:
    out, errors = StringIO(), StringIO()
    console, complaints = Console(file=out, width=400), Console(file=errors, width=400)
    code = import_list(database, file, None, now, console, complaints, office_hours=office_hours)
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
    assert (code, lines[-1]) == (0, "5 read: 1 new, 0 changed, 0 same, 0 cancelled, 4 questions")
    assert "Every Wednesday" in lines[0]
    assert "Is the afternoon meant?" in lines[1]
    assert "The year cannot be right" in lines[2]
    assert lines[3].startswith("Zed Nobody, PA, 2026-11-17: not on your lists")
    assert events(database) == 2
    assert run(database, file)[1][-1] == "5 read: 0 new, 0 changed, 1 same, 0 cancelled, 4 questions"
    assert events(database) == 2


def test_a_file_that_is_none_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.ics"
    file.write_bytes(b"\x00\x01 no calendar")
    code, lines, errors = run(database, file)
    assert (code, lines) == (2, [])
    assert "Nothing was imported, because list.ics cannot be read" in errors
    assert events(database) == 0


@needs_real_lists
def test_the_real_events_of_2017_are_kept_and_nobody_is_told(database: Database) -> None:
    first = run(database, SHARED / "town-halls-2017.json")[1][-1]
    assert first.startswith("220 read:")
    parts = [int(word) for word in first.replace(",", "").split() if word.isdigit()]
    assert sum(parts[1:]) == parts[0] == 220
    kept = events(database)
    assert kept == 215
    again = run(database, SHARED / "town-halls-2017.json")[1][-1]
    assert " 0 new, 0 changed," in again
    calendar = run(database, SHARED / "town-halls-2017.ics")[1][-1]
    assert calendar.startswith("205 read: 0 new,")
    assert events(database) == kept
    with database.across_coalitions() as db:
        assert db.scalars(select(OutboxRow.kind)).all() == []


def of_kind(database: Database) -> Counter[tuple[Stage, bool]]:
    """How many events there are by their stage, and whether they are office hours."""
    with database.across_coalitions(Purpose.READ) as db:
        found = db.execute(select(TownHallRow.stage, TownHallRow.kind, TownHallRow.is_placed))
        return Counter(
            (stage, kind is EventKind.OFFICE_HOURS) for stage, kind, is_placed in found if is_placed
        )


@needs_real_lists
def test_office_hours_of_the_real_events_are_announced_only_where_they_are_asked_for(
    database: Database,
) -> None:
    real = SHARED / "town-halls-2017.json"
    people = SHARED / "legislators-current.json"
    import_legislators(database, people, None, TODAY, Console(file=StringIO()))
    run(database, real, LATE_IN_2016)
    waiting = of_kind(database)
    assert waiting[Stage.PROPOSED, True] > waiting[Stage.PROPOSED, False] > 0
    with database.across_coalitions() as db:
        db.execute(update(TownHallRow).values(is_placed=False))  # as if nobody had been on the lists
        db.execute(update(SourceRow).values(trusted_at=LATE_IN_2016))
    assert run(database, real, LATE_IN_2016)[1][-1].startswith("220 read: 0 new,")
    assert of_kind(database) == {
        (Stage.PUBLISHED, False): waiting[Stage.PROPOSED, False],
        (Stage.PROPOSED, True): waiting[Stage.PROPOSED, True],
    }
    run(database, real, LATE_IN_2016, office_hours=True)
    assert of_kind(database)[Stage.PUBLISHED, True] == waiting[Stage.PROPOSED, True]
    assert run(database, real, LATE_IN_2016)[1][-1].startswith("220 read: 0 new, 0 changed,")
    assert events(database) == 215


@pytest.mark.skipif(not BROKEN, reason="no COALITION_SHARED_DATA (default ../shared/data)")
@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_calendar_is_events_questions_or_a_sentence(database: Database, file: Path) -> None:
    code, lines, errors = run(database, file)
    if code == 2:
        assert (lines, events(database)) == ([], 0)
        assert errors.startswith(f"Nothing was imported, because {file.name} cannot be read")
        return
    parts = [int(word) for word in lines[-1].replace(",", "").split() if word.isdigit()]
    assert code == 0
    assert sum(parts[1:]) == parts[0] > 0
    assert len(lines) - 1 == parts[-1]
    kept = events(database)
    again = run(database, file)[1]
    assert " 0 new, 0 changed," in again[-1]
    assert (again[:-1], events(database)) == (lines[:-1], kept)


def test_a_calendar_of_fifty_megabytes_is_a_sentence(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "huge.ics"
    with file.open("wb") as writing:
        writing.write(b"BEGIN:VCALENDAR\r\n")
        writing.truncate(50 * 1024 * 1024)
    code, lines, errors = run(database, file)
    assert (code, lines, events(database)) == (2, [], 0)
    assert "huge.ics" in errors
    assert "8" in errors
