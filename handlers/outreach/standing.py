"""How far the outreach to a race's candidates is: who was asked how, what they answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.outreach.cadence import Days, Progress, State, cadence_of, logged, progress
from handlers.outreach.wording import ANSWERS, days_ago, material_name, tactic
from handlers.request import Scene
from handlers.text import N_, Listing, Text
from storage import races
from storage.candidates import Running
from storage.outreach import chains, contacts, materials, replies
from storage.outreach.chains import Chain
from storage.outreach.contacts import Contact
from storage.outreach.materials import Material
from storage.outreach.replies import Answered

_QUOTED = 140


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one candidate: the contacts and replies that stand, what materials were given (the newest version
    of each), the newest chain and how far that is."""

    contacts: Sequence[Contact]
    replies: Sequence[Answered]
    given: Sequence[Material]
    chain: Chain | None
    progress: Progress | None


def standings(scene: Scene, running: Sequence[Running]) -> Mapping[int, Standing]:
    """How things stand with each of these candidates, by the coalition's own row. Six queries."""
    own = [one.candidate_id for one in running if one.candidate_id is not None]
    made, answered = contacts.of_candidates(scene.db, own), replies.of_candidates(scene.db, own)
    newest = chains.latest_of(scene.db, own)
    handed = _handed(scene, [contact for of_one in made.values() for contact in of_one])
    ends = _ends(scene, [one for one in running if one.candidate_id in newest])
    standing: dict[int, Standing] = {}
    for one in own:
        given = materials.newest(
            material for contact in made[one] if contact.was_taken for material in handed[contact.id]
        )
        chain = newest.get(one)
        far = None if chain is None else _how_far_is(scene, chain, made[one], ends[one])
        standing[one] = Standing(made[one], answered[one], given, chain, far)
    return standing


def _handed(scene: Scene, made: Sequence[Contact]) -> Mapping[int, Sequence[Material]]:
    """The materials that each of these contacts gave."""
    given = materials.given_in(scene.db, (contact.id for contact in made))
    known = {material.id: material for material in materials.every(scene.db)} if any(given.values()) else {}
    return {contact_id: [known[one] for one in found] for contact_id, found in given.items()}


def _ends(scene: Scene, running: Sequence[Running]) -> Mapping[int, date]:
    """When the races of these candidates are decided, by the coalition's own row."""
    known = races.with_ids(scene.db, (one.race_id for one in running))
    return {one.candidate_id: known[one.race_id].over_by for one in running if one.candidate_id is not None}


def _how_far_is(scene: Scene, chain: Chain, made: Sequence[Contact], ends: date) -> Progress:
    own = logged(contact for contact in made if contact.chain_id == chain.id)
    days = Days(cadence_of(scene.coalition), scene.coalition.zone, ends)
    return progress(chain, own, days, scene.now)


def lines(scene: Scene, standing: Standing | None) -> tuple[Text, ...]:
    """What a list says of a candidate below their name."""
    if standing is None or not (standing.contacts or standing.replies):
        return (Text(N_("Not contacted yet.")),)
    said: list[Text] = []
    if standing.contacts:
        last = standing.contacts[-1]
        said.append(
            Text(N_("Last contact: {how}, {ago}."), how=tactic(last.tactic), ago=days_ago(last.at, scene))
        )
    if standing.given:
        given = Listing(tuple(map(material_name, standing.given)))
        said.append(Text(N_("Given: {materials}."), materials=given))
    if standing.replies:
        said.append(_answer(scene, standing.replies[-1]))
    elif standing.progress is not None:
        said += _how_far(standing.progress)
    return tuple(said)


def _answer(scene: Scene, reply: Answered) -> Text:
    answer, ago = Text(ANSWERS[reply.answer]), days_ago(reply.at, scene)
    if not reply.words:
        return Text(N_("Answer: {answer}, {ago}."), answer=answer, ago=ago)
    first = reply.words.strip().splitlines()[0]
    words = first if len(first) <= _QUOTED else f"{first[:_QUOTED].rstrip()}…"
    return Text(N_("Answer: {answer}, {ago}. “{words}”"), answer=answer, ago=ago, words=words)


def _how_far(far: Progress) -> list[Text]:
    known = {"n": far.logged, "all": far.all}
    match far.state:
        case State.NO_RESPONSE:
            return [Text(N_("No response."))]
        case State.NOT_FOLLOWED_UP:
            return [Text(N_("Not followed up ({n} of {all})."), **known)]
        case State.RACE_OVER:
            return [Text(N_("The race is over; no answer is logged."))]
        case State.DUE:
            return [Text(N_("Follow-up {step} of {all} is due."), step=far.due, all=far.all)]
        case State.WAITING if far.logged:
            return [Text(N_("Followed up {n} of {all} times, no answer yet."), **known)]
        case State.WAITING:
            return [Text(N_("No answer yet."))]
        case _:
            return []
