"""Coalitions and the chat workspaces they live in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Date, UniqueConstraint, and_, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Query
from storage.tenancy import CoalitionSession, Owned, OwnedRoot, Table


class Platform(StrEnum):
    """The chat program that a workspace runs on."""

    SLACK = "slack"
    DISCORD = "discord"


class Standing(StrEnum):
    """Whether the bot may still speak in a workspace."""

    ACTIVE = "active"
    REVOKED = "revoked"


class CoalitionRow(OwnedRoot):
    """A coalition as the database keeps it: see `Coalition`."""

    __tablename__ = "coalitions"

    name: Mapped[str]
    timezone: Mapped[str]
    set_up_at: Mapped[datetime | None] = mapped_column(Instant)
    is_example: Mapped[bool] = mapped_column(default=False)
    deadline: Mapped[date | None] = mapped_column(Date)
    follow_ups: Mapped[str | None]
    may_publish: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Coalition:
    """A coalition: the people and organisations who campaign together, and what they call it.

    `deadline` is the day by which the campaign wants its answers, where there is one; `follow_up_days`
    after how many days a request is followed up ("3 7 14"), where the campaign chose that itself;
    `may_publish` whether a compliance lead lets people share what was answered.
    """

    id: int
    name: str
    timezone: str
    set_up_at: datetime | None
    is_example: bool
    deadline: date | None = None
    follow_up_days: str | None = None
    may_publish: bool = False

    @property
    def follow_ups(self) -> tuple[int, ...] | None:
        """After how many days a request is followed up, where the campaign chose that itself."""
        return None if self.follow_up_days is None else tuple(map(int, self.follow_up_days.split()))

    @property
    def zone(self) -> ZoneInfo:
        """The coalition's own time zone."""
        return ZoneInfo(self.timezone)


class Workspace(Table, Owned):
    """One Slack workspace or Discord server of a coalition, and where the bot announces there."""

    __tablename__ = "workspaces"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("platform", "external_id"),
    )

    platform: Mapped[Platform] = mapped_column(choice(Platform))
    external_id: Mapped[str]
    name: Mapped[str]
    bot_user_id: Mapped[str]
    bot_id: Mapped[str] = mapped_column(default="")
    announcement_channel: Mapped[str | None]
    standing: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.ACTIVE)


@dataclass(frozen=True, slots=True)
class AnnouncementChannel:
    """The channel of a workspace in which the bot announces."""

    workspace_id: int
    channel: str


@dataclass(frozen=True, slots=True)
class WorkspaceKey:
    """What a request says of where it comes from, in our own terms: never changes for a workspace."""

    id: int
    coalition_id: int
    platform: Platform
    external_id: str
    bot_user_id: str
    bot_id: str


WORKSPACE_KEY = (
    Workspace.id, Workspace.coalition_id, Workspace.platform, Workspace.external_id, Workspace.bot_user_id,
    Workspace.bot_id,
)  # fmt: skip
"""The columns of a `WorkspaceKey`, in its order."""

_KEY = Query(select(*WORKSPACE_KEY).where(Workspace.id == bindparam("workspace_id")), WorkspaceKey)
COALITION = (
    CoalitionRow.id, CoalitionRow.name, CoalitionRow.timezone, CoalitionRow.set_up_at,
    CoalitionRow.is_example, CoalitionRow.deadline, CoalitionRow.follow_ups,
    CoalitionRow.may_publish,
)  # fmt: skip
"""The columns of a `Coalition`, in its order."""

_CURRENT = Query(select(*COALITION), Coalition)
ANNOUNCING = (Workspace.id, Workspace.announcement_channel)
"""The columns of an `AnnouncementChannel`, in its order."""

IS_ANNOUNCING = and_(Workspace.announcement_channel.is_not(None), Workspace.standing == Standing.ACTIVE)
_ANNOUNCING = Query(select(*ANNOUNCING).where(IS_ANNOUNCING), AnnouncementChannel)


_PUBLISHING = Change(
    update(CoalitionRow)
    .where(CoalitionRow.may_publish.is_distinct_from(bindparam("new_may_publish")))
    .values(may_publish=bindparam("new_may_publish"))
)
_HEAL = Change(
    update(Workspace)
    .where(Workspace.id == bindparam("healed_id"), Workspace.standing != Standing.ACTIVE)
    .values(standing=Standing.ACTIVE)
)


def current(db: CoalitionSession) -> Coalition:
    """The coalition of this session."""
    coalition = _CURRENT.one(db)
    if coalition is None:
        raise LookupError("the session's coalition is not there")
    return coalition


def workspace_key(db: CoalitionSession, workspace_id: int) -> WorkspaceKey | None:
    """The unchanging facts of one of the coalition's workspaces."""
    return _KEY.one(db, workspace_id=workspace_id)


def hold(db: CoalitionSession) -> None:
    """Keep every other transaction that holds this coalition waiting until this one ends."""
    db.execute(select(CoalitionRow.id).where(CoalitionRow.id == db.coalition_id).with_for_update())


@dataclass(frozen=True, slots=True)
class SetUp:
    """What `/coalition setup` decides."""

    name: str
    timezone: str
    workspace_id: int
    channel: str | None
    deadline: date | None = None


def begin_set_up(db: CoalitionSession, at: datetime) -> bool:
    """Claim the first set-up; False when somebody else was first, even at this very moment."""
    statement = (
        update(CoalitionRow)
        .where(CoalitionRow.id == db.coalition_id, CoalitionRow.set_up_at.is_(None))
        .values(set_up_at=at)
        .returning(CoalitionRow.id)
    )
    return db.scalars(statement).one_or_none() is not None


def set_up(db: CoalitionSession, plan: SetUp) -> None:
    """Store a coalition's name, zone, deadline and announcement channel; since when it is set up stays."""
    db.execute(
        update(CoalitionRow)
        .where(CoalitionRow.id == db.coalition_id)
        .values(name=plan.name, timezone=plan.timezone, deadline=plan.deadline)
    )
    db.execute(
        update(Workspace).where(Workspace.id == plan.workspace_id).values(announcement_channel=plan.channel)
    )


def set_follow_ups(db: CoalitionSession, days: tuple[int, ...]) -> None:
    """Store after how many days a request is followed up."""
    db.execute(
        update(CoalitionRow)
        .where(CoalitionRow.id == db.coalition_id)
        .values(follow_ups=" ".join(map(str, days)))
    )


def let_publish(db: CoalitionSession, by_id: int, now: datetime, *, may_publish: bool) -> bool:
    """Store whether people may share what was answered, with who decided it; False where it was so before."""
    if _PUBLISHING.run(db, new_may_publish=may_publish) == 0:
        return False
    before, after = {"may_publish": not may_publish}, {"may_publish": may_publish}
    written = Written(Subject.COALITION, db.coalition_id, Deed.CORRECTED, by_id, now, before, after)
    history.keep(db, written)
    return True


def announcement_channel(db: CoalitionSession, workspace_id: int) -> str | None:
    """Where the bot announces in a workspace, if anywhere."""
    return db.scalar(select(Workspace.announcement_channel).where(Workspace.id == workspace_id))


def announcing(db: CoalitionSession) -> list[AnnouncementChannel]:
    """The channels for announcements, in the workspaces where the bot may speak."""
    return _ANNOUNCING.all(db)


def revoke(db: CoalitionSession, workspace_id: int) -> None:
    """Note that the bot was removed from a workspace or its token withdrawn."""
    db.execute(update(Workspace).where(Workspace.id == workspace_id).values(standing=Standing.REVOKED))


def heal(db: CoalitionSession, workspace_id: int) -> None:
    """Note that the bot speaks in a workspace again."""
    _HEAL.run(db, healed_id=workspace_id)
