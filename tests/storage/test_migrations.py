"""The tables, from nothing to the newest form and back, and the seats that come with them."""

import csv
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, inspect, select, text, update

from storage import members, outbox, tasks
from storage.across import Bot, NewCoalition, connect_workspace
from storage.coalitions import Platform
from storage.database import Database
from storage.files.seat_facts import load_seats
from storage.migrations import is_current, upgrade
from storage.migrations.changing import configuration
from storage.outbox import OutboxRow, Saying, SendState
from storage.schema import Table
from storage.seats import Office, SeatRow
from storage.tasks import NewTask, TaskRow
from tests.processes import PYTHON_M_BOT, ROOT, all_ended, ended

EVERY_TABLE = {*Table.metadata.tables, "alembic_version"}

WITHOUT_NUMBERS: Mapping[Office, int] = {
    Office.STATE_UPPER: 40 + 30,  # Massachusetts, Vermont
    Office.STATE_LOWER: 160 + 150 + 400 + 141 + 94,  # and New Hampshire, Maryland, North Dakota
}
"""State legislators of districts that have names or letters, which are not on the list of seats."""


@pytest.fixture
def empty(database: Database) -> Database:
    """A database with nothing in it."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for name in inspect(connection).get_table_names():
                connection.execute(text(f'DROP TABLE "{name}"'))
        else:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    assert tables(database) == set()
    return database


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def count(database: Database, *of: Office) -> int:
    with database.across_coalitions() as db:
        return db.scalar(select(func.count(SeatRow.id)).where(SeatRow.office.in_(of))) or 0


def test_upgrade_downgrade_and_upgrade_again(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert tables(empty) == EVERY_TABLE
    assert is_current(empty)

    command.downgrade(configuration(empty), "base")
    assert tables(empty) == {"alembic_version"}
    assert not is_current(empty)

    upgrade(empty)
    assert tables(empty) == EVERY_TABLE
    assert count(empty, Office.US_HOUSE) == 441


def test_the_migrations_make_the_tables_that_the_code_describes(empty: Database) -> None:
    upgrade(empty)
    command.check(configuration(empty))


def test_indexes_and_keys_have_names_that_migrations_can_find(database: Database) -> None:
    looking = inspect(database.engine)
    for name in Table.metadata.tables:
        assert looking.get_pk_constraint(name)["name"] == f"pk_{name}"
        for key in (*looking.get_foreign_keys(name), *looking.get_unique_constraints(name)):
            assert key["name"], (name, key)


def test_upgrading_an_up_to_date_database_keeps_everything(database: Database) -> None:
    with database.across_coalitions() as db:
        before = db.execute(select(SeatRow.id, SeatRow.code).order_by(SeatRow.id)).all()
    upgrade(database)
    with database.across_coalitions() as db:
        assert db.execute(select(SeatRow.id, SeatRow.code).order_by(SeatRow.id)).all() == before


def test_tasks_whose_reminders_had_ended_are_reminded_of_again(database: Database) -> None:
    """Three waited for one task; of the other all had been said."""
    now = datetime(2026, 7, 1, 9, tzinfo=UTC)
    with database.across_coalitions() as db:
        bot = Bot(Platform.SLACK, "T1", "Test", "U1", "B1")
        key = connect_workspace(db, bot, NewCoalition("Test", "America/New_York"))
    with database.transaction(key.coalition_id) as db:
        ana = members.join(db, key.id, "U2", "Ana", now)[0]
        for _ in range(2):
            tasks.add(db, NewTask(ana.id, "Write", now.date()), ana.id, now)
        for about_id, days in ((1, 0), (1, 3), (1, 7), (2, 14)):
            at = now + timedelta(days=days)
            outbox.write(db, Saying("task", about_id, f"task:{about_id}:{days}", at, ana.id), now)
    with database.across_coalitions() as db:
        said = OutboxRow.key.in_(("task:1:0", "task:2:14"))
        db.execute(update(OutboxRow).where(said).values(state=SendState.SENT))
    command.downgrade(configuration(database), "0020")
    upgrade(database)
    with database.across_coalitions() as db:
        waiting = select(OutboxRow).where(OutboxRow.state == SendState.PENDING).order_by(OutboxRow.about_id)
        first, second = db.scalars(waiting)
        assert (first.key, second.key) == ("task:1:3", "task:2.again")
        assert abs(second.due_at - datetime.now(UTC)) < timedelta(hours=1)
        assert not any(db.scalars(select(TaskRow.is_dropped)))


def test_sqlite_has_its_references_on_again_after_an_upgrade(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_two_processes_that_upgrade_at_once(empty: Database, tmp_path: Path) -> None:
    both = all_ended([["migrate"]] * 2, tmp_path, {"DATABASE_URL": empty.url})
    assert [(process.code, process.err) for process in both] == [(0, ""), (0, "")]
    assert tables(empty) == EVERY_TABLE
    assert count(empty, Office.US_HOUSE, Office.US_SENATE) == 541


def test_alembic_is_loaded_only_where_there_is_something_to_change(
    empty: Database, database: Database, tmp_path: Path
) -> None:
    program = (
        "import sys, bot.serving; from storage.database import Database; "
        "from storage.migrations import upgrade; upgrade(Database(sys.argv[1])); "
        "print('alembic' in sys.modules)"
    )
    for one, loaded in ((empty, "True\n"), (database, "False\n")):
        done = ended((one.url,), tmp_path, program=(sys.executable, "-c", program))
        assert (done.code, done.out) == (0, loaded)


def test_the_migrations_check_of_make_check(tmp_path: Path) -> None:
    done = ended((), ROOT, program=(sys.executable, "-m", "storage.migrations.check"))
    assert (done.code, done.err) == (0, "")


def test_a_database_of_a_newer_version_is_not_touched(database: Database, tmp_path: Path) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    assert not is_current(database)
    done = ended(["migrate"], tmp_path, {"DATABASE_URL": database.url}, PYTHON_M_BOT)
    assert done.code == 2
    assert "DATABASE_URL" in done.sentence
    assert "newer" in done.sentence


def test_the_seats_of_congress_and_of_the_state_legislatures(database: Database) -> None:
    assert count(database, Office.US_HOUSE) == 441
    assert count(database, Office.US_SENATE) == 100
    with database.across_coalitions() as db:
        states = db.scalars(
            select(SeatRow.state).distinct().where(SeatRow.office == Office.STATE_UPPER)
        ).all()
        codes = db.scalar(select(func.count(SeatRow.code.distinct())))
        everything = db.scalar(select(func.count(SeatRow.id)))
    assert "NE" in states
    assert codes == everything


@pytest.mark.parametrize(
    ("office", "everybody"), [(Office.STATE_UPPER, 1973), (Office.STATE_LOWER, 5413)], ids=["upper", "lower"]
)
def test_the_state_legislators_add_up(database: Database, office: Office, everybody: int) -> None:
    with database.across_coalitions() as db:
        numbered = db.scalar(select(func.sum(SeatRow.members)).where(SeatRow.office == office)) or 0
    assert numbered + WITHOUT_NUMBERS[office] == everybody


def test_every_chamber_has_as_many_members_as_its_table_says(database: Database) -> None:
    with (ROOT / "config/data/state_chambers.csv").open(encoding="utf-8") as file:
        facts = list(csv.DictReader(file))
    with database.across_coalitions() as db:
        found = {
            (state, office): total
            for state, office, total in db.execute(
                select(SeatRow.state, SeatRow.office, func.sum(SeatRow.members))
                .where(SeatRow.office.in_((Office.STATE_UPPER, Office.STATE_LOWER)))
                .group_by(SeatRow.state, SeatRow.office)
            )
        }
    with_districts = [fact for fact in facts if fact["districts"]]
    offices = {"upper": Office.STATE_UPPER, "lower": Office.STATE_LOWER}
    assert {(fact["usps"], offices[fact["chamber"]]) for fact in with_districts} == set(found)


def test_loading_the_seats_twice_adds_nothing(database: Database) -> None:
    with database.across_coalitions() as db:
        assert load_seats(db) == 0


def test_a_seat_that_is_missing_comes_back_and_no_other_changes(database: Database) -> None:
    with database.across_coalitions() as db:
        lost = db.scalars(select(SeatRow).where(SeatRow.code == "PA-07")).one()
        db.scalars(select(SeatRow).where(SeatRow.code == "PA-08")).one().name = "kept as it is"
        db.delete(lost)
    with database.across_coalitions() as db:
        assert load_seats(db) == 1
    with database.across_coalitions() as db:
        assert db.scalars(select(SeatRow.name).where(SeatRow.code == "PA-07")).one() == "Pennsylvania 7th"
        assert db.scalars(select(SeatRow.name).where(SeatRow.code == "PA-08")).one() == "kept as it is"
