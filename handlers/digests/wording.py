"""A digest's lines: what is owed, overdue and coming up, each with the first names."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.digests.agenda import Agenda
from handlers.digests.gathering import Digest, Waiting
from handlers.outreach.parity.reckoning import Parity
from handlers.outreach.parity.wording import owed
from handlers.request import Scene
from handlers.text import N_, NP_, Listing, Text, Value
from handlers.town_halls.wording import whom as who_answers
from handlers.visits.rows import label
from handlers.visits.rows import with_id as role_with_id
from handlers.visits.wording import whom
from storage import tasks
from storage.tasks import Task, TaskKind
from storage.town_halls import town_halls
from storage.town_halls.town_halls import TownHall
from storage.visits import visits
from storage.visits.visits import Visit

_NAMED = 3
"""How many a line names before it counts the rest."""

_QUOTED = 60
"""So much of a task's words."""


def lines(scene: Scene, digest: Digest) -> list[Text]:
    """What waits, a line each; none when nothing does."""
    said: list[Text] = []
    if digest.thanks:
        who = _named([one.candidate for one in digest.thanks])
        said.append(
            Text(
                NP_("{n} thank-you owed: {who}.", "{n} thank-yous owed: {who}."),
                n=len(digest.thanks),
                who=who,
            )
        )
    if digest.overdue:
        who = _named([_asked(scene, one) for one in digest.overdue])
        text = NP_("{n} follow-up is overdue: {who}.", "{n} follow-ups are overdue: {who}.")
        said.append(Text(text, n=len(digest.overdue), who=who))
    known = {one.id: one for one in visits.of_ids(scene.db, _visit_ids(digest.agenda))}
    said += _to_do_lines(scene, digest.agenda, known)
    if digest.unequal:
        said.append(unequal_line(scene, digest.unequal))
    return [*said, *_diary_lines(scene, digest.agenda, known), *coming_lines(scene, digest)]


def _visit_ids(agenda: Agenda) -> tuple[int, ...]:
    return (*agenda.visits, *agenda.debriefs, *agenda.thanks)


def _to_do_lines(scene: Scene, agenda: Agenda, known: Mapping[int, Visit]) -> list[Text]:
    """The debriefs, the thank-yous and the tasks that wait."""
    said: list[Text] = []
    if agenda.debriefs:
        which = _named([whom(scene, known[visit_id]) for visit_id in agenda.debriefs])
        text = NP_("{n} debrief is open: {which}.", "{n} debriefs are open: {which}.")
        said.append(Text(text, n=len(agenda.debriefs), which=which))
    if agenda.thanks:
        which = _named([whom(scene, known[visit_id]) for visit_id in agenda.thanks])
        text = NP_("{n} visit is to be thanked for: {which}.", "{n} visits are to be thanked for: {which}.")
        said.append(Text(text, n=len(agenda.thanks), which=which))
    if agenda.tasks:
        what = _named([_to_do(one) for one in tasks.of_ids(scene.db, agenda.tasks)])
        text = NP_("{n} task is due: {what}.", "{n} tasks are due: {what}.")
        said.append(Text(text, n=len(agenda.tasks), what=what))
    return said


def _to_do(task: Task) -> Text:
    sentence = N_("ask again “{words}”") if task.kind is TaskKind.ASK_AGAIN else N_("{words}")
    return Text(sentence, words=_shortened(task.words))


def _diary_lines(scene: Scene, agenda: Agenda, known: Mapping[int, Visit]) -> list[Text]:
    """The visits and the town halls that somebody goes to."""
    said: list[Text] = []
    if agenda.visits:
        which = _named([_visit(scene, known[visit_id], own) for visit_id, own in agenda.visits.items()])
        text = NP_("{n} visit is coming up: {which}.", "{n} visits are coming up: {which}.")
        said.append(Text(text, n=len(agenda.visits), which=which))
    if agenda.town_halls:
        events = town_halls.of_ids(scene.db, agenda.town_halls)
        which = _named([_event(scene, one) for one in events])
        text = NP_("{n} town hall is coming up: {which}.", "{n} town halls are coming up: {which}.")
        said.append(Text(text, n=len(agenda.town_halls), which=which))
    return said


def _visit(scene: Scene, visit: Visit, own: Sequence[str]) -> Text:
    line = Text(N_("{whom} {day}"), whom=whom(scene, visit), day=visit.meeting.first)
    roles = Listing(tuple(label(role_with_id(role)) for role in own))
    return Text(N_("{visit} ({roles})"), visit=line, roles=roles) if own else line


def _event(scene: Scene, event: TownHall) -> Text:
    told = event.told
    return Text(N_("{whom} {day}"), whom=who_answers(scene, told), day=told.meeting.first)


def _shortened(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"


def coming_lines(scene: Scene, digest: Digest) -> list[Text]:
    """What comes up in the next days; none when nothing does."""
    if not digest.coming:
        return []
    who = _named([_coming(scene, one) for one in digest.coming])
    text = NP_("{n} follow-up is coming up: {who}.", "{n} follow-ups are coming up: {who}.")
    return [Text(text, n=len(digest.coming), who=who)]


def unequal_line(scene: Scene, unequal: Sequence[Parity]) -> Text:
    """Which races are unequal, and who of them is owed something."""
    races = _named([_behind(scene, parity) for parity in unequal])
    text = NP_("{n} race is unequal: {races}.", "{n} races are unequal: {races}.")
    return Text(text, n=len(unequal), races=races)


def _behind(scene: Scene, parity: Parity) -> Text:
    code = scene.districts.catalogue[parity.race.seat_id].code
    who = _named([running.name for running in owed(parity)])
    return Text(N_("{seat} ({who})"), seat=code, who=who)


def _asked(scene: Scene, waiting: Waiting) -> Text:
    code = scene.districts.catalogue[waiting.item.seat_id].code
    return Text(N_("{name} ({seat})"), name=waiting.item.candidate, seat=code)


def _coming(scene: Scene, waiting: Waiting) -> Text:
    who = _asked(scene, waiting)
    return who if waiting.next_day is None else Text(N_("{who} {day}"), who=who, day=waiting.next_day)


def first_of(names: Sequence[Value], every: int) -> Listing:
    """These names, and how many more there are of `every`."""
    more = every - len(names)
    if more <= 0:
        return Listing(tuple(names))
    return Listing((*names, Text(NP_("{n} more", "{n} more"), n=more)))


def _named(names: Sequence[Value]) -> Listing:
    return first_of(names[:_NAMED], len(names))


def day_title(day: date) -> Text:
    """The title of what is for today."""
    return Text(N_("Today, {day}"), day=day)
