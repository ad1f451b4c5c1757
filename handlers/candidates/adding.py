"""Adding a candidate, correcting one, and the race that is shown afterwards."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from handlers.arguments.plain import Words
from handlers.arguments.race import coming_contest, local_day
from handlers.candidates.fields import NOTHING, EmailAddress, PersonsName, PhoneNumber, RunningKind, WhereFrom
from handlers.candidates.showing import candidate_line, race_name
from handlers.candidates.withdrawing import back_button, refuse_others
from handlers.cards import Block, Button, Card, Note, Refused, Reply, Row, Rows
from handlers.registry import Label, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, NP_, Text
from storage import candidates, races
from storage.candidates import Details, Running
from storage.files.election_facts import election_calendar
from storage.races import Contest, Race
from storage.seats import Seat

_LONGEST_PARTY = 60
_SHOWN = 20
"""How many candidates the answer to a change lists before it counts the rest."""

_TAKES_AWAY = N_("“none” takes it away")


@command(
    "add-candidate",
    N_("Add a candidate whom you know of to a race"),
    title=N_("Add a candidate"),
    submit=N_("Add"),
)
def add_candidate(
    request: Request,
    name: Annotated[str, PersonsName(), Label(N_("Name"), N_("First name first, as on the ballot"))],
    race: Annotated[Contest, Label(N_("Race"), N_("A district, like PA-07; then pick the election"))],
    party: Annotated[str, Words(_LONGEST_PARTY), Label(N_("Party"))] = "",
    email: Annotated[str, EmailAddress(), Label(N_("Campaign email"))] = "",
    phone: Annotated[str, PhoneNumber(), Label(N_("Campaign phone"))] = "",
    source: Annotated[
        str, WhereFrom(), Label(N_("Source"), N_("Where you know it from: a link, or words"))
    ] = "",
) -> Reply:
    """Put a candidate on the coalition's own list."""
    row = _race(request, race)
    _refuse_twice(request, row, race.seat, name, None)
    _ask_who_is_back(request, row, race.seat, name)
    details = Details(name, row.id, party, *map(_kept, (email, phone, source)))
    added = candidates.add(request.db, details, request.member, request.now)
    if added is None:
        raise Refused(_twice(name, race.seat), field="name")
    text = Text(N_("{name} is on the list for {seat} now."), name=name, seat=race.seat)
    return Reply(_changed(request, text, race.seat, row))


def _who_may_correct(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    """Nothing to fill in; who may not correct a candidate is told so before they write anything."""
    _refuse_correction(request, RunningKind().load(kept.get("candidate", ""), request), None)
    return {}


def _refuse_correction(request: Request, candidate: Running, field: str | None) -> None:
    """What only whoever added a candidate may say: all of it, in `field` for instance. How to reach one of
    the official list anybody may note."""
    if candidate.withdrawn_at is not None:
        text = N_("Your coalition noted that {name} no longer runs. If they do, use /add-candidate first.")
        raise Refused(Text(text, name=candidate.name))
    if field is not None or candidate.listed_id is None:
        refuse_others(request, candidate, field)


@command(
    "correct-candidate",
    N_("Correct what is known about a candidate"),
    reach=Reach.PRESSED,
    title=N_("Correct a candidate"),
    filled=_who_may_correct,
)
def correct_candidate(
    request: Request,
    candidate: Annotated[Running, RunningKind()],
    *,
    name: Annotated[str, PersonsName(), Label(N_("Name"), N_("Leave empty whatever is right already"))] = "",
    race: Annotated[Contest | None, Label(N_("Race"))] = None,
    party: Annotated[str, Words(_LONGEST_PARTY), Label(N_("Party"), _TAKES_AWAY)] = "",
    email: Annotated[str, EmailAddress(), Label(N_("Campaign email"), _TAKES_AWAY)] = "",
    phone: Annotated[str, PhoneNumber(), Label(N_("Campaign phone"), _TAKES_AWAY)] = "",
    source: Annotated[str, WhereFrom(), Label(N_("Source"), N_("Where you know it from: a link, or words"))],
) -> Reply:
    """Note what this coalition knows better; a listed candidate gets a row of its own for that."""
    said = {"name": name, "race": race, "party": party}
    _refuse_correction(request, candidate, next((field for field, value in said.items() if value), None))
    row = _race(request, race) if race is not None else _race_of(request, candidate)
    seat = request.districts.catalogue[row.seat_id]
    _refuse_twice(request, row, seat, name or candidate.name, candidate)
    before = candidates.own_details(request.db, candidate)
    details = Details(
        name=name or before.name,
        race_id=before.race_id if race is None else row.id,
        party=before.party if not party else "" if party.casefold() in NOTHING else party,
        email=_corrected(before.email, email),
        phone=_corrected(before.phone, phone),
        source=_kept(source),
    )
    corrected = candidates.correct(request.db, candidate, details, request.member, request.now)
    if corrected is None:
        raise Refused(Text(N_("Somebody else is correcting this at the moment. Look again, then try again.")))
    text = Text(N_("{name} is corrected, for your coalition."), name=name or candidate.name)
    return Reply(_changed(request, text, seat, row))


def _race(request: Request, contest: Contest) -> Race:
    return races.find_or_add(request.db, contest, election_calendar().day(contest))


def _race_of(request: Request, running: Running) -> Race:
    return races.with_id(request.db, running.race_id)


def _refuse_twice(request: Request, race: Race, seat: Seat, name: str, but: Running | None) -> None:
    known = candidates.same_name(request.db, race.id, name, but)
    if known is not None:
        raise Refused(_twice(known.name, seat), field="name")


def _ask_who_is_back(request: Request, race: Race, seat: Seat, name: str) -> None:
    known = candidates.withdrawn_of(request.db, race.id, name)
    if known is None:
        return
    text = Text(
        N_("Your coalition noted that {name} no longer runs for {seat}. Do they run after all?"),
        name=known.name,
        seat=seat,
    )
    raise Refused(text, card=Card(body=(text,), actions=(back_button(known),)))


def _twice(name: str, seat: Seat) -> Text:
    return Text(
        N_(
            "{name} is on the list for {seat} already; /candidates {code} has a button to correct it. "
            "For another person of that name, add a middle name."
        ),
        name=name,
        seat=seat,
        code=seat.code,
    )


def _kept(words: str) -> str | None:
    return None if words.casefold() in NOTHING else words or None


def _corrected(before: str | None, words: str) -> str | None:
    return _kept(words) if words else before


def _changed(request: Request, what: Text, seat: Seat, race: Race) -> Card:
    """What happened, and the race as it is now."""
    running = candidates.of_races(request.db, [race.id])[race.id]
    body: list[Block] = [
        what,
        Text(N_("{seat}: {race}"), seat=seat, race=race_name(race)),
        *rows(running[:_SHOWN]),
    ]
    more = len(running) - _SHOWN
    if more > 0:
        body.append(Note(Text(NP_("and {n} more", "and {n} more"), n=more)))
    return Card(None, tuple(body), (add_button(request, seat, race),))


def rows(running: Sequence[Running]) -> tuple[Rows, ...]:
    """Candidates as a list, each with a button to correct it."""
    lines = tuple(
        Row(candidate_line(one), (Button(N_("Correct"), correct_candidate, candidate=one),))
        for one in running
    )
    return (Rows(lines),) if lines else ()


def add_button(scene: Scene, seat: Seat, race: Race | None = None) -> Button:
    """The button to add a candidate: to this race while it is to come, else to the seat's next one."""
    contest = coming_contest(seat, scene)
    if race is not None and race.over_by >= local_day(scene):
        contest = Contest(seat, race.cycle, race.kind)
    return Button(N_("Add candidate"), add_candidate, race=contest)
