"""What the candidates of a race were asked at town halls: each should be asked about the same topics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.campaign import question_topics
from handlers.request import Scene
from handlers.text import N_, NP_, Listing, Text
from handlers.town_halls.topics import OTHER, reads_spanish, topic_name
from storage.candidates import Running
from storage.races import Race
from storage.town_halls import askers
from storage.town_halls.askers import AskedOf


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids of the topics that a candidate was asked about, and of those that only others of the race were,
    both in the order of the campaign's bank."""

    about: tuple[str, ...]
    not_yet: tuple[str, ...]


def asked_of(scene: Scene, races: Mapping[Race, Sequence[Running]]) -> dict[Running, Asked]:
    """What each candidate of these races was asked about. One query.

    What none of the bank's topics fits cannot be compared, and is left out.
    """
    every = askers.asked_in_seats(scene.db, (race.seat_id for race in races), scene.now)
    found: dict[Running, Asked] = {}
    for race, running in races.items():
        there = [one for one in every if one.seat_id == race.seat_id and one.topic != OTHER]
        of_each = {one: {asked.topic for asked in there if _is_of(asked, one)} for one in running}
        of_race = {topic for about in of_each.values() for topic in about}
        for one, about in of_each.items():
            found[one] = Asked(_in_order(about), _in_order(of_race - about) if one.still_listed else ())
    return found


def topic_lines(scene: Scene, asked: Asked) -> tuple[Text, ...]:
    """How a candidate stands with the topics, in a line each; nothing where nobody of the race was asked."""
    lines: list[Text] = []
    if asked.about:
        lines.append(Text(N_("Asked about: {topics}"), topics=_named(scene, asked.about)))
    if asked.not_yet:
        lines.append(Text(N_("Not asked about yet: {topics}"), topics=_named(scene, asked.not_yet)))
    return tuple(lines)


def behind(asked: Iterable[Asked]) -> Text | None:
    """How many were not asked about all that others of the race were; None where they all were."""
    count = sum(bool(one.not_yet) for one in asked)
    if not count:
        return None
    text = NP_(
        "{n} candidate was not asked at a town hall about all that others of the race were.",
        "{n} candidates were not asked at a town hall about all that others of the race were.",
    )
    return Text(text, n=count)


def _is_of(asked: AskedOf, running: Running) -> bool:
    """By their row; by name where it was asked of them as the official that they are."""
    if asked.candidate_id is not None:
        return asked.candidate_id == running.candidate_id
    return asked.name.casefold() == running.name.casefold()


def _in_order(topic_ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(topic_ids)
    listed = [one.id for one in question_topics() if one.id in wanted]
    return (*listed, *sorted(wanted - {*listed}))


def _named(scene: Scene, topic_ids: Sequence[str]) -> Listing:
    return Listing(tuple(topic_name(one, reads_spanish(scene)) for one in topic_ids))
