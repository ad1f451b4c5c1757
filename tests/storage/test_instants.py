"""Instants: never naive, always UTC, and the database's own clock."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import StatementError

from storage.coalitions import CoalitionRow
from storage.database import Database
from storage.instants import DatabaseNow, DatabaseNowPlus
from storage.organizations import Organization

_ZONES = ("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns")
_A_MOMENT = timedelta(seconds=5)


@pytest.fixture
def coalition_id(database: Database) -> int:
    with database.across_coalitions() as db:
        coalition = CoalitionRow(name="Test", timezone="UTC")
        db.add(coalition)
        db.flush()
        return coalition.id


def kept(database: Database, coalition_id: int, instant: datetime) -> datetime:
    """Store an instant and read it back, in transactions of its own."""
    with database.transaction(coalition_id) as db:
        db.execute(update(CoalitionRow).values(set_up_at=instant))
    with database.transaction(coalition_id) as db:
        found = db.scalars(select(CoalitionRow.set_up_at)).one()
        assert found is not None
        return found


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example overwrites the one before
@given(
    instant=st.datetimes(
        min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1),  # noqa: DTZ001 -- the zone is drawn beside
        timezones=st.sampled_from([ZoneInfo(name) for name in _ZONES]),
    )
)  # fmt: skip
def test_an_instant_comes_back_as_the_same_instant_in_utc(
    database: Database, coalition_id: int, instant: datetime
) -> None:
    found = kept(database, coalition_id, instant)
    assert found == instant.astimezone(UTC)
    assert found.tzinfo is UTC


def test_both_passes_of_an_hour_that_comes_twice_are_told_apart(
    database: Database, coalition_id: int
) -> None:
    once = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    assert kept(database, coalition_id, once) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert kept(database, coalition_id, once.replace(fold=1)) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_naive_datetime_is_refused_and_nothing_is_stored(database: Database, coalition_id: int) -> None:
    naive = datetime(2026, 7, 14, 10, 0)  # noqa: DTZ001 -- what is to be refused
    with pytest.raises(StatementError, match="needs its zone"):
        kept(database, coalition_id, naive)
    with pytest.raises(StatementError, match="needs its zone"), database.transaction(coalition_id) as db:
        db.add(Organization(name="A", name_key="a", added_at=naive))
    with database.transaction(coalition_id) as db:
        assert db.scalars(select(CoalitionRow.set_up_at)).one() is None
        assert db.scalars(select(Organization)).all() == []


def test_a_naive_datetime_is_refused_in_a_comparison_too(database: Database, coalition_id: int) -> None:
    naive = datetime(2026, 7, 14, 10, 0)  # noqa: DTZ001 -- what is to be refused
    with pytest.raises(StatementError, match="needs its zone"), database.transaction(coalition_id) as db:
        db.scalars(select(Organization).where(Organization.added_at < naive)).all()


def test_instants_are_compared_and_ordered_as_instants(database: Database, coalition_id: int) -> None:
    east = datetime(2026, 7, 14, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    west = datetime(2026, 7, 14, 3, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    with database.transaction(coalition_id) as db:
        db.add_all(
            [
                Organization(name="West", name_key="west", added_at=west),
                Organization(name="East", name_key="east", added_at=east),
            ]
        )
    with database.transaction(coalition_id) as db:
        ordered = select(Organization.name).order_by(Organization.added_at)
        assert list(db.scalars(ordered)) == ["East", "West"]
        earlier = select(Organization.name).where(Organization.added_at < west)
        assert list(db.scalars(earlier)) == ["East"]


def test_the_databases_clock_is_right(database: Database, coalition_id: int) -> None:
    with database.transaction(coalition_id) as db:
        now, later, before = db.execute(
            select(DatabaseNow(), DatabaseNowPlus(3600), DatabaseNowPlus(-90)).select_from(CoalitionRow)
        ).one()
    real = datetime.now(UTC)
    assert now.tzinfo is UTC
    assert abs(now - real) < _A_MOMENT
    assert abs(later - real - timedelta(hours=1)) < _A_MOMENT
    assert abs(before - real + timedelta(seconds=90)) < _A_MOMENT


def test_the_databases_clock_can_be_compared_with_what_is_stored(
    database: Database, coalition_id: int
) -> None:
    """SQLite compares texts: what it stores and what its clock says must have one form."""
    real = datetime.now(UTC)
    names = {"past": -60, "future": 60}
    with database.transaction(coalition_id) as db:
        db.add_all(
            Organization(name=name, name_key=name, added_at=real + timedelta(seconds=off))
            for name, off in names.items()
        )
    with database.transaction(coalition_id) as db:
        assert list(db.scalars(select(Organization.name).where(Organization.added_at < DatabaseNow()))) == [
            "past"
        ]
        soon = select(Organization.name).where(Organization.added_at < DatabaseNowPlus(120))
        assert set(db.scalars(soon)) == {"past", "future"}
        db.execute(update(Organization).values(added_at=DatabaseNowPlus(30)))
    with database.transaction(coalition_id) as db:
        for stored in db.scalars(select(Organization.added_at)):
            assert abs(stored - real - timedelta(seconds=30)) < _A_MOMENT


def test_each_span_is_its_own(database: Database, coalition_id: int) -> None:
    """SQLAlchemy keeps compiled statements; the seconds must not be kept with them."""
    with database.transaction(coalition_id) as db:
        for seconds in (10, 1000, 100000):
            told = db.scalars(select(DatabaseNowPlus(seconds)).select_from(CoalitionRow)).one()
            assert abs(told - datetime.now(UTC) - timedelta(seconds=seconds)) < _A_MOMENT
