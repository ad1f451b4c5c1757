"""A coalition of any size, written straight into a database: what the figures of the outbox are taken on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from storage.across import Bot, NewCoalition, connect_workspace
from storage.candidates import Candidate
from storage.claims import ClaimRow, Part
from storage.coalitions import Platform, WorkspaceKey
from storage.database import Database
from storage.digests import DigestMarkRow
from storage.members import AccountRow, MemberRow, Role
from storage.outbox import OutboxRow, SendState
from storage.outreach.chains import ChainRow
from storage.outreach.contacts import ContactRow, Outcome
from storage.outreach.replies import Answer, ReplyRow
from storage.races import Race, RaceKind
from storage.seats import SeatRow
from storage.tasks import TaskKind, TaskRow
from storage.tenancy import Table
from storage.visits.attendance import AttendanceRow, Word
from storage.visits.parts import PartRow
from storage.visits.parts import State as PartState
from storage.visits.visits import Stage as VisitStage
from storage.visits.visits import VisitRow

ZONE = "America/New_York"
MORNING = datetime(2027, 3, 2, 13, 31, tzinfo=UTC)
"""A Tuesday, a minute after half past eight in New York."""

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A database with one coalition in it."""

    database: Database
    workspace: WorkspaceKey

    def put(self, entity: type[Table], rows: Iterable[dict[str, Any]]) -> None:
        """Insert bare rows, past everything that usually looks at them."""
        own = {"coalition_id": self.workspace.coalition_id}
        values = [{**own, **row} for row in rows]
        table = Table.metadata.tables[entity.__tablename__]
        with self.database.engine.begin() as connection:
            for start in range(0, len(values), _AT_ONCE):
                connection.execute(insert(table), values[start : start + _AT_ONCE])


def settle(on: Stage) -> None:
    """Let the database know what is in its tables, as PostgreSQL does by itself within a minute and the bot
    for SQLite once an hour."""
    on.database.take_stock()
    if not on.database.is_sqlite:
        with on.database.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def stage(url: str) -> Stage:
    """An empty coalition."""
    database = Database(url)
    with database.across_coalitions() as db:
        bot = Bot(Platform.SLACK, "T0BENCH", "Bench", "U0BOT", "B0BOT")
        return Stage(database, connect_workspace(db, bot, NewCoalition("Bench", ZONE)))


def add_members(on: Stage, count: int) -> None:
    """Members 1 to `count`, each with an account."""
    people = range(1, count + 1)
    on.put(
        MemberRow,
        (
            {
                "id": number, "name": f"Person {number}", "timezone": ZONE, "role": Role.MEMBER,
                "is_independent": False, "is_compliance_lead": False, "joined_at": MORNING,
            }
            for number in people
        ),
    )  # fmt: skip
    on.put(
        AccountRow,
        (
            {"id": n, "member_id": n, "workspace_id": on.workspace.id, "external_id": f"U{n:08}"}
            for n in people
        ),
    )


def add_rows(on: Stage, first: int, count: int, due_at: datetime) -> None:
    """Outbox rows for member 1, due then."""
    on.put(
        OutboxRow,
        (
            {
                "kind": "announcement-test", "about_id": 1, "key": f"row {number}", "member_id": 1,
                "due_at": due_at, "state": SendState.PENDING, "attempt": 0, "written_at": MORNING,
            }
            for number in range(first, first + count)
        ),
    )  # fmt: skip


RACES, IN_EACH = 400, 5
"""A race in each of so many seats, with so many candidates: about as many as there are in a year."""


def add_open_items(on: Stage, members: int, each: int) -> None:
    """For every member so many things that wait: seats of theirs whose race is unequal, an overdue follow-up
    where there is a candidate left (a candidate has one chain), and for the rest thank-yous."""
    began = MORNING - timedelta(days=5)
    with on.database.across_coalitions() as db:
        seat_ids: Sequence[int] = db.scalars(select(SeatRow.id).order_by(SeatRow.id).limit(RACES)).all()
    races = [
        {"id": number, "seat_id": seat_id, "cycle": 2028, "kind": RaceKind.REGULAR}
        for number, seat_id in enumerate(seat_ids, 1)
    ]
    with on.database.engine.begin() as connection:
        connection.execute(insert(Table.metadata.tables[Race.__tablename__]), races)
    candidates = range(1, RACES * IN_EACH + 1)
    on.put(
        Candidate,
        (
            {
                "id": number, "race_id": 1 + number % RACES, "name": f"Candidate {number}",
                "name_key": f"candidate {number}", "party": "", "added_by_id": 1, "added_at": began,
            }
            for number in candidates
        ),
    )  # fmt: skip
    asked = range(1, min(members, RACES * (IN_EACH - 1)) + 1)  # the last of each race is left out
    on.put(
        ChainRow,
        ({"id": one, "candidate_id": one, "member_id": one, "began_at": began} for one in asked),
    )
    on.put(
        ContactRow,
        (
            {
                "candidate_id": one, "chain_id": one, "tactic": "email", "outcome": Outcome.SENT,
                "note": "", "at": began, "by_member_id": one, "logged_at": began,
            }
            for one in asked
        ),
    )  # fmt: skip
    seats = each // 4
    on.put(
        ClaimRow,
        (
            {
                "seat_id": seat_ids[(member * seats + place) % RACES], "member_id": member,
                "part": Part.SUPPORT, "claimed_at": began, "claimed_by_id": member,
            }
            for member in range(1, members + 1)
            for place in range(seats)
        ),
    )  # fmt: skip
    has_chain = set(asked)
    on.put(
        ReplyRow,
        (
            {
                "candidate_id": 1 + (member + place) % len(candidates), "answer": Answer.SUPPORT, "words": "",
                "source": "", "at": began, "by_member_id": member, "logged_at": began,
            }
            for member in range(1, members + 1)
            for place in range(each - seats - (member in has_chain))
        ),
    )  # fmt: skip
    on.put(DigestMarkRow, [{"kind": "digest", "until": MORNING - timedelta(hours=1)}])


_TOGETHER = 10
"""How many go to a visit."""


def add_diary(on: Stage, members: int) -> None:
    """For every member a visit within a week, with nine others and a role of their own, and a task that is
    due."""
    with on.database.across_coalitions() as db:
        seat_ids: Sequence[int] = db.scalars(select(SeatRow.id).order_by(SeatRow.id).limit(RACES)).all()
    starts = MORNING + timedelta(days=4)
    on.put(
        VisitRow,
        (
            {
                "id": number, "stage": VisitStage.ARRANGED, "seat_id": seat_ids[number % RACES],
                "name": f"Official {number}", "first_day": starts.date(), "last_day": starts.date(),
                "timezone": ZONE, "starts_at": starts, "ends_at": starts + timedelta(minutes=30),
                "minutes": 30, "place": "", "people": 8, "contact": "", "made_by_id": 1, "made_at": MORNING,
                "changed_at": MORNING, "sequence": 0,
            }
            for number in range(1, -(-members // _TOGETHER) + 1)
        ),
    )  # fmt: skip
    people = range(1, members + 1)
    visits = {member: -(-member // _TOGETHER) for member in people}
    on.put(
        AttendanceRow,
        (
            {"visit_id": visits[member], "member_id": member, "word": Word.COMING, "since": MORNING}
            for member in people
        ),
    )
    on.put(
        PartRow,
        (
            {
                "visit_id": visits[member], "member_id": member, "role": f"role {member}", "shared_by": 0,
                "state": PartState.HELD, "assumed_at": MORNING, "assumed_by_id": member,
            }
            for member in people
        ),
    )  # fmt: skip
    due = MORNING - timedelta(days=2)
    on.put(
        TaskRow,
        (
            {
                "owner_id": member, "kind": TaskKind.PROMISE, "words": "Send the report",
                "due_on": due.date(), "made_by_id": member, "made_at": due,
            }
            for member in people
        ),
    )  # fmt: skip
