"""A town hall as a card: where the coalition announces, and before an organiser while it waits."""

from handlers.cards import About, Block, Button, Card, Note, Press, Style
from handlers.registry import standing_card
from handlers.request import Scene
from handlers.text import N_, NP_, Listing, Text
from handlers.town_halls import asking, correcting, going, reviewing
from handlers.town_halls.afterwards.noting import say_how_it_went
from handlers.town_halls.afterwards.results import summary
from handlers.town_halls.rows import KINDS
from handlers.town_halls.subjects import REVIEW, TOWN_HALL
from handlers.town_halls.wording import facts, what, when
from storage import members
from storage.town_halls import goers, outcomes, sources, town_halls
from storage.town_halls.sources import SourceKind
from storage.town_halls.town_halls import Stage, TownHall

_NAMED = 10
"""How many people who go a card names before it counts the rest."""


@standing_card(TOWN_HALL)
def town_hall_card(scene: Scene, town_hall_id: int) -> Card | None:
    """An event as everybody sees it: what, when, where, and who goes."""
    event = town_halls.with_id(scene.db, town_hall_id)
    if event is None:
        return None
    about = About(TOWN_HALL, event.id)
    if event.stage is not Stage.PUBLISHED:
        text = N_("Called off: {what}. It was to be {when}.")
        off = Text(text, what=what(scene, event.told), when=when(event.told))
        return Card(body=(off,), about=about)
    return Card(
        what(scene, event.told),
        (*facts(event.told), *who_goes(scene, event), *_came_of_it(scene, event)),
        _actions(scene, event),
        about,
    )


def _actions(scene: Scene, event: TownHall) -> tuple[Button, ...]:
    if event.told.meeting.ends_at <= scene.now:
        return (Button(N_("Say how it went"), say_how_it_went, event=event),)
    return (
        Button(N_("I'm going"), going.i_am_going, style=Style.PRIMARY, event=event),
        Button(N_("I can't go"), going.i_cannot_go, event=event),
        asking.question_button(event),
        asking.suggest_button(event),
    )


def _came_of_it(scene: Scene, event: TownHall) -> tuple[Block, ...]:
    """How it went, once somebody has said so, or it is over."""
    line = summary(outcomes.of_events(scene.db, [event.id])[event.id])
    if line is not None:
        return (line,)
    if event.told.meeting.ends_at <= scene.now:
        return (Text(N_("Nobody has said yet how it went.")),)
    return ()


def who_goes(scene: Scene, event: TownHall) -> tuple[Block, ...]:
    """The people who go, in a sentence."""
    found = [one.member_id for one in goers.of_events(scene.db, [event.id])[event.id]]
    if not found:
        return (Text(N_("Nobody has said yet that they go.")),)
    persons = members.people(scene.db, found[:_NAMED])
    named = tuple(persons[member_id] for member_id in found[:_NAMED])
    if len(found) > _NAMED:
        more = len(found) - _NAMED
        text = NP_("Going: {people} and {n} more.", "Going: {people} and {n} more.")
        return (Text(text, people=Listing(named), n=more),)
    return (Text(N_("Going: {people}."), people=Listing(named)),)


@standing_card(REVIEW)
def review_card(scene: Scene, town_hall_id: int) -> Card | None:
    """An event before an organiser: to be let through, put right, or left out."""
    event = town_halls.with_id(scene.db, town_hall_id)
    if event is None:
        return None
    about = About(REVIEW, event.id)
    title = what(scene, event.told)
    if event.stage is not Stage.PROPOSED:
        return Card(title, (*facts(event.told), decided(scene, event)), about=about)
    body = (Note(Text(N_("{kind}"), kind=Text(KINDS[event.told.kind]))), *facts(event.told))
    body = (*body, *_doubts(scene, event), *_brought(scene, event))
    return Card(title, body, _choices(scene, event), about)


def decided(scene: Scene, event: TownHall) -> Text:
    """What became of an event, and who decided it."""
    by = members.people(scene.db, [event.decided_by_id]) if event.decided_by_id is not None else {}
    if not by:
        alone = {
            Stage.PUBLISHED: N_("Announced, since its source is trusted."),
            Stage.DISMISSED: N_("Left out."),
            Stage.CANCELLED: N_("Called off."),
        }
        return Text(alone.get(event.stage, N_("It waits for an organiser.")))
    sentence = {
        Stage.PUBLISHED: N_("Announced by {who}."),
        Stage.DISMISSED: N_("Left out by {who}."),
        Stage.CANCELLED: N_("Called off by {who}."),
    }[event.stage]
    return Text(sentence, who=next(iter(by.values())))


def _doubts(scene: Scene, event: TownHall) -> tuple[Block, ...]:
    """What an organiser should look at before it is announced."""
    found: list[Block] = []
    if not event.told.is_placed:
        text = N_("{name} is not on your lists, or the time is not certain. Press Correct and look it over.")
        found.append(Text(text, name=event.told.name))
    if event.told.meeting.ends_at <= scene.now:
        found.append(Text(N_("It is over. It is kept, and nobody is told.")))
    elif event.told.meeting.clock is None:
        found.append(Note(Text(N_("Its time is not known."))))
    return tuple(found)


def _brought(scene: Scene, event: TownHall) -> tuple[Note, ...]:
    """Who brought it, or which list, where what was said of its source does not say so already."""
    if event.brought_by_id is not None:
        who = members.people(scene.db, [event.brought_by_id])[event.brought_by_id]
        return (Note(Text(N_("Brought by {who}."), who=who)),)
    source = sources.with_id(scene.db, event.source_id)
    if source is None or source.name == event.told.said_by:
        return ()
    return (Note(Text(N_("From {source}."), source=source.name)),)


def _choices(scene: Scene, event: TownHall) -> tuple[Button, ...]:
    correct = Button(N_("Correct"), correcting.correct_town_hall, press=Press.ASKS, event=event)
    dismiss = Button(N_("Dismiss"), reviewing.dismiss_town_hall, event=event)
    if event.told.meeting.ends_at <= scene.now:
        return (correct, dismiss)
    publish = Button(N_("Publish"), reviewing.publish_town_hall, style=Style.PRIMARY, event=event)
    source = sources.with_id(scene.db, event.source_id)
    if source is None or source.is_trusted:
        return (publish, correct, dismiss)
    words = N_("Trust this person") if source.kind is SourceKind.MEMBER else N_("Trust this source")
    return (publish, correct, dismiss, Button(words, reviewing.trust_source, source=source))
