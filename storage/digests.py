"""Who wants their digest when, and up to which moment digests were written down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, UniqueConstraint, bindparam, func, literal, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.members import AccountRow, MemberRow
from storage.prepared import Change, Insertion, Query, only
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class DigestDays(StrEnum):
    """On which days a digest comes."""

    EVERY_DAY = "every_day"
    WEEKDAYS = "weekdays"
    OFF = "off"


class DigestRow(Table, Owned):
    """What a member chose; who chose nothing has no row."""

    __tablename__ = "digests"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "member_id"),
        owned_reference("member_id", "members"),
    )

    member_id: Mapped[int]
    days: Mapped[DigestDays] = mapped_column(choice(DigestDays))
    minute: Mapped[int | None]


class DigestMarkRow(Table, Owned):
    """Up to which moment of the campaign's clock a coalition's digests were written down."""

    __tablename__ = "digest_marks"
    __table_args__ = (UniqueConstraint("coalition_id", "id"), UniqueConstraint("coalition_id", "kind"))

    kind: Mapped[str]
    until: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """When a member wants their digest: `minute` after midnight where they are, None where they leave it."""

    days: DigestDays = DigestDays.EVERY_DAY
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Members who get their digest at one moment: the same zone (None: the coalition's), the same choice."""

    timezone: str | None
    choice: DigestChoice


_CHOICE = (DigestRow.days, DigestRow.minute)
_HAS_ACCOUNT = select(AccountRow.id).where(AccountRow.member_id == MemberRow.id).exists()
_days: ColumnElement[str] = func.coalesce(DigestRow.days, literal(DigestDays.EVERY_DAY.value))


def _readers(timezone: str | None, days: str, minute: int | None) -> Readers:
    return Readers(timezone, DigestChoice(DigestDays(days), minute))


_NEW = Insertion(DigestRow)
_OF_MEMBER = Query(select(*_CHOICE).where(DigestRow.member_id == bindparam("member_id")), DigestChoice)
_CHANGE = Change(
    update(DigestRow)
    .where(DigestRow.member_id == bindparam("of_member"))
    .values(days=bindparam("new_days"), minute=bindparam("new_minute"))
)
_READERS = Query(
    select(MemberRow.timezone, _days, DigestRow.minute)
    .outerjoin(DigestRow, DigestRow.member_id == MemberRow.id)
    .where(or_(_days == DigestDays.EVERY_DAY.value, _days == DigestDays.WEEKDAYS.value))
    .distinct(),
    _readers,
)
_MEMBERS = Query(
    select(MemberRow.id)
    .outerjoin(DigestRow, DigestRow.member_id == MemberRow.id)
    .where(
        MemberRow.timezone.is_not_distinct_from(bindparam("zone")),
        DigestRow.minute.is_not_distinct_from(bindparam("at_minute")),
        bindparam("on_days") == _days,
        _HAS_ACCOUNT,
        MemberRow.id > bindparam("after_id"),
    )
    .order_by(MemberRow.id)
    .limit(bindparam("most")),
    only,
)
_NEW_MARK = Insertion(DigestMarkRow)
_MARK = Query(select(DigestMarkRow.until).where(DigestMarkRow.kind == bindparam("of_kind")), only)
_ADVANCE = Change(
    update(DigestMarkRow)
    .where(DigestMarkRow.kind == bindparam("of_kind"), DigestMarkRow.until < bindparam("now"))
    .values(until=bindparam("now"))
)


def of_member(db: CoalitionSession, member_id: int) -> DigestChoice:
    """What a member chose, or what everybody gets."""
    return _OF_MEMBER.one(db, member_id=member_id) or DigestChoice()


def choose(db: CoalitionSession, member_id: int, choice: DigestChoice) -> None:
    """Keep what a member chose."""
    values = {"member_id": member_id, "days": choice.days, "minute": choice.minute}
    if _NEW.add_new(db, values) is None:
        _CHANGE.run(db, of_member=member_id, new_days=choice.days, new_minute=choice.minute)


def readers(db: CoalitionSession) -> list[Readers]:
    """Every zone and choice that a member with a digest has."""
    return _READERS.all(db)


def members_of(db: CoalitionSession, group: Readers, after_id: int, most: int) -> list[int]:
    """Members of that zone and choice who can be reached, by id, after one."""
    return _MEMBERS.all(
        db, zone=group.timezone, at_minute=group.choice.minute, on_days=group.choice.days.value,
        after_id=after_id, most=most,
    )  # fmt: skip


def written_until(db: CoalitionSession, kind: str) -> datetime | None:
    """Up to when digests of that kind were written down; None where never."""
    return _MARK.one(db, of_kind=kind)


def note_written(db: CoalitionSession, kind: str, now: datetime) -> None:
    """Note that digests of that kind were written down up to now."""
    if _ADVANCE.run(db, of_kind=kind, now=now) == 0:
        _NEW_MARK.add_new(db, {"kind": kind, "until": now})
