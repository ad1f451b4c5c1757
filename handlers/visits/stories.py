"""Personal stories: whoever tells one is asked each time, decides for whom, and takes it back at will.

The bot keeps no word of any story. It keeps that somebody is willing, for whom, until when, under which name.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from handlers.arguments.day import DayKind
from handlers.arguments.plain import OneOf, Words
from handlers.arguments.race import local_day
from handlers.cards import About, Button, Card, Note, Press, Refused, Reply, Style
from handlers.registry import Label, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Message, Text
from handlers.visits.delegation import redraw
from handlers.visits.rows import PartKind, with_id
from handlers.visits.subjects import PART
from handlers.visits.taking import give_up, redraw_part
from handlers.visits.wording import headline
from storage import members
from storage.visits import parts, stories, visits
from storage.visits.parts import State, VisitPart
from storage.visits.stories import Hearers, Story, Willing
from storage.visits.visits import Visit

_HEARERS: dict[Hearers, Message] = {
    Hearers.OFFICE: N_("This office only"),
    Hearers.COALITION: N_("The coalition, too"),
    Hearers.PUBLIC: N_("Everybody"),
}
_LONGEST_NAME = 80


class LastDay(DayKind):
    """A day in a form about somebody's story: what is typed there is never said again, not even to them."""

    def parse(self, typed: str, request: Request) -> date:
        """The day; anything else is refused without its words."""
        try:
            return super().parse(typed, request)
        except Refused:
            raise Refused(Text(N_("Write a day to come, like 2026-11-03 or Nov 3."))) from None


def story_card(scene: Scene, part: VisitPart, visit: Visit, accept: Button, decline: Button) -> Card | None:
    """How it stands between a person and the telling of their story; None once it is settled otherwise."""
    about, line = About(PART, part.id), headline(scene, visit)
    keep = Note(Text(N_("I keep no word of it. You can take it back at any time, without a reason.")))
    is_over = visit.meeting.ends_at <= scene.now
    if part.state in (State.ASKED, State.OFFERED):
        if is_over:
            return None
        text = N_("Would you tell your own story at this visit? {visit}\nIt is yours: you decide each time.")
        return Card(body=(Text(text, visit=line), keep), actions=(accept, decline), about=about)
    said = stories.of_visits(scene.db, [visit.id]).get((visit.id, part.member_id))
    if part.state is not State.HELD or said is None or (is_over and said.until < local_day(scene)):
        return None
    text = Text(
        N_("You are willing to tell your story: {visit}.\nFor: {hearers}. Until {day}, as {name}."),
        visit=line,
        hearers=Text(_HEARERS[said.hearers]),
        day=said.until,
        name=said.shown_name,
    )
    actions = (
        Button(N_("For whom…"), say_for_whom, press=Press.ASKS, part=part),
        Button(N_("Withdraw"), withdraw_story, style=Style.DANGER, part=part),
    )
    return Card(body=(text, keep), actions=actions, about=about)


def note_willing(request: Request, part: VisitPart, visit: Visit) -> None:
    """Keep that somebody is willing, for this office only, until the visit is over, under their own name."""
    member = members.with_id(request.db, part.member_id)
    name = member.name if member else ""
    said = Story(visit.id, part.member_id, Willing.WILLING, Hearers.OFFICE, visit.meeting.last, name)
    stories.say(request.db, said, request.now)


def end_stories(request: Request, visit: Visit) -> None:
    """A visit is off: nobody is willing any more to tell a story there, and their names are forgotten."""
    for (visit_id, member_id), said in stories.of_visits(request.db, [visit.id]).items():
        if said.willing is Willing.WILLING:
            stories.take_back(request.db, visit_id, member_id, request.now)


def move_stories_along(request: Request, before: Visit, moved: Visit) -> None:
    """A visit has moved: a yes for its day holds for the new one, a yes until a day that is too early now
    is asked for anew."""
    said = stories.of_visits(request.db, [moved.id])
    for part in parts.taken(request.db, [moved.id])[moved.id]:
        own = said.get((moved.id, part.member_id))
        if own is None or part.state is not State.HELD or not with_id(part.role).story:
            continue
        if own.until == before.meeting.last:
            stories.say(request.db, replace(own, until=moved.meeting.last), request.now)
        elif own.until < moved.meeting.last:
            stories.take_back(request.db, moved.id, part.member_id, request.now)
            parts.turn(request.db, part, State.ASKED, request.now)
            request.tell(part.member_id, PART, part.id, f"{PART}:{part.id}:{moved.sequence}")


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    part = PartKind().load(kept["part"], request)
    said = stories.of_visits(request.db, [part.visit_id]).get((part.visit_id, part.member_id))
    if said is None or part.member_id != request.member.id:
        return {}
    return {"hearers": said.hearers, "until": said.until, "name": said.shown_name}


@command(
    "story-for-whom",
    N_("Say for whom you tell your story"),
    reach=Reach.PRESSED,
    title=N_("Your story"),
    filled=_as_it_is,
)
def say_for_whom(
    request: Request,
    part: Annotated[VisitPart, PartKind()],
    hearers: Annotated[Hearers, OneOf(Hearers, _HEARERS), Label(N_("For whom"))] = Hearers.OFFICE,
    until: Annotated[date | None, LastDay(), Label(N_("Until"), N_("The day of the visit if empty"))] = None,
    name: Annotated[
        str, Words(_LONGEST_NAME), Label(N_("Name"), N_("How you want to be called; it need not be yours"))
    ] = "",
) -> Reply:
    """Keep for whom a story may be told, until when and under which name."""
    visit = _own(request, part)
    if until is not None and until < visit.meeting.last:
        raise Refused(Text(N_("That is before the visit. Write a later day, or withdraw.")), field="until")
    said = Story(
        visit.id,
        part.member_id,
        Willing.WILLING,
        hearers,
        until or visit.meeting.last,
        name or request.member.name,
    )
    stories.say(request.db, said, request.now)
    redraw_part(request, part)
    return Reply(Card(body=(Text(N_("Kept. You can change or withdraw it at any time.")),)))


@command("withdraw-story", N_("Take it back that you tell your story"), reach=Reach.PRESSED)
def withdraw_story(request: Request, part: Annotated[VisitPart, PartKind()]) -> Reply:
    """Have nobody tell this story: the role is open again everywhere, and nobody hears why."""
    visit = _own(request, part)
    give_up(request, visit, part)
    redraw(request.db, visit.id, part.member_id)
    return Reply(About(PART, part.id))


def _own(request: Request, part: VisitPart) -> Visit:
    visit = visits.with_id(request.db, part.visit_id)
    if visit is None or part.member_id != request.member.id or part.state is not State.HELD:
        raise Refused(Text(N_("That is settled already. Nothing has changed.")))
    return visit
