"""Setting the coalition up: its name, its clock, and where it announces."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from handlers.arguments.day import DayKind
from handlers.arguments.plain import Words
from handlers.arguments.zone import city_of
from handlers.cards import Card, Refused, Reply
from handlers.registry import Label, Permission, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, ChannelRef, Listing, Text
from storage import coalitions, outbox, roles
from storage.coalitions import SetUp
from storage.members import Role
from storage.outbox import Place, Saying

ANNOUNCEMENT_TEST = "announcement-test"


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """What the form opens with: what was decided before."""
    del kept
    if request.coalition.set_up_at is None:
        return {}
    here = coalitions.announcement_channel(request.db, request.origin.workspace.id)
    return {
        "name": request.coalition.name,
        "timezone": request.coalition.zone,
        "channel": ChannelRef(here) if here else None,
        "deadline": _still_ahead(request),
    }


def _still_ahead(request: Request) -> date | None:
    """The deadline, while it is not past: the form takes no day that is."""
    deadline = request.coalition.deadline
    today = request.now.astimezone(request.coalition.zone).date()
    return deadline if deadline is not None and deadline >= today else None


@command(
    "coalition setup",
    N_("Name the coalition, its time zone and its channel for announcements"),
    permission=Permission.FIRST_OR_ADMIN,
    title=N_("Set up the coalition"),
    submit=N_("Save"),
    filled=_as_it_is,
)
def set_up(
    request: Request,
    name: Annotated[str, Words(most=80), Label(N_("Name"))],
    timezone: Annotated[ZoneInfo, Label(N_("Time zone"), N_("A large city in it"))],
    channel: Annotated[
        ChannelRef | None,
        Label(
            N_("Announcement channel"), N_("New claims are shown there. Leave empty for no announcements.")
        ),
    ] = None,
    deadline: Annotated[
        date | None,
        DayKind(),
        Label(N_("Deadline"), N_("The day by which you want your answers; the digest counts down to it")),
    ] = None,
) -> Reply:
    """Store the coalition's name, zone, channel and deadline; whoever does it first is admin."""
    if not name:
        raise Refused(Text(N_("Give your coalition a name.")), field="name")
    workspace = request.origin.workspace.id
    external = channel.external_id if channel else None
    is_first = coalitions.begin_set_up(request.db, request.now)
    if not is_first and not request.member.may_act_as(Role.ADMIN):
        raise Refused(Text(N_("Somebody else has just set the coalition up, and is its admin now.")))
    coalitions.set_up(request.db, SetUp(name, timezone.key, workspace, external, deadline))
    if not request.member.may_act_as(Role.ADMIN):
        roles.give_role(request.db, request.member, Role.ADMIN, None, request.now)
    if external is None:
        done = N_("{name} is set up, on {zone} time, without announcements.")
        return Reply(Card(body=(Text(done, name=name, zone=city_of(timezone.key)), *_counting(deadline))))
    key = f"{ANNOUNCEMENT_TEST}:{workspace}:{external}:{request.now.isoformat()}"
    saying = Saying(
        ANNOUNCEMENT_TEST, request.coalition.id, key, request.now,
        member_id=request.member.id, place=Place(workspace, external),
    )  # fmt: skip
    outbox.write(request.db, saying, request.now)
    return Reply(
        Card(
            body=(
                Text(
                    N_(
                        "{name} is set up, on {zone} time. I say hello in {channel} now; "
                        "if I can't, you get a message that says what to do."
                    ),
                    name=name,
                    zone=city_of(timezone.key),
                    channel=ChannelRef(external),
                ),
                *_counting(deadline),
            )
        )
    )


def _counting(deadline: date | None) -> tuple[Text, ...]:
    """What is said of the deadline."""
    if deadline is None:
        return ()
    return (Text(N_("The deadline is {day}; the channel's digest counts down to it."), day=deadline),)


@reminder(ANNOUNCEMENT_TEST)
def announcement_test(due: DueRequest, coalition_id: int) -> Card | Dropped:
    """Say hello where announcements will come."""
    channels = Listing(tuple(ChannelRef(one.channel) for one in coalitions.announcing(due.db)))
    text = Text(
        N_("{name} announces new claims in {channels}. To take a district, type /claim-district."),
        name=due.coalition.name,
        channels=channels,
    )
    return Card(body=(text,))
