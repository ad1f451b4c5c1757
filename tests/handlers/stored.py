"""What rows hold, for tests of what a command keeps and what it must not."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storage.claims import ClaimRow, Part
from storage.database import Purpose
from storage.inbox import InboxRow
from storage.members import AccountRow
from storage.outbox import OutboxRow, SendState
from storage.roles import RoleChange
from storage.seats import SeatRow
from storage.tenancy import Table
from tests.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as a row: who, in which part, for whom it was made by whom, and whether it has ended."""

    who: str
    part: Part
    by: str
    released_by: str | None = None


def everything(workspace: Workspace) -> dict[str, list[Any]]:
    """All rows of all tables, so that a test can say that nothing was stored or changed."""
    with workspace.database.across_coalitions(Purpose.READ) as db:
        return {
            table.name: sorted(tuple(row) for row in db.execute(select(table)))
            for table in Table.metadata.sorted_tables
            if table.name != SeatRow.__tablename__
        }


def facts(workspace: Workspace) -> dict[str, list[Any]]:
    """The same without the note that a request was answered, which is kept for redeliveries."""
    return {name: rows for name, rows in everything(workspace).items() if name != InboxRow.__tablename__}


def claims_on(workspace: Workspace, code: str) -> list[Held]:
    """All claims ever made on a seat, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        users = {
            member: user for member, user in db.execute(select(AccountRow.member_id, AccountRow.external_id))
        }
        rows = db.scalars(
            select(ClaimRow).join(SeatRow, SeatRow.id == ClaimRow.seat_id).where(SeatRow.code == code)
        )
        return [
            Held(
                users[row.member_id],
                row.part,
                users[row.claimed_by_id],
                None if row.released_by_id is None else users[row.released_by_id],
            )
            for row in sorted(rows, key=lambda row: row.id)
        ]


def working_on(workspace: Workspace, code: str) -> list[tuple[str, Part]]:
    """Who works a seat now, and in which part, the lead first."""
    held = [(row.who, row.part) for row in claims_on(workspace, code) if row.released_by is None]
    return sorted(held, key=lambda one: one[1] is not Part.LEAD)


def roles_given(workspace: Workspace) -> list[tuple[str, str, str | None]]:
    """The history of roles: who got which, and from whom (None: not from a person)."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        users = {
            member: user for member, user in db.execute(select(AccountRow.member_id, AccountRow.external_id))
        }
        rows = db.scalars(select(RoleChange).order_by(RoleChange.id))
        return [
            (users[row.member_id], row.role, None if row.by_member_id is None else users[row.by_member_id])
            for row in rows
        ]


def ends_of(workspace: Workspace, kind: str) -> list[SendState]:
    """How everything of a kind ended that was to be said, in the order in which it was written."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        rows = db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id))
        return [row.state for row in rows]
