"""`/parity`: a race's candidates by what each was given, and what is owed to whom."""

from collections.abc import Sequence
from typing import Annotated

from config.campaign import Tactic, Topic
from handlers.candidates.adding import add_button
from handlers.candidates.recent import recent_races
from handlers.candidates.showing import race_name
from handlers.cards import Block, Button, Card, Note, Press, Reply, Row, Rows
from handlers.outreach.chains import is_over
from handlers.outreach.contacting import log_contact, log_question
from handlers.outreach.parity.items import Treated, Treatment
from handlers.outreach.parity.reckoning import Parity, reckon
from handlers.outreach.parity.topics import next_event
from handlers.outreach.parity.why import why_alike
from handlers.outreach.parity.wording import item_name, owed, treatment_line
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, NP_, Strong, Text, verbatim
from handlers.town_halls.suggesting import ask_question
from handlers.town_halls.topics import reads_spanish, topic_name
from storage.candidates import Running
from storage.outreach.materials import Material
from storage.seats import Seat
from storage.town_halls.town_halls import TownHall

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
    body = _body(request, entries[(page - 1) * _PAGE : page * _PAGE])
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


def _body(request: Request, entries: Sequence[tuple[Parity, Running]]) -> list[Block]:
    by_race: dict[int, tuple[Parity, list[Running]]] = {}
    for known, running in entries:
        by_race.setdefault(known.race.id, (known, []))[1].append(running)
    body: list[Block] = []
    for known, shown in by_race.values():
        body += [race_name(known.race), _summary(request, known)]
        if known.items:
            body.append(Rows(tuple(_row(request, known, one) for one in shown)))
    return body


def _summary(request: Request, known: Parity) -> Text:
    if not known.items:
        return Text(N_("Nobody of this race was contacted yet, so nobody is owed anything."))
    behind = len(owed(known))
    if not behind:
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


def _row(request: Request, known: Parity, running: Running) -> Row:
    text = Text(N_("{name}"), name=Strong(running.name))
    treated = known.treatments[running]
    for treatment in treated:
        line = treatment_line(treatment, request.coalition.zone, reads_spanish(request))
        text = Text(N_("{above}\n{line}"), above=text, line=line)
    if not running.still_listed:
        line = Text(N_("No longer on the official list of candidates."))
        return Row(Text(N_("{above}\n{line}"), above=text, line=line))
    return Row(text, () if is_over(request, known.race) else _buttons(request, known, running))


def _buttons(request: Request, known: Parity, running: Running) -> tuple[Button, ...]:
    """One a debt: each opens the form with what is owed. What is to be asked soon needs none."""
    owed_to_them = [
        one for one in known.treatments[running] if one.state is Treated.OWED and one.planned is None
    ][:_BUTTONS]
    is_asked = any(isinstance(one.item, Topic) for one in owed_to_them)
    event = next_event(request, running, known.race) if is_asked else None
    return tuple(_button(request, running, one, event) for one in owed_to_them)


def _button(request: Request, running: Running, owed: Treatment, event: TownHall | None) -> Button:
    item = owed.item
    if isinstance(item, Topic):
        return _about(request, running, item, event)
    return Button(
        Text(N_("Log {item}"), item=item_name(item)),
        log_contact,
        press=Press.ASKS,
        candidate=running,
        how=item if isinstance(item, Tactic) else None,
        materials=(item,) if isinstance(item, Material) else None,
    )


def _about(request: Request, running: Running, topic: Topic, event: TownHall | None) -> Button:
    """A question for their next town hall; where none is announced, one that was asked otherwise."""
    name = topic_name(topic.id, reads_spanish(request))
    if event is not None:
        label = Text(N_("Suggest: {topic}"), topic=name)
        return Button(label, ask_question, press=Press.ASKS, event=event, topic=topic.id)
    label = Text(N_("Log question: {topic}"), topic=name)
    return Button(label, log_question, press=Press.ASKS, candidate=running, topic=topic.id)
