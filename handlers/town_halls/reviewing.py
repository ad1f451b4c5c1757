"""What an organiser does with a town hall that somebody has brought: let it through, leave it out, trust."""

from typing import Annotated

from handlers.cards import About, Button, Card, Refused, Reply
from handlers.registry import Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Text
from handlers.town_halls.publishing import announce, announced, may_pass, tell_of_end, touch
from handlers.town_halls.rows import SourceKind, TownHallKind, to_come
from handlers.town_halls.subjects import REVIEW
from handlers.town_halls.wording import facts, what
from storage.town_halls import deciding, sources, town_halls
from storage.town_halls.sources import Source
from storage.town_halls.sources import SourceKind as Kind
from storage.town_halls.town_halls import Stage, TownHall


@command(
    "publish-town-hall", N_("Announce a town hall"), permission=Permission.ORGANISER, reach=Reach.PRESSED
)
def publish_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Announce what somebody has brought; whoever works or watches there is told."""
    to_come(request, event)
    if event.stage in (Stage.PUBLISHED, Stage.DISMISSED):
        return Reply(About(REVIEW, event.id))
    published = deciding.publish(request.db, event, request.member.id, request.now)
    if not published:
        raise Refused(Text(N_("Somebody else has just decided on this. Look at its card again.")))
    count = announce(request, event, request.member.id)
    return Reply(Card(what(request, event.told), (*facts(event.told), announced(count))))


@command(
    "dismiss-town-hall", N_("Leave a town hall out"), permission=Permission.ORGANISER, reach=Reach.PRESSED
)
def dismiss_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Leave out what is none of ours; it is kept, and does not come again."""
    if event.stage is not Stage.PROPOSED:
        return Reply(About(REVIEW, event.id))
    if deciding.dismiss(request.db, event, request.member.id, request.now):
        touch(request, event)
    return Reply(About(REVIEW, event.id))


@command(
    "call-off-town-hall", N_("A town hall does not take place"), permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)  # fmt: skip
def call_off_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Tell everybody who knows of it that it is off."""
    to_come(request, event)
    was_announced = event.is_on
    if deciding.cancel(request.db, event, request.member.id, request.now) and was_announced:
        tell_of_end(request, event, request.member.id)
    return Reply(Card(body=(Text(N_("Called off. Everybody who was told of it is told.")),)), beside=True)


@command(
    "trust-town-hall-source",
    N_("Let through whatever this source brings"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def trust_source(request: Request, source: Annotated[Source, SourceKind()]) -> Reply:
    """Announce what waits from a source, and from now on whatever it brings."""
    sources.trust(request.db, source, request.member.id, request.now)
    passed = let_through(request, source)
    text = NP_(
        "What {name} brings is announced at once from now on. {n} event that waited is announced.",
        "What {name} brings is announced at once from now on. {n} events that waited are announced.",
    )
    is_person = source.kind is Kind.MEMBER
    words = N_("Trust this person no more") if is_person else N_("Trust it no more")
    no_more = Button(words, distrust_source, source=source)
    return Reply(Card(body=(Text(text, name=source.name, n=passed),), actions=(no_more,)), beside=True)


def let_through(request: Request, source: Source) -> int:
    """Announce what waits from a source and needs no organiser any more; how much that is."""
    as_it_is = sources.with_id(request.db, source.id) or source
    passed = 0
    for event in town_halls.waiting(request.db, request.now):
        is_of_it = event.source_id == source.id and may_pass(event, as_it_is)
        if is_of_it and deciding.publish(request.db, event, request.member.id, request.now):
            announce(request, event, request.member.id)
            passed += 1
    return passed


@command(
    "distrust-town-hall-source",
    N_("Have an organiser look at what this source brings"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def distrust_source(request: Request, source: Annotated[Source, SourceKind()]) -> Reply:
    """Have an organiser look at what a source brings again."""
    sources.distrust(request.db, source, request.member.id)
    text = N_("Organisers look at what {name} brings again, before it is announced.")
    return Reply(Card(body=(Text(text, name=source.name),)), beside=True)


def about_office_hours(source: Source) -> Button:
    """Asks for the office hours of a list, or leaves them out again."""
    if source.has_office_hours:
        return Button(N_("Without office hours"), leave_office_hours_out, source=source)
    return Button(N_("Office hours, too"), ask_for_office_hours, source=source)


@command(
    "town-hall-office-hours",
    N_("Have the office hours of a list announced, too"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def ask_for_office_hours(request: Request, source: Annotated[Source, SourceKind()]) -> Reply:
    """Treat the office hours of a list like its town halls: announced if it is trusted."""
    sources.ask_for_office_hours(request.db, source, is_asked=True)
    passed = let_through(request, source)
    if not source.is_trusted:
        once = N_("Once {name} is trusted, its office hours are announced, too. Until then they wait.")
        trust = Button(N_("Trust this source"), trust_source, source=source)
        return Reply(Card(body=(Text(once, name=source.name),), actions=(trust,)), beside=True)
    text = NP_(
        "Office hours of {name} are announced, too. {n} event that waited is announced.",
        "Office hours of {name} are announced, too. {n} events that waited are announced.",
    )
    return Reply(Card(body=(Text(text, name=source.name, n=passed),)), beside=True)


@command(
    "town-hall-no-office-hours",
    N_("Announce no office hours of a list by themselves"),
    permission=Permission.ORGANISER,
    reach=Reach.PRESSED,
)
def leave_office_hours_out(request: Request, source: Annotated[Source, SourceKind()]) -> Reply:
    """Have the office hours of a list wait for an organiser again."""
    sources.ask_for_office_hours(request.db, source, is_asked=False)
    text = N_("Office hours of {name} wait for an organiser again, before they are announced.")
    return Reply(Card(body=(Text(text, name=source.name),)), beside=True)
