"""`/parity`: a race's candidates by what each was given, and what is owed to whom."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from config.campaign import Tactic
from handlers.candidates.adding import add_button
from handlers.candidates.recent import recent_races
from handlers.candidates.showing import race_name
from handlers.cards import Block, Button, Card, Note, Press, Reply, Row, Rows
from handlers.outreach.chains import is_over
from handlers.outreach.contacting import log_contact
from handlers.outreach.parity.reckoning import Parity, Treated, Treatment, reckon
from handlers.outreach.parity.topics import Asked, asked_of, behind, topic_lines
from handlers.outreach.parity.why import why_alike
from handlers.outreach.parity.wording import item_name, owed, treatment_line
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, NP_, Strong, Text, verbatim
from storage.candidates import Running
from storage.outreach.materials import Material
from storage.seats import Seat

_PAGE = 8
_BUTTONS = 10
"""How many of a candidate's debts have a button; once some are logged, the next ones have."""


@command(
    "parity",
    N_("See whether the candidates of a race were treated alike"),
    effect=Effect.READS,
    title=N_("Parity"),
    submit=N_("Show"),
)
def parity(
    request: Request,
    district: Annotated[Seat, Label(N_("District"), N_("A code, a state or a Member's name"))],
    page: int = 1,
) -> Reply:
    """Show one person who of a race was given what, and what is owed, the newest race first."""
    races = [race for race, _ in recent_races(request, district)]
    reckoned = reckon(request, races)
    entries = [(reckoned[race.id], one) for race in races for one in reckoned[race.id].treatments]
    if not entries:
        return Reply(_nobody(request, district))
    pages = -(-len(entries) // _PAGE)
    page = min(max(page, 1), pages)
    asked = asked_of(request, {race: tuple(reckoned[race.id].treatments) for race in races})
    body = _body(request, entries[(page - 1) * _PAGE : page * _PAGE], asked)
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    actions = (
        *(Button(words, parity, district=district, page=number) for words, number in turns),
        Button(N_("Why?"), why_alike),
    )
    return Reply(Card(verbatim(district.title), tuple(body), actions))


def _nobody(request: Request, seat: Seat) -> Card:
    text = Text(N_("No candidate for {seat} is on the list yet, so there is nobody to compare."), seat=seat)
    return Card(body=(text,), actions=(add_button(request, seat),))


def _body(
    request: Request, entries: Sequence[tuple[Parity, Running]], asked: Mapping[Running, Asked]
) -> list[Block]:
    by_race: dict[int, tuple[Parity, list[Running]]] = {}
    for known, running in entries:
        by_race.setdefault(known.race.id, (known, []))[1].append(running)
    body: list[Block] = []
    for known, shown in by_race.values():
        of_race = [asked[one] for one in known.treatments]
        unasked = behind(of_race)
        body += [race_name(known.race), _summary(request, known, unasked is None)]
        if unasked is not None:
            body.append(unasked)
        if known.items or any(one.about for one in of_race):
            body.append(Rows(tuple(_row(request, known, one, asked[one]) for one in shown)))
    return body


def _summary(request: Request, known: Parity, asked_alike: bool) -> Text:
    if not known.items:
        return Text(N_("Nobody of this race was contacted yet, so nobody is owed anything."))
    behind = len(owed(known))
    if not behind:
        if not asked_alike:
            return Text(N_("All candidates of this race got the same contact and materials."))
        return Text(N_("All candidates of this race were treated alike."))
    if is_over(request, known.race):
        return Text(
            NP_(
                "The race is over. {n} candidate was not treated like the others.",
                "The race is over. {n} candidates were not treated like the others.",
            ),
            n=behind,
        )
    return Text(
        NP_("{n} candidate is owed something.", "{n} candidates are owed something."),
        n=behind,
    )


def _row(request: Request, known: Parity, running: Running, asked: Asked) -> Row:
    text = Text(N_("{name}"), name=Strong(running.name))
    treated = known.treatments[running]
    lines = [treatment_line(treatment, request.coalition.zone) for treatment in treated]
    for line in (*lines, *topic_lines(request, asked)):
        text = Text(N_("{above}\n{line}"), above=text, line=line)
    if not running.still_listed:
        line = Text(N_("No longer on the official list of candidates."))
        return Row(Text(N_("{above}\n{line}"), above=text, line=line))
    return Row(text, () if is_over(request, known.race) else _buttons(running, treated))


def _buttons(running: Running, treated: Sequence[Treatment]) -> tuple[Button, ...]:
    """One a debt: each opens the form with what is owed."""
    items = [one.item for one in treated if one.state is Treated.OWED][:_BUTTONS]
    return tuple(
        Button(
            Text(N_("Log {item}"), item=item_name(item)),
            log_contact,
            press=Press.ASKS,
            candidate=running,
            how=item if isinstance(item, Tactic) else None,
            materials=(item,) if isinstance(item, Material) else None,
        )
        for item in items
    )
