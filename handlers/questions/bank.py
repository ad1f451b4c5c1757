"""Which question of the campaign's bank an asker is given: each of one event another one, and under topics
that this candidate has not been asked about."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from config.campaign import Topic, Variant, question_topics


@dataclass(frozen=True, slots=True)
class Handing:
    """The variant that the next asker is given; none where every one was handed out at this event.

    `new_topic`: this candidate was not yet asked about its topic. `left`: how many variants remain after it.
    """

    variant: Variant | None
    new_topic: bool
    left: int


def next_variant(
    topics_asked: Collection[str], handed_out: Sequence[str], bank: Sequence[Topic] | None = None
) -> Handing:
    """What the next asker of an event is given.

    `topics_asked`: the ids of the topics that this candidate was asked about before; `handed_out`: the ids of
    the variants that the other askers of this event have. Topics that were not asked about come first, and of
    those the ones with the fewest askers of this event, in the order of the bank: from the same follows the
    same.
    """
    topics = question_topics() if bank is None else bank
    taken = set(handed_out)
    askers = Counter(variant.topic for topic in topics for variant in topic.variants if variant.id in taken)
    free = [variant for topic in topics for variant in topic.variants if variant.id not in taken]
    chosen = min(free, key=lambda one: (one.topic in topics_asked, askers[one.topic]), default=None)
    return Handing(chosen, chosen is not None and chosen.topic not in topics_asked, max(len(free) - 1, 0))


def topics_left(topics_asked: Collection[str], bank: Sequence[Topic] | None = None) -> Sequence[Topic]:
    """What a candidate was not yet asked about, in the order of the bank."""
    return [topic for topic in (question_topics() if bank is None else bank) if topic.id not in topics_asked]


def variant_with(id: str, bank: Iterable[Topic] | None = None) -> Variant | None:
    """The variant with this id; none where the bank no longer has it."""
    topics = question_topics() if bank is None else bank
    return next((one for topic in topics for one in topic.variants if one.id == id), None)
