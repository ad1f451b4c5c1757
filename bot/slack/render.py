"""Cards as Block Kit. Pure: decides nothing, knows no database, and never makes what Slack refuses."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.identifiers import button_id, menu_id, told_apart
from bot.slack import limits
from bot.slack.blocks import Block, Element, JsonObject, mrkdwn, plain_text, rich_text
from bot.slack.limits import shortened, shortened_markup
from bot.slack.wording import Reader, to_message_text, to_mrkdwn, to_plain, to_rich_text
from handlers.cards import About, Button, Card, Choice, Fields, Menu, Note, Picture, Row, Rows, Style
from handlers.request import Origin
from handlers.text import N_, Text

_MORE = N_("This is shortened. Ask for less at once to see the rest.")
_NO_WORDS = "–"
"""The text of a message that has no words at all: Slack takes none without."""

_IN_ORDER = json.JSONEncoder(sort_keys=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: its blocks, and all of it in plain text."""

    text: str
    blocks: list[Block]

    def as_payload(self) -> JsonObject:
        """Both, as Slack takes them; links in user text are not unfolded."""
        return {"text": self.text, "blocks": [*self.blocks], "unfurl_links": False, "unfurl_media": False}


class Renderer:
    """Draws for one reader. `origin` says for which workspace the ids in buttons are."""

    def __init__(self, reader: Reader, origin: Origin) -> None:
        self.reader = reader
        self.origin = origin

    def message(self, card: Card) -> Drawn:
        """A card as a message."""
        words = self._plain(card)
        return Drawn(words if words.strip() else _NO_WORDS, self.blocks(card, limits.BLOCKS_IN_MESSAGE))

    def blocks(self, card: Card, most: int) -> list[Block]:
        """A card's blocks, at most so many. Their ids tell what the card is about, and change with it."""
        body = [block for part in card.body for block in self._part(part)]
        actions = self._actions(card)
        room = most - (1 if card.title else 0) - len(actions)
        fitting = _fitting(body, room)
        if fitting < len(body):
            body = [*body[: min(fitting, room - 1)], self._context(Text(_MORE))]
        blocks = [self._title(card.title)] if card.title else []
        blocks += [*body, *actions]
        _tell_apart(blocks)
        _number(blocks, card.about)
        return blocks

    def _title(self, title: Text) -> Block:
        words = shortened(to_plain(title, self.reader), limits.HEADER_TEXT)
        return {"type": "header", "text": plain_text(words)}

    def _part(self, part: Text | Fields | Rows | Picture | Note) -> Iterator[Block]:
        match part:
            case Text():
                yield rich_text.block("", [rich_text.section(self._elements(part))])
            case Note():
                yield self._context(part.text)
            case Fields():
                yield from self._fields(part)
            case Rows():
                for row in part.rows:
                    yield from self._row(row)
            case Picture():
                yield {
                    "type": "image",
                    "image_url": part.address,
                    "alt_text": shortened(to_plain(part.description, self.reader), limits.IMAGE_ALT) or " ",
                }

    def _elements(self, text: Text) -> list[Element]:
        elements = to_rich_text(text, self.reader)
        for element in elements:
            words = element.get("text")
            if isinstance(words, str):
                element["text"] = shortened(words, limits.SECTION_TEXT)
        return [element for element in elements if element.get("text") != ""] or [rich_text.words(" ")]

    def _context(self, text: Text) -> Block:
        marked = shortened_markup(to_mrkdwn(text, self.reader), limits.SECTION_TEXT)
        return {"type": "context", "elements": [mrkdwn(marked or " ")]}

    def _fields(self, fields: Fields) -> Iterator[Block]:
        shown = [
            mrkdwn(
                shortened_markup(
                    f"*{to_mrkdwn(field.label, self.reader)}*\n{to_mrkdwn(field.value, self.reader)}",
                    limits.FIELD_TEXT,
                )
            )
            for field in fields.fields
        ]
        for start in range(0, len(shown), limits.SECTION_FIELDS):
            yield {"type": "section", "fields": [*shown[start : start + limits.SECTION_FIELDS]]}

    def _row(self, row: Row) -> Iterator[Block]:
        """A row's words, and its buttons below: a section with both would parse markup in people's names."""
        yield rich_text.block("", [rich_text.section(self._elements(row.text))])
        for start in range(0, len(row.actions), limits.ACTIONS_ELEMENTS):
            batch = row.actions[start : start + limits.ACTIONS_ELEMENTS]
            yield {"type": "actions", "elements": [self._button(action) for action in batch]}

    def _actions(self, card: Card) -> list[Block]:
        return [
            {"type": "actions", "elements": [self._action(action) for action in batch]}
            for batch in _batches(card.actions)
        ]

    def _action(self, action: Button | Menu) -> Element:
        return self._button(action) if isinstance(action, Button) else self._menu(action)

    def _button(self, button: Button) -> Element:
        element: Element = {
            "type": "button",
            "action_id": button_id(button, self.origin),
            "text": plain_text(shortened(to_plain(button.label, self.reader), limits.BUTTON_TEXT)),
        }
        if button.style is not Style.PLAIN:
            element["style"] = button.style.value
        return element

    def _menu(self, menu: Menu) -> Element:
        return {
            "type": "static_select",
            "action_id": menu_id(menu, self.origin),
            "placeholder": plain_text(shortened(to_plain(menu.placeholder, self.reader), limits.PLACEHOLDER)),
            "options": [self.option(choice) for choice in menu.options[: limits.SELECT_OPTIONS]],
        }

    def option(self, choice: Choice) -> JsonObject:
        """A choice as an option."""
        label = shortened(to_plain(choice.label, self.reader), limits.OPTION_TEXT)
        return {"text": plain_text(label), "value": choice.value[: limits.OPTION_VALUE]}

    def _plain(self, card: Card) -> str:
        """All of a card in words: what a screen reader reads and a notification shows."""
        lines = [to_message_text(card.title, self.reader)] if card.title else []
        for part in card.body:
            lines.extend(self._lines(part))
        if _offered(card.actions):
            lines.append(self._labels(_offered(card.actions)))
        return shortened_markup("\n".join(lines), limits.TEXT_OF_MESSAGE)

    def _labels(self, actions: tuple[Button | Menu, ...]) -> str:
        return " ".join(f"[{to_message_text(_label(action), self.reader)}]" for action in actions)

    def _lines(self, part: Text | Fields | Rows | Picture | Note) -> Iterator[str]:
        match part:
            case Text():
                yield to_message_text(part, self.reader)
            case Note(text=text) | Picture(description=text):
                yield to_message_text(text, self.reader)
            case Fields():
                for field in part.fields:
                    label = to_message_text(field.label, self.reader)
                    yield f"{label}: {to_message_text(field.value, self.reader)}"
            case Rows():
                for row in part.rows:
                    words = to_message_text(row.text, self.reader)
                    yield f"{words} {self._labels(row.actions)}" if row.actions else words


def _label(action: Button | Menu) -> Text:
    return action.label if isinstance(action, Button) else action.placeholder


def _offered(actions: tuple[Button | Menu, ...]) -> tuple[Button | Menu, ...]:
    """Without menus that have nothing to choose from, which Slack refuses."""
    return tuple(action for action in actions if isinstance(action, Button) or action.options)


def _batches(actions: tuple[Button | Menu, ...]) -> Iterator[tuple[Button | Menu, ...]]:
    offered = _offered(actions)
    for start in range(0, len(offered), limits.ACTIONS_ELEMENTS):
        yield offered[start : start + limits.ACTIONS_ELEMENTS]


def _fitting(body: list[Block], most: int) -> int:
    """How many of the blocks fit, by number and by size."""
    room = limits.ELEMENTS_BYTES
    for count, block in enumerate(body):
        room -= len(json.dumps(block))
        if count == most or room < 0:
            return count
    return len(body)


def _tell_apart(blocks: list[Block]) -> None:
    """Slack wants every id once; two rows may well have the same button."""
    seen: Counter[str] = Counter()
    for element in _controls(blocks):
        action_id = str(element["action_id"])
        seen[action_id] += 1
        if seen[action_id] > 1:
            element["action_id"] = told_apart(action_id, seen[action_id])


def _controls(blocks: list[Block]) -> Iterator[Element]:
    for block in blocks:
        accessory, elements = block.get("accessory"), block.get("elements")
        if isinstance(accessory, dict):
            yield accessory
        if block["type"] == "actions" and isinstance(elements, list):
            yield from (element for element in elements if isinstance(element, dict))


def _number(blocks: list[Block], about: About | None) -> None:
    """Give every block an id: what the card is about, its place, and a mark of its content."""
    subject = f"{about.kind}/{about.id}" if about else "card"
    for place, block in enumerate(blocks):
        block.pop("block_id", None)
        mark = hashlib.sha256(_IN_ORDER.encode(block).encode()).hexdigest()[:8]
        block["block_id"] = f"{subject}/{place}/{mark}"


def about_of(block_id: str) -> About | None:
    """What the card is about that a pressed block belongs to."""
    kind, _, rest = block_id.partition("/")
    number, slash, _ = rest.partition("/")
    return About(kind, int(number)) if slash and kind != "card" and number.isdigit() else None
