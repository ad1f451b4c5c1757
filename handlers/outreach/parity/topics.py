"""What the candidates of a race were asked about at town halls: each is owed the same topics.

A question that somebody was given counts as asked once the event is over, unless they say that they did not
get to ask, or were not there. A dodge is a topic on which they declined to say something; to an empty chair
it was offered. Before that it is planned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.campaign import Topic, question_topics
from handlers.outreach.parity.items import Deed, Treated
from handlers.request import Scene
from handlers.town_halls.running import is_official
from handlers.town_halls.topics import OTHER
from storage.candidates import Running
from storage.races import Race
from storage.town_halls import askers, town_halls
from storage.town_halls.askers import AskedOf
from storage.town_halls.kinds import EventKind
from storage.town_halls.outcomes import Result
from storage.town_halls.town_halls import TownHall


@dataclass(frozen=True, slots=True)
class Asked:
    """What a candidate was asked at town halls, by the topics' ids: what came of it, and for which day the
    next question is planned."""

    settled: Mapping[str, Sequence[Deed]]
    planned: Mapping[str, date]


def asked_of(scene: Scene, races: Mapping[Race, Sequence[Running]]) -> dict[Running, Asked]:
    """What each candidate of these races was asked, and is to be asked. One query.

    What none of the bank's topics fits cannot be compared, and is left out.
    """
    every = askers.asked_in_seats(scene.db, (race.seat_id for race in races))
    found: dict[Running, Asked] = {}
    for race, running in races.items():
        there = [one for one in every if one.seat_id == race.seat_id and one.topic != OTHER]
        for one in running:
            found[one] = _together(scene, [asked for asked in there if _is_of(asked, one, race)])
    return found


def in_order(topic_ids: Iterable[str]) -> tuple[Topic, ...]:
    """These topics as the campaign's bank lists them; what it lists no more comes last."""
    wanted = set(topic_ids)
    listed = tuple(one for one in question_topics() if one.id in wanted)
    gone = wanted - {one.id for one in listed}
    return (*listed, *(Topic(one, one, one, ()) for one in sorted(gone)))


def next_event(scene: Scene, running: Running, race: Race) -> TownHall | None:
    """The next announced event at which a candidate answers."""
    for event in town_halls.coming(scene.db, scene.now):
        told = event.told
        if told.candidate_id is not None:
            if told.candidate_id == running.candidate_id:
                return event
        elif told.seat_id == race.seat_id and is_official(running, told.official_id, told.name):
            return event
    return None


def _together(scene: Scene, asked: Iterable[AskedOf]) -> Asked:
    settled: dict[str, list[Deed]] = {}
    planned: dict[str, date] = {}
    for one in asked:
        state = _came_to(scene, one)
        if state is None:
            planned.setdefault(one.topic, one.day)
        else:
            settled.setdefault(one.topic, []).append(Deed(state, one.starts_at, one.member_id))
    return Asked(settled, planned)


def _came_to(scene: Scene, asked: AskedOf) -> Treated | None:
    """None where it is still to be asked."""
    if asked.result is Result.DODGED:
        return Treated.DECLINED
    if asked.result is not None:
        return Treated.GIVEN
    if asked.ends_at > scene.now:
        return None
    return Treated.OFFERED if asked.kind is EventKind.EMPTY_CHAIR else Treated.GIVEN


def _is_of(asked: AskedOf, running: Running, race: Race) -> bool:
    """By their row; what was asked of an official counts in the race in which they run again."""
    if asked.candidate_id is not None:
        return asked.candidate_id == running.candidate_id
    return asked.day <= race.over_by and is_official(running, asked.official_id, asked.name)
