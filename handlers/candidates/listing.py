"""`/candidates`: the races of a seat with their candidates, in pages."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from handlers.arguments.race import local_day
from handlers.candidates.adding import add_button, rows
from handlers.candidates.showing import race_name
from handlers.cards import Block, Button, Card, Note, Reply
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, Text, verbatim
from storage import candidates, races
from storage.candidates import Running
from storage.races import Race
from storage.seats import Seat

_PAGE = 10
_RECENT_YEARS = 2


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
    if not entries:
        return Reply(_nothing(request, district))
    pages = -(-len(entries) // _PAGE)
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * _PAGE : page * _PAGE]
    body = _body(shown)
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
    """The candidates of the races to show: recent ones, or where there are none the last one."""
    known = races.of_seats(request.db, [seat.id])
    running = candidates.of_races(request.db, (race.id for race in known))
    contested = [race for race in known if running[race.id]]
    recent = [race for race in contested if race.over_by >= _horizon(local_day(request))]
    return [(race, one) for race in recent or contested[:1] for one in running[race.id]]


def _horizon(today: date) -> date:
    """Two years ago; 29 February counts as the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - _RECENT_YEARS, today.month, day)


def _body(entries: Sequence[tuple[Race, Running]]) -> list[Block]:
    by_race: dict[int, tuple[Race, list[Running]]] = {}
    for race, running in entries:
        by_race.setdefault(race.id, (race, []))[1].append(running)
    body: list[Block] = []
    for race, found in by_race.values():
        body += [race_name(race), *rows(found)]
    return body


def _nothing(request: Request, seat: Seat) -> Card:
    text = Text(
        N_(
            "No candidate for {seat} is on the list yet. "
            "Add the ones you know; most states list them on the election office's site."
        ),
        seat=seat,
    )
    return Card(body=(text,), actions=(add_button(request, seat),))
