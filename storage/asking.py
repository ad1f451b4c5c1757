"""Who asks: the coalition of a request, and the member behind the account that it came from. One query."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import and_, bindparam, select

from storage.coalitions import (
    ANNOUNCING,
    COALITION,
    IS_ANNOUNCING,
    AnnouncementChannel,
    Coalition,
    CoalitionRow,
    Workspace,
)
from storage.members import ACCOUNT, MEMBER, Account, AccountRow, Member, MemberRow
from storage.prepared import Query
from storage.tenancy import CoalitionSession

_COALITION, _MEMBER, _ACCOUNT, _ANNOUNCING = accumulate(map(len, (COALITION, MEMBER, ACCOUNT, ANNOUNCING)))


@dataclass(frozen=True, slots=True)
class Asking:
    """A coalition, where it announces, and its member with that account, once they have been met."""

    coalition: Coalition
    announcing: tuple[AnnouncementChannel, ...]
    known: tuple[Member, Account] | None


_WHO = Query(
    select(*COALITION, *MEMBER, *ACCOUNT, *ANNOUNCING)
    .select_from(CoalitionRow)
    .outerjoin(
        AccountRow,
        and_(
            AccountRow.workspace_id == bindparam("workspace_id"),
            AccountRow.external_id == bindparam("external_id"),
        ),
    )
    .outerjoin(MemberRow, MemberRow.id == AccountRow.member_id)
    .outerjoin(Workspace, IS_ANNOUNCING),
    lambda *columns: columns,
)


def who(db: CoalitionSession, workspace_id: int, external_id: str) -> Asking:
    """The coalition of this session, and the member behind a user id of a workspace."""
    rows: list[tuple[Any, ...]] = _WHO.all(db, workspace_id=workspace_id, external_id=external_id)
    if not rows:
        raise LookupError("the session's coalition is not there")
    first = rows[0]
    account = first[_MEMBER:_ACCOUNT]
    is_known = account[0] is not None
    return Asking(
        Coalition(*first[:_COALITION]),
        tuple(AnnouncementChannel(*row[_ACCOUNT:]) for row in rows if row[_ACCOUNT] is not None),
        (Member(*first[_COALITION:_MEMBER]), Account(*account)) if is_known else None,
    )
