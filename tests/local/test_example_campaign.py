"""The small fictional campaign that the local workspace starts with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.example import campaign
from bot.local import players
from bot.sandbox.model import Cast
from storage import across
from storage.across import Bot, NewCoalition
from storage.coalitions import CoalitionRow, Platform, WorkspaceKey
from storage.database import Database
from storage.files.legislators import import_legislators
from storage.members import MemberRow, Role
from storage.officials import ExampleOfficial, holders_of, names_by_seat
from storage.organizations import Organization
from storage.outbox import OutboxRow
from storage.schema import Table
from storage.seats import Office, SeatRow
from storage.tenancy import CoalitionSession
from tests.databases import SqliteFactory
from tests.local.window import EIGHT_CLAIMS, claims
from tests.storage.files.made_up import ANA, write_people

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    database: Database
    workspace: WorkspaceKey

    def seed(self) -> None:
        campaign.seed(self.database, self.workspace, players(Cast.default()), "C0CAMPAIGN", NOW)


@pytest.fixture
def example(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[Example]:
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        bot = Bot(Platform.SLACK, "T0LOCAL001", "Local workspace", "U0BOT", "B0BOT")
        with database.across_coalitions() as db:
            key = across.connect_workspace(
                db, bot, NewCoalition(campaign.NAME, campaign.ZONE, is_example=True)
            )
        made = Example(database, key)
        made.seed()
        yield made
        database.close()


def seat_id(db: CoalitionSession, code: str) -> int:
    return db.scalars(select(SeatRow.id).where(SeatRow.code == code)).one()


def test_three_organisations_and_four_people_in_zones_of_their_own(example: Example) -> None:
    with example.database.transaction(example.workspace.coalition_id) as db:
        organizations = db.scalars(select(Organization.name)).all()
        people = db.execute(
            select(MemberRow.name, MemberRow.timezone, MemberRow.role).order_by(MemberRow.id)
        ).all()
        homes = db.scalars(select(MemberRow.organization_id)).all()
    assert len(set(organizations)) == 3
    assert [tuple(person) for person in people] == [
        ("Ana Rivera", "America/New_York", Role.ADMIN),
        ("Ben Okafor", "America/Chicago", Role.MEMBER),
        ("Cora Lindqvist", "America/Denver", Role.MEMBER),
        ("Dee Nakamura", "America/Los_Angeles", Role.MEMBER),
    ]
    assert len(set(homes[:3])) == 3
    assert homes[3] is None, "the question for an organisation is there to be met"


def test_eight_claims(example: Example) -> None:
    assert claims(example.database) == EIGHT_CLAIMS
    with example.database.transaction(example.workspace.coalition_id) as db:
        coalition = db.scalars(select(CoalitionRow)).one()
    assert coalition.is_example
    assert coalition.set_up_at == NOW


def test_nearly_every_seat_of_congress_has_a_made_up_member(example: Example) -> None:
    with example.database.transaction(example.workspace.coalition_id) as db:
        congress = select(func.count(SeatRow.id)).where(
            SeatRow.office.in_((Office.US_HOUSE, Office.US_SENATE))
        )
        seats = db.scalar(congress) or 0
        names = db.scalars(select(ExampleOfficial.name)).all()
        holder = holders_of(db, seat_id(db, "PA-07"))
    assert seats - 8 < len(names) < seats
    assert len(set(names)) == len(names)
    assert [one.is_example for one in holder] == [True]


def test_an_import_takes_the_place_of_all_made_up_members(example: Example, tmp_path: Path) -> None:
    file = write_people(tmp_path / "people.json", [ANA])
    import_legislators(example.database, file, None, date(2026, 6, 15), lambda done, total: None)
    with example.database.transaction(example.workspace.coalition_id) as db:
        assert [one.name for one in holders_of(db, seat_id(db, "PA-07"))] == ["Ana Alva"]
        assert holders_of(db, seat_id(db, "PA-08")) == []
        assert list(names_by_seat(db)) == [seat_id(db, "PA-07")]


def test_starting_over_leaves_what_a_first_start_makes(example: Example) -> None:
    before = rows_by_table(example)
    with example.database.transaction(example.workspace.coalition_id) as db:
        db.scalars(select(MemberRow)).first().name = "Somebody else"  # pyright: ignore[reportOptionalMemberAccess]  # there are four
        db.add(Organization(name="One more", name_key="one more", added_at=NOW))
        db.scalars(select(CoalitionRow)).one().name = "Renamed"
    example.seed()
    assert rows_by_table(example) == before
    assert claims(example.database) == EIGHT_CLAIMS
    with example.database.transaction(example.workspace.coalition_id) as db:
        assert db.scalars(select(CoalitionRow.name)).one() == campaign.NAME
        assert "Somebody else" not in db.scalars(select(MemberRow.name)).all()


def rows_by_table(example: Example) -> dict[str, int]:
    owned = [table for table in Table.metadata.sorted_tables if "coalition_id" in table.columns]
    with example.database.across_coalitions() as db:
        return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in owned}


def test_another_coalition_keeps_everything_when_the_example_starts_over(example: Example) -> None:
    real = Bot(Platform.SLACK, "T0REAL", "A real workspace", "U1BOT", "B1BOT")
    with example.database.across_coalitions() as db:
        key = across.connect_workspace(db, real, NewCoalition("Real", "UTC"))
    with example.database.transaction(key.coalition_id) as db:
        db.add(Organization(name="Kept", name_key="kept", added_at=NOW))
    example.seed()
    with example.database.transaction(key.coalition_id) as db:
        assert db.scalars(select(Organization.name)).all() == ["Kept"]
        assert db.scalars(select(OutboxRow)).all() == []
        assert holders_of(db, seat_id(db, "PA-07")) == []
        assert names_by_seat(db) == {}
