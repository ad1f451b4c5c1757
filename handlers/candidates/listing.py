"""`/candidates`: the races of a seat with their candidates, in pages."""

from collections.abc import Sequence
from typing import Annotated

from handlers.candidates.adding import add_button
from handlers.candidates.recent import recent_races
from handlers.candidates.showing import candidate_line, race_name
from handlers.cards import Block, Button, Card, Note, Reply, Row, Rows
from handlers.outreach.contacting import log_contact
from handlers.outreach.replying import log_reply
from handlers.outreach.seeing import see_candidate
from handlers.outreach.standing import Standing, lines, standings
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, Text, verbatim
from handlers.town_halls.afterwards.record import heard
from handlers.visits.record import record
from storage.candidates import Running
from storage.races import Race
from storage.seats import Seat

_PAGE = 10


@command(
    "candidates",
    N_("See who runs for a seat"),
    effect=Effect.READS,
    title=N_("Candidates"),
    submit=N_("Show"),
)
def list_candidates(
    request: Request,
    district: Annotated[Seat, Label(N_("District"), N_("A code, a state or a Member's name"))],
    page: int = 1,
) -> Reply:
    """Show one person the candidates of a seat's races, the newest race first."""
    entries = _entries(request, district)
    said = [*record(request, district), *heard(request, district)]
    if not entries:
        return Reply(_nothing(request, district, said))
    pages = -(-len(entries) // _PAGE)
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * _PAGE : page * _PAGE]
    body = [*_body(request, shown), *said]
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = (
        add_button(request, district, entries[0][0]),
        *(Button(label, list_candidates, district=district, page=number) for label, number in turns),
    )
    return Reply(Card(verbatim(district.title), tuple(body), actions))


def _entries(request: Request, seat: Seat) -> list[tuple[Race, Running]]:
    return [(race, one) for race, running in recent_races(request, seat) for one in running]


def _body(request: Request, entries: Sequence[tuple[Race, Running]]) -> list[Block]:
    by_race: dict[int, tuple[Race, list[Running]]] = {}
    for race, running in entries:
        by_race.setdefault(race.id, (race, []))[1].append(running)
    known = standings(request, [running for _, running in entries])
    body: list[Block] = []
    for race, found in by_race.values():
        rows = tuple(_row(request, one, known.get(one.candidate_id or 0)) for one in found)
        body += [race_name(race), Rows(rows)]
    return body


def _row(request: Request, running: Running, standing: Standing | None) -> Row:
    text = candidate_line(running)
    for line in lines(request, standing):
        text = Text(N_("{above}\n{line}"), above=text, line=line)
    more = Button(N_("See more"), see_candidate, candidate=running)
    if not running.still_listed:
        return Row(text, (more,))
    contact = Button(N_("Log contact"), log_contact, candidate=running)
    replied = Button(N_("Log reply"), log_reply, candidate=running)
    return Row(text, (contact, replied, more))


def _nothing(request: Request, seat: Seat, said: Sequence[Block]) -> Card:
    text = Text(
        N_(
            "No candidate for {seat} is on the list yet. "
            "Add the ones you know; most states list them on the election office's site."
        ),
        seat=seat,
    )
    return Card(body=(text, *said), actions=(add_button(request, seat),))
