"""Beginning, joining, handing over and ending a chain of follow-ups."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.arguments.race import local_day
from handlers.districts.subjects import HOME
from handlers.outreach.cadence import (
    Days,
    Progress,
    State,
    cadence_of,
    follow_ups_at,
    logged,
    over_at,
    progress,
)
from handlers.outreach.subjects import CHAIN_LEFT, CHAIN_OVER, CHAIN_TAKEN_OVER, FOLLOW_UP
from handlers.request import Request, Scene
from storage import candidate_names, candidates, claims, lead_offers, members, outbox, posted_cards, roles
from storage.candidates import Running
from storage.claims import Claim
from storage.members import Member
from storage.outreach import chains, contacts
from storage.outreach.chains import Chain, Why
from storage.outreach.contacts import Contact
from storage.posted_cards import Shown
from storage.races import Race


@dataclass(frozen=True, slots=True)
class Followed:
    """A chain with what belongs to it: whom it asks, in which race, by which contacts, how far it is."""

    chain: Chain
    running: Running
    race: Race
    contacts: tuple[Contact, ...]
    progress: Progress

    @property
    def has_run_out(self) -> bool:
        """Whether nobody answered in time: a new request begins a new chain."""
        return self.progress.state in (State.NO_RESPONSE, State.NOT_FOLLOWED_UP)


def followed(scene: Scene, chain: Chain) -> Followed | None:
    """Everything about a chain; None when its candidate is gone."""
    running = candidates.added(scene.db, chain.candidate_id)
    if running is None:
        return None
    made = tuple(contacts.of_chain(scene.db, chain.id))
    owner = members.with_id(scene.db, chain.member_id)
    race = candidate_names.race_of(scene.db, running)
    days = Days(cadence_of(scene.coalition), zone_of(scene, owner), race.over_by)
    return Followed(chain, running, race, made, progress(chain, logged(made), days, scene.now))


def zone_of(scene: Scene, member: Member | None) -> ZoneInfo:
    """A member's own zone; the coalition's where it is not known."""
    return ZoneInfo(member.timezone) if member and member.timezone else scene.coalition.zone


def is_over(scene: Scene, race: Race) -> bool:
    """Whether a race is over: its election day has passed."""
    return race.over_by < local_day(scene)


def join_or_begin(request: Request, candidate_id: int, at: datetime) -> Chain:
    """The chain that a request belongs to: the candidate's open one, else a new one of this member."""
    known = chains.open_of(request.db, candidate_id)
    if known is not None and not _has_run_out(request, known):
        return known
    if known is not None:
        chains.close(request.db, known, Why.BEGUN_ANEW, request.member.id, request.now)
    begun = chains.begin(request.db, candidate_id, request.member.id, at)
    if begun is None:
        standing = chains.open_of(request.db, candidate_id)
        if standing is None:
            raise LookupError("the chain that stands in the way comes and goes")
        return standing
    remind(request, begun)
    return begun


def _has_run_out(request: Request, chain: Chain) -> bool:
    known = followed(request, chain)
    return known is not None and known.has_run_out


def remind(scene: Scene, chain: Chain, anew: str = "") -> None:
    """Write down every nudge of a chain that is still to come, for whoever it reminds.

    `anew` tells them apart from those of the same chain that were called off.
    """
    owner = members.with_id(scene.db, chain.member_id)
    zone, since = zone_of(scene, owner), f"{chain.began_at.date()}{anew}"
    times = follow_ups_at(chain.began_at, cadence_of(scene.coalition), zone)
    for step, at in enumerate(times, 1):
        if at > scene.now:
            scene.tell_at(chain.member_id, FOLLOW_UP, chain.id, nudge_key(chain, step, since), at)
    at = max(over_at(chain.began_at, cadence_of(scene.coalition), zone), scene.now)
    key = f"{CHAIN_OVER}:{chain.id}:{chain.member_id}:{since}"
    scene.tell_at(chain.member_id, CHAIN_OVER, chain.id, key, at)


def nudge_key(chain: Chain, step: int, when: str) -> str:
    """The key of a nudge for a follow-up; `when` tells several of one step apart."""
    return f"{FOLLOW_UP}:{chain.id}:{step}:{chain.member_id}:{when}"


def step_of(key: str) -> int:
    """Which follow-up the nudge of that key was for."""
    return int(key.split(":")[2])


def recount(request: Request, chain_id: int | None, was: Contact | None = None) -> None:
    """What belongs to a chain has changed: it ends, or counts from the first request that stands.

    `was` is the contact that was corrected or taken back, as it was before. Where the first request is
    the same as before, nothing that waits to be said is touched.
    """
    chain = None if chain_id is None else chains.with_id(request.db, chain_id)
    if chain is None or chain.closed_at is not None:
        return
    left = contacts.of_chain(request.db, chain.id)
    if not left:
        chains.close(request.db, chain, Why.WITHDRAWN, request.member.id, request.now)
    elif left[0].at != chain.began_at or _was_first(was, chain, left[0]):
        _count_from(request, chain, left[0])
    changed(request, chain)
    known = followed(request, chain)
    if known is not None:
        pass_on(request, known.race.seat_id, request.member.id)


def _was_first(was: Contact | None, chain: Chain, first: Contact) -> bool:
    return was is not None and was.at == chain.began_at and was.id != first.id


def _count_from(request: Request, chain: Chain, first: Contact) -> None:
    """Another request is a chain's first: it counts from there, and reminds whoever logged that one."""
    owner_id = _whom_to_remind(request, chain, first)
    if first.at == chain.began_at and owner_id == chain.member_id:
        return
    _call_off(request, chain)
    if owner_id != chain.member_id:
        chains.hand_over(request.db, chain, owner_id, request.member.id, request.now)
    chains.begin_at(request.db, chain, first.at)
    anew = chains.with_id(request.db, chain.id)
    if anew is not None:
        remind(request, anew)
        changed(request, anew)


def _whom_to_remind(request: Request, chain: Chain, first: Contact) -> int:
    """Whoever logged the first request, unless they gave the district back since."""
    known = followed(request, replace(chain, member_id=first.by_member_id))
    has_left = known is None or who_gave_it_back(request, known) is not None
    return chain.member_id if has_left else first.by_member_id


def follow_other_days(request: Request) -> int:
    """The campaign's follow-ups come at other days from now on: for every open chain. How many there are."""
    known = chains.all_open(request.db)
    for chain in known:
        _call_off(request, chain)
        remind(request, chain, f".{request.now:%Y%m%d%H%M%S%f}")
        changed(request, chain)
    return len(known)


def _call_off(scene: Scene, chain: Chain) -> None:
    for kind in (FOLLOW_UP, CHAIN_OVER):
        outbox.call_off(scene.db, kind, chain.id, "it is said at another time", scene.now)


def changed(scene: Scene, chain: Chain) -> None:
    """Redraw what shows a chain: its nudges, and the home page of whoever it reminds."""
    posted_cards.touch(scene.db, Shown(FOLLOW_UP, chain.id), Shown(HOME, chain.member_id))


def pass_on(scene: Scene, seat_id: int, by_id: int | None) -> None:
    """Somebody no longer works a seat, or a lead was found or not: who follows up what they had asked?

    The lead does. While its supporters are asked to lead, it waits; when nobody is left, it ends and the
    organisers know. What had run out before stays as it is. `by_id` is the member whose doing it is, if it
    is anybody's.
    """
    left = _left_behind(scene, seat_id)
    lead = claims.lead_of(scene.db, seat_id) if left else None
    if lead is None and left and lead_offers.open_for(scene.db, seat_id) is not None:
        return
    for chain in left:
        if lead is not None:
            _give(scene, chain, lead.member_id, by_id)
        else:
            _end(scene, chain, by_id)


def _left_behind(scene: Scene, seat_id: int) -> list[Chain]:
    """The chains of a seat that wait for somebody who no longer works it."""
    return [
        chain
        for member_id in claims.who_left(scene.db, seat_id)
        for chain in chains.of_member(scene.db, member_id)
        if (known := followed(scene, chain)) is not None
        and known.race.seat_id == seat_id
        and known.progress.state in (State.WAITING, State.DUE)
        and not is_over(scene, known.race)
        and who_gave_it_back(scene, known) is not None
    ]


def who_gave_it_back(scene: Scene, known: Followed) -> Claim | None:
    """The claim that whoever a chain reminds gave back after it began; None while they work the seat, and
    of those who never did."""
    left = claims.who_left(scene.db, known.race.seat_id).get(known.chain.member_id)
    first = min((one.logged_at for one in known.contacts), default=None)
    if left is None or left.released_at is None or first is None or first > left.released_at:
        return None
    return left


def _end(scene: Scene, chain: Chain, by_id: int | None) -> None:
    if not chains.close(scene.db, chain, Why.NOBODY_LEFT, by_id, scene.now):
        return
    changed(scene, chain)
    for organiser in roles.organisers(scene.db):
        scene.tell(organiser, CHAIN_LEFT, chain.id, f"{CHAIN_LEFT}:{chain.id}:{organiser}")


def _give(scene: Scene, chain: Chain, to_id: int, by_id: int | None) -> None:
    _call_off(scene, chain)
    chains.hand_over(scene.db, chain, to_id, by_id, scene.now)
    taken_over = chains.with_id(scene.db, chain.id)
    if taken_over is None:
        return
    remind(scene, taken_over)
    key = f"{CHAIN_TAKEN_OVER}:{chain.id}:{to_id}:{scene.now.isoformat()}"
    scene.tell(to_id, CHAIN_TAKEN_OVER, chain.id, key)
    changed(scene, chain)
    changed(scene, taken_over)
