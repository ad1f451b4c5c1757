"""Kinds with manners, rows that are due at a moment, and a clock that is moved there."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from types import ModuleType
from zoneinfo import ZoneInfo

from bot.delivery import Delivery
from handlers.areas import AREAS
from handlers.cards import Card
from handlers.registry import Registry, Reminder, reminder
from handlers.request import Dropped, DueRequest, Redirected
from handlers.text import N_, Text
from handlers.timing import Late, Manners, Quiet, Weekends
from storage import members, outbox
from storage.database import Purpose
from storage.outbox import Place, Saying
from tests.bot.workers import another_worker
from tests.workspace import Workspace

NEW_YORK, CHICAGO, LOS_ANGELES = (
    ZoneInfo(f"America/{city}") for city in ("New_York", "Chicago", "Los_Angeles")
)
WEDNESDAY, FRIDAY, SATURDAY = 2, 4, 5
SAID = "This is a nudge."
LATE = "This should have reached you"
NUDGE = "nudge"


def nudge(
    quiet: Quiet = Quiet.THROUGH, weekends: Weekends = Weekends.THROUGH, late: Late = Late.SEND
) -> Reminder:
    """A kind that says a sentence."""
    return saying(lambda: Card(body=(Text(N_("This is a nudge.")),)), Manners(quiet, weekends, late))


def saying(answer: Callable[[], Card | Dropped | Redirected], manners: Manners) -> Reminder:
    """A kind that answers so when it is due."""

    @reminder(NUDGE, quiet=manners.quiet, weekends=manners.weekends, late=manners.late)
    def made(due: DueRequest, row_id: int) -> Card | Dropped | Redirected:
        return answer()

    return made


def worker_of(workspace: Workspace, made: Reminder) -> Delivery:
    """A worker that knows this kind besides all others."""
    more = ModuleType("more")
    more.__dict__["made"] = made
    return another_worker(workspace, registry=Registry((*AREAS, more)))


def met(workspace: Workspace, *users: str) -> None:
    """They have looked at the bot's page, and it knows their zones. From then on it is silent."""
    for user in users:
        workspace.open_home(user)
    workspace.settle()
    silence(workspace)


def silence(workspace: Workspace) -> None:
    """The bot says nothing more by itself, so that a test's own worker is alone; it can still `settle`."""
    workspace.run(workspace.runtime.fall_silent())


def member_id(workspace: Workspace, user: str) -> int:
    """The row of somebody."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        found = members.with_account(db, workspace.key.id, user)
    assert found is not None, f"{user} is unknown"
    return found[0].id


def move_to(workspace: Workspace, zone: ZoneInfo, weekday: int, hour: int, minute: int = 0) -> datetime:
    """Move the campaign's clock on to the next such moment in a zone; that moment.

    A weekday at an hour of its own: the week in which a clock changes is as good as any other.
    """
    now = workspace.runtime.clock.now().astimezone(zone)
    day = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    moment = datetime.combine(day, time(hour, minute), zone)
    if moment <= now:
        moment = datetime.combine(day + timedelta(days=7), time(hour, minute), zone)
    assert workspace.sandbox.clock.set_to(moment)
    return moment


def tell(
    workspace: Workspace,
    user: str | None,
    key: str = "a",
    *,
    kind: str = NUDGE,
    channel: str | None = None,
    ago: timedelta = timedelta(0),
) -> None:
    """Something is due to somebody, or in a channel, since so long ago; nobody is woken."""
    now = workspace.runtime.clock.now()
    place = None if channel is None else Place(workspace.key.id, channel)
    whom = None if user is None else member_id(workspace, user)
    with workspace.database.transaction(workspace.coalition_id) as db:
        saying = Saying(kind, workspace.coalition_id, key, now - ago, member_id=whom, place=place)
        outbox.write(db, saying, now)


def heard(workspace: Workspace, user: str) -> list[str]:
    """What the bot has told somebody directly so far, without having it say more."""
    return [
        message["text"]
        for channel in workspace.state(user)["channels"] if channel["kind"] == "im"
        for message in channel["messages"]
    ]  # fmt: skip
