"""What a handler is given: who asks, where, when, and the database of their coalition."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.arguments.districts import DistrictIndex
from handlers.cards import Card
from handlers.timing import Quiet, Timed, Weekends, due_at
from storage import members, outbox
from storage.claims import Working
from storage.coalitions import AnnouncementChannel, Coalition, WorkspaceKey
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
    teams: dict[int, list[Working]] = field(default_factory=dict[int, list[Working]], kw_only=True)
    """Who works the seats that this request has changed, as they are now."""

    def tell(
        self, member_id: int, kind: str | Timed, about_id: int, key: str, after: timedelta = timedelta(0)
    ) -> None:
        """Have something said to one person, once for this key."""
        self.tell_at(member_id, kind, about_id, key, self.now + after)

    def tell_at(self, member_id: int, kind: str | Timed, about_id: int, key: str, at: datetime) -> None:
        """Have something said to one person at a moment of the campaign's clock, once for this key.

        Of a kind that wants EARLIER give its reminder or `Kind`, so that it comes before their quiet
        hours or weekend; LATER is seen to when it comes due, whichever is given.
        """
        name, due = (kind, at) if isinstance(kind, str) else (kind.kind, self._due(member_id, kind, at))
        outbox.write(self.db, Saying(name, about_id, key, due, member_id=member_id), self.now)

    def _due(self, member_id: int, kind: Timed, at: datetime) -> datetime:
        if kind.manners.quiet is not Quiet.EARLIER and kind.manners.weekends is not Weekends.EARLIER:
            return at
        member = self._known(member_id)
        zone = member.timezone if member else None
        return due_at(at, ZoneInfo(zone) if zone else self.coalition.zone, kind.manners, self.now)

    def _known(self, member_id: int) -> Member | None:
        return members.with_id(self.db, member_id)


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
    announcing: tuple[AnnouncementChannel, ...] = ()
    """Where the coalition announces."""
    address: str | None = None
    """Where the bot is served on the web, for links; None where nobody has said."""

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

    def look_up_again(self, account: Account) -> None:
        """Have an account looked up once more that nobody had: it may be somebody's again."""
        key = f"{PROFILE}:{account.id}:{self.now.isoformat()}"
        outbox.write(
            self.db, Saying(PROFILE, account.id, key, self.now, member_id=account.member_id), self.now
        )

    def announce(self, kind: str, about_id: int, key: str) -> None:
        """Have something said in the channels for announcements; not where it is being said anyway."""
        for one in self.announcing:
            if (one.workspace_id, one.channel) == (self.origin.workspace.id, self.origin.channel):
                continue
            place, by = Place(one.workspace_id, one.channel), self.member.id
            its_key = f"{key}:{one.workspace_id}"
            saying = Saying(kind, about_id, its_key, self.now, member_id=by, place=place)
            outbox.write(self.db, saying, self.now)

    def _known(self, member_id: int) -> Member | None:
        return self.member if member_id == self.member.id else members.with_id(self.db, member_id)


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
    """Something that is due to be said: to `recipient`, or in a channel when that is None.

    `key` is the unique key that it was written under.
    """

    recipient: Person | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """It need not be said any more, and why, for whoever looks at the outbox."""

    why: str


@dataclass(frozen=True, slots=True)
class Redirected:
    """It is said to another member than its row names, directly, and by that member's quiet hours."""

    member_id: int
    card: Card
