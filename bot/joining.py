"""What comes due for one person in the same minute is one message: at most ten cards, under one mark.

Only kinds that say so are joined (`Company`): cards that stay current, so that the whole message can be
drawn anew when one of them changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from handlers.cards import Block, Button, Card, Note, Row, Rows, Style
from handlers.registry import Registry
from handlers.text import N_, Strong, Text
from handlers.timing import Company
from storage.across import Taken

MOST = 10


def groups(registry: Registry, line: Sequence[Taken]) -> Iterator[Sequence[Taken]]:
    """Rows to one recipient, in their order: those that are one message together, and the others alone."""
    group: list[Taken] = []
    for row in line:
        if group and (len(group) == MOST or not _go_together(registry, group[0], row)):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _go_together(registry: Registry, first: Taken, other: Taken) -> bool:
    if not (_may_join(registry, first) and _may_join(registry, other)):
        return False
    manners, others = registry.reminders[first.kind].manners, registry.reminders[other.kind].manners
    same_minute = first.due_at.replace(second=0, microsecond=0) == other.due_at.replace(
        second=0, microsecond=0
    )
    return same_minute and manners.ambiguous is others.ambiguous


def _may_join(registry: Registry, row: Taken) -> bool:
    """Whether a row is said directly, stays current, and cannot have been said already."""
    reminder = registry.reminders.get(row.kind)
    joins = reminder is not None and reminder.manners.company is Company.WITH_OTHERS
    return joins and row.channel is None and row.member_id is not None and row.unclear_since is None


def joined(cards: Iterable[Card]) -> Card:
    """Several cards as one: each with its title, its words and its own buttons.

    A note that all of them begin with is said once, above them.
    """
    parts = list(cards)
    above = _note_of_all(parts)
    body = [block for card in parts for block in _part(replace(card, body=card.body[len(above) :]))]
    return Card(None, (*above, *body), (), parts[0].about)


def _note_of_all(cards: Sequence[Card]) -> tuple[Block, ...]:
    first = cards[0].body[:1]
    is_shared = all(isinstance(block, Note) for block in first) and all(
        card.body[:1] == first for card in cards
    )
    return first if is_shared else ()


def _part(card: Card) -> Iterator[Block]:
    if card.title is not None:
        yield Text(N_("{title}"), title=Strong(card.title))
    *before, last = card.body or (Text(N_("–")),)
    yield from before
    # Several primary buttons in one message would say nothing.
    buttons = tuple(_plain(action) for action in card.actions if isinstance(action, Button))
    if isinstance(last, Text) and buttons:
        yield Rows((Row(last, buttons),))
        return
    yield last


def _plain(button: Button) -> Button:
    plain = copy(button)
    plain.style = Style.PLAIN
    return plain
