"""What a handler is given: who asks, where, when, and the database of their coalition."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.arguments.districts import DistrictIndex
from storage import coalitions, members, outbox
from storage.coalitions import Coalition, WorkspaceKey
from storage.members import Account, AccountRef, Member, Person, Role
from storage.outbox import Place, Saying
from storage.tenancy import CoalitionSession


@dataclass(frozen=True, slots=True)
class Scene:
    """What any card can be drawn from: the rows as they are, and the time. `now` is aware, in UTC."""

    db: CoalitionSession
    coalition: Coalition
    districts: DistrictIndex
    now: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from. `channel` is None for a form or a home page outside any channel."""

    workspace: WorkspaceKey
    user: str
    user_name: str
    channel: str | None = None
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class Request(Scene):
    """A person's request, inside its transaction."""

    origin: Origin
    member: Member
    account: Account
    said: list[str] = field(default_factory=list[str])

    @property
    def person(self) -> Person:
        """The person who asks, as others see them."""
        ref = AccountRef(self.account.workspace_id, self.account.external_id)
        return Person(self.member.id, self.member.name, None, (ref,))

    @property
    def may_organise(self) -> bool:
        """Whether they may act for others."""
        return self.member.may_act_as(Role.ORGANISER)

    def welcome(self, user: str, name: str) -> tuple[Member, Account]:
        """Add somebody of this workspace whom nobody has met yet."""
        return welcome(self.db, self.origin.workspace.id, user, name, self.now)

    def tell(
        self, member_id: int, kind: str, about_id: int, key: str, after: timedelta = timedelta(0)
    ) -> None:
        """Have something said to one person, once for this key."""
        self._write(Saying(kind, about_id, key, self.now + after, member_id=member_id))

    def announce(self, kind: str, about_id: int, key: str) -> None:
        """Have something said in the channels for announcements; not where it is being said anyway."""
        for workspace in coalitions.announcing(self.db):
            channel = workspace.announcement_channel
            if channel is None or (workspace.id, channel) == (self.origin.workspace.id, self.origin.channel):
                continue
            place = Place(workspace.id, channel)
            by = self.member.id
            self._write(Saying(kind, about_id, f"{key}:{workspace.id}", self.now, member_id=by, place=place))

    def _write(self, saying: Saying) -> None:
        if outbox.write(self.db, saying, self.now):
            self.said.append(saying.key)


PROFILE = "profile"
"""The outbox's kind for looking a person's name and time zone up."""


def welcome(
    db: CoalitionSession, workspace_id: int, user: str, name: str, now: datetime
) -> tuple[Member, Account]:
    """Add a person at their first contact, and have their name and time zone looked up."""
    member, account = members.join(db, workspace_id, user, name, now)
    outbox.write(db, Saying(PROFILE, account.id, f"profile:{account.id}", now, member_id=member.id), now)
    return member, account


@dataclass(frozen=True, slots=True)
class DueRequest(Scene):
    """Something that is due to be said: to `recipient`, or in a channel when that is None."""

    recipient: Person | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """It need not be said any more, and why, for whoever looks at the outbox."""

    why: str
