"""Filling the local workspace's coalition: three organisations, four people, eight claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from bot.example.officials import example_officials
from handlers.coalition.setup import ANNOUNCEMENT_TEST
from storage import across, outbox
from storage.claims import ClaimRow, Part
from storage.coalitions import CoalitionRow, Workspace, WorkspaceKey
from storage.database import Database
from storage.members import AccountRow, MemberRow, Role
from storage.officials import ExampleOfficial
from storage.organizations import Organization, key_of
from storage.outbox import Place, Saying
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession

NAME = "Neighbors for Refugees"
ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class Player:
    """One of the people one can act as."""

    user: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class _Claimed:
    code: str
    lead: int | None
    supporters: tuple[int, ...] = ()
    days_ago: int = 7


_ORGANIZATIONS = ("Temple Beth Am", "Lehigh Interfaith Council", "Desert Welcome")
_ORGANIZATION_OF = (0, 1, 2, None)
"""Of the fourth nobody knows it yet, so that the question for it can be met."""
_CLAIMS = (
    _Claimed("PA-01", 0, (1,), 12),
    _Claimed("PA-08", 1, (), 9),
    _Claimed("NJ-07", 0, (), 6),
    _Claimed("AZ-01", 2, (), 11),
    _Claimed("AZ-06", 2, (), 4),
    _Claimed("CA-22", 3, (), 3),
    _Claimed("AK-AL", None, (1,), 2),
)


def seed(
    database: Database, workspace: WorkspaceKey, players: Sequence[Player], channel: str, now: datetime
) -> None:
    """Begin the example campaign anew: whatever the coalition had is emptied first."""
    with database.across_coalitions() as db:
        across.empty_coalition(db, workspace.coalition_id)
    with database.transaction(workspace.coalition_id) as db:
        _set_up(db, workspace, channel, now)
        members = _people(db, workspace, players, now)
        _claims(db, members, now)
        _officials(db)


def is_seeded(database: Database, workspace: WorkspaceKey) -> bool:
    """Whether the example campaign is there already."""
    with database.transaction(workspace.coalition_id) as db:
        return db.scalar(select(MemberRow.id).limit(1)) is not None


def _set_up(db: CoalitionSession, workspace: WorkspaceKey, channel: str, now: datetime) -> None:
    db.execute(
        update(CoalitionRow)
        .where(CoalitionRow.id == db.coalition_id)
        .values(name=NAME, timezone=ZONE, set_up_at=now)
    )
    db.execute(update(Workspace).where(Workspace.id == workspace.id).values(announcement_channel=channel))
    hello = Saying(ANNOUNCEMENT_TEST, db.coalition_id, "hello", now, place=Place(workspace.id, channel))
    outbox.write(db, hello, now)


def _people(
    db: CoalitionSession, workspace: WorkspaceKey, players: Sequence[Player], now: datetime
) -> list[MemberRow]:
    organizations = [
        Organization(coalition_id=db.coalition_id, name=name, name_key=key_of(name), added_at=now)
        for name in _ORGANIZATIONS
    ]
    db.add_all(organizations)
    db.flush()
    members = [
        MemberRow(
            coalition_id=db.coalition_id,
            name=player.name,
            timezone=player.timezone,
            organization_id=None if (of := _ORGANIZATION_OF[place]) is None else organizations[of].id,
            role=Role.ADMIN if place == 0 else Role.MEMBER,
            is_compliance_lead=False,
            joined_at=now - timedelta(days=20),
        )
        for place, player in enumerate(players)
    ]
    db.add_all(members)
    db.flush()
    db.add_all(
        AccountRow(
            coalition_id=db.coalition_id,
            member_id=member.id,
            workspace_id=workspace.id,
            external_id=player.user,
            profile_read_at=now,
        )
        for member, player in zip(members, players, strict=True)
    )
    return members


def _claims(db: CoalitionSession, members: Sequence[MemberRow], now: datetime) -> None:
    seats = {code: seat_id for code, seat_id in db.execute(select(SeatRow.code, SeatRow.id))}
    for claimed in _CLAIMS:
        parts = [(claimed.lead, Part.LEAD), *((who, Part.SUPPORT) for who in claimed.supporters)]
        for later, (who, part) in enumerate(parts):
            if who is None:
                continue
            db.add(
                ClaimRow(
                    coalition_id=db.coalition_id,
                    seat_id=seats[claimed.code],
                    member_id=members[who].id,
                    part=part,
                    claimed_at=now - timedelta(days=claimed.days_ago, hours=-later),
                    claimed_by_id=members[who].id,
                )
            )


def _officials(db: CoalitionSession) -> None:
    rows = [
        {"coalition_id": db.coalition_id, "seat_id": seat_id, "name": name, "party": party}
        for seat_id, name, party in example_officials(db)
    ]
    db.execute(insert(ExampleOfficial), rows)
