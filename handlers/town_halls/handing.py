"""Which question an asker of a town hall is given: each of one event another one, under topics that whoever
answers was not asked about before."""

from collections.abc import Iterable, Sequence

from config.campaign import Topic, Variant, question_topics
from handlers.questions.bank import next_variant
from handlers.questions.tone import findings
from handlers.questions.words import Language
from handlers.request import Request
from handlers.town_halls.afterwards.kept import as_given, kept_for
from handlers.town_halls.running import race_of
from handlers.town_halls.topics import OTHER, reads_spanish
from storage.outreach import contacts
from storage.town_halls import askers, questions
from storage.town_halls.askers import Asker, Given
from storage.town_halls.kinds import EventKind
from storage.town_halls.questions import Question
from storage.town_halls.town_halls import TownHall


def hand_out(request: Request, event: TownHall, passed: Iterable[str] = ()) -> Asker | None:
    """Give whoever asks a question that nobody else of this event has; None where none is left.

    Those in `passed` are left out. Who has one already keeps it.
    """
    me, not_now = request.member.id, tuple(passed)
    suggested = questions.every(request.db)
    known = askers.of(request.db, event.id, me)
    gone: set[str] = set()
    while known is None:
        given = _choose(request, event, suggested, {*not_now, *gone})
        if given is None:
            return None
        if not askers.give(request.db, event.id, me, given, request.now, not_now):
            gone.add(given.variant)  # somebody has just been given this very one
        known = askers.of(request.db, event.id, me)
    return known


def exchange(request: Request, event: TownHall, known: Asker) -> Asker | None:
    """Give them another one for the one they have; None where there is no other, and they keep it.

    Whoever has passed on all that are left begins anew with them.
    """
    if not askers.release(request.db, event.id, known.member_id):
        return hand_out(request, event)
    passed = (*known.passed, known.given.variant)
    found = hand_out(request, event, passed) or hand_out(request, event, (known.given.variant,))
    if found is None:
        askers.give(request.db, event.id, known.member_id, known.given, request.now, known.passed)
    return found


def _choose(
    request: Request, event: TownHall, suggested: Sequence[Question], left_out: set[str]
) -> Given | None:
    """One's own suggestion for this event first, then what one has kept since it was dodged, then by the
    bank; what was asked before comes last."""
    everybody = askers.of_events(request.db, [event.id])[event.id]
    taken = left_out | {one.given.variant for one in everybody}
    for one in suggested:
        is_own = (one.author_id, one.told.town_hall_id) == (request.member.id, event.id)
        if is_own and one.group not in taken:
            return Given(one.told.topic, one.group, one.told.words, one.id)
    for kept in kept_for(request, event):
        if kept.asked.member_id == request.member.id and kept.variant not in taken:
            return as_given(request, kept)
    before = askers.elsewhere(request.db, event)
    topics_asked = {one.topic for one in before} | _asked_otherwise(request, event)
    language = Language.SPANISH if reads_spanish(request) else Language.ENGLISH
    bank = _bank(suggested, event, language, is_candidate=_is_candidate(request, event))
    asked_already = {one.variant for one in before}
    for handed_out in (taken | asked_already, taken):
        variant = next_variant(topics_asked - {OTHER}, sorted(handed_out), bank).variant
        if variant is not None:
            return _given(variant, suggested, language)
    return None


def _asked_otherwise(request: Request, event: TownHall) -> set[str]:
    """The topics that a candidate was asked about elsewhere than at town halls."""
    candidate_id = event.told.candidate_id
    if candidate_id is None:
        return set()
    made = contacts.of_candidates(request.db, [candidate_id])[candidate_id]
    return {one.topic for one in made if one.topic is not None and one.was_taken}


def _is_candidate(request: Request, event: TownHall) -> bool:
    told = event.told
    return told.kind is EventKind.CANDIDATE_FORUM or bool(race_of(request, told))


def _given(variant: Variant, suggested: Sequence[Question], language: Language) -> Given:
    words = variant.es if language == Language.SPANISH else variant.en
    row = next((one.id for one in suggested if one.key == variant.id), None)
    return Given(variant.topic, variant.id, words, row)


def _bank(
    suggested: Sequence[Question], event: TownHall, language: Language, *, is_candidate: bool
) -> Sequence[Topic]:
    """The campaign's file with what members have suggested: for this event before it, for any event after it.

    Of those that ask the same only the first counts. What attacks, takes sides or is in another language is
    handed to nobody else, and what candidates alone are asked is asked of no official who does not run.
    """
    fit = [
        one
        for one in suggested
        if one.same_as is None and one.told.language == language and not findings(one.told.words)
    ]
    here = [_variant(one) for one in fit if one.told.town_hall_id == event.id]
    anywhere = [_variant(one) for one in fit if one.told.town_hall_id is None]
    fitting = (one for one in question_topics() if is_candidate or not one.if_running)
    topics = [*fitting, Topic(OTHER, OTHER, OTHER, ())]
    return [
        Topic(
            topic.id,
            topic.en,
            topic.es,
            (
                *(one for one in here if one.topic == topic.id),
                *topic.variants,
                *(one for one in anywhere if one.topic == topic.id),
            ),
        )
        for topic in topics
    ]


def _variant(question: Question) -> Variant:
    """Under something else where the bank no longer has its topic."""
    told = question.told
    topic = told.topic if any(one.id == told.topic for one in question_topics()) else OTHER
    return Variant(question.key, topic, told.words, told.words)
