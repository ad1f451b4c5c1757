"""What an organiser does with a town hall that somebody has brought: let it through, leave it out, trust."""

from typing import Annotated

from handlers.cards import About, Card, Refused, Reply
from handlers.registry import Permission, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Text
from handlers.town_halls.publishing import announce, announced, may_pass, tell_of_end, touch
from handlers.town_halls.rows import SourceKind, TownHallKind, to_come
from handlers.town_halls.subjects import REVIEW
from handlers.town_halls.wording import facts, what
from storage.town_halls import sources, town_halls
from storage.town_halls.sources import Source
from storage.town_halls.town_halls import Stage, TownHall


@command(
    "publish-town-hall", N_("Announce a town hall"), permission=Permission.ORGANISER, reach=Reach.PRESSED
)
def publish_town_hall(request: Request, event: Annotated[TownHall, TownHallKind()]) -> Reply:
    """Announce what somebody has brought; whoever works or watches there is told."""
    to_come(request, event)
    if event.stage is Stage.PUBLISHED:
        return Reply(About(REVIEW, event.id))
    published = town_halls.publish(request.db, event, request.member.id, request.now)
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
    if town_halls.dismiss(request.db, event, request.member.id, request.now):
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
    if town_halls.cancel(request.db, event, request.member.id, request.now) and was_announced:
        again = town_halls.with_id(request.db, event.id)
        tell_of_end(request, again or event, request.member.id)
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
    trusted = sources.with_id(request.db, source.id) or source
    waiting = [one for one in town_halls.waiting(request.db, request.now) if one.source_id == source.id]
    passed = [one for one in waiting if may_pass(one, trusted)]
    for event in passed:
        if town_halls.publish(request.db, event, request.member.id, request.now):
            announce(request, event, request.member.id)
    text = NP_(
        "What {name} brings is announced at once from now on. {n} event that waited is announced.",
        "What {name} brings is announced at once from now on. {n} events that waited are announced.",
    )
    return Reply(Card(body=(Text(text, name=source.name, n=len(passed)),)), beside=True)


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
