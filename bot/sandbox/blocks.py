"""Block Kit as Slack checks it: what is wrong with these blocks or this view, and the ids it fills in."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.sandbox import elements, limits
from bot.sandbox.elements import any_text, plain_text
from bot.sandbox.model import JsonObject, JsonValue, ViewKind, object_of, objects_of, text_of
from bot.sandbox.rich_text import RICH_PART
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    anything,
    boolean,
    choice,
    exactly,
    integer,
    items,
    record,
    string,
    typed,
)

BLOCK_ID: Final = string(at_least=1, at_most=limits.BLOCK_ID)


class Surface(Enum):
    """Where blocks are shown; not every block may stand everywhere."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


def _block(
    kind: str,
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
    also: Sequence[Callable[[JsonObject, str], Problems]] = (),
) -> Check:
    return record(
        required={"type": exactly(kind), **(required or {})},
        optional={"block_id": BLOCK_ID, **(optional or {})},
        also=also,
    )


def _text_or_fields(block: JsonObject, at: str) -> Problems:
    if "text" in block or "fields" in block:
        return []
    return [Problem(at, "missing required field: text or fields")]


_RICH_TEXT: Final = _block("rich_text", {"elements": items(RICH_PART, at_least=0, at_most=1000)})
_CELL: Final = typed(
    {
        "raw_text": record(required={"type": anything, "text": string(at_least=1)}),
        "rich_text": _RICH_TEXT,
    },
    what="table cell",
)
_COLUMN: Final = record(optional={"align": choice("left", "center", "right"), "is_wrapped": boolean})

_EVERYWHERE: Final[dict[str, Check]] = {
    "section": _block(
        "section",
        optional={
            "text": any_text(limits.SECTION_TEXT),
            "fields": items(any_text(limits.SECTION_FIELD), at_most=limits.SECTION_FIELDS),
            "accessory": typed(elements.IN_SECTION, what="accessory"),
            "expand": boolean,
        },
        also=[_text_or_fields],
    ),
    "divider": _block("divider"),
    "header": _block(
        "header",
        {"text": plain_text(limits.HEADER_TEXT)},
        {"level": integer(at_least=1, at_most=6)},
    ),
    "image": _block(
        "image",
        {
            "image_url": string(at_least=1, at_most=limits.IMAGE_URL, pattern=elements.WEB_ADDRESS),
            "alt_text": string(at_least=1, at_most=limits.IMAGE_ALT),
        },
        {"title": plain_text(limits.IMAGE_TITLE)},
    ),
    "actions": _block(
        "actions",
        {
            "elements": items(
                typed(elements.IN_ACTIONS, what="element in an actions block"),
                at_most=limits.ACTIONS_ELEMENTS,
            )
        },
    ),
    "context": _block(
        "context",
        {
            "elements": items(
                typed(elements.IN_CONTEXT, what="element in a context block"),
                at_most=limits.CONTEXT_ELEMENTS,
            )
        },
    ),
    "input": _block(
        "input",
        {
            "label": plain_text(limits.INPUT_LABEL),
            "element": typed(elements.IN_INPUT, what="element in an input block"),
        },
        {"hint": plain_text(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": _RICH_TEXT,
}
_MESSAGE_ONLY: Final[dict[str, Check]] = {
    "markdown": _block("markdown", {"text": string(at_least=1, at_most=limits.MARKDOWN_TEXT)}),
    "table": _block(
        "table",
        {"rows": items(items(_CELL, at_most=limits.TABLE_CELLS), at_least=1, at_most=limits.TABLE_ROWS)},
        {"column_settings": items(_COLUMN, at_least=0, at_most=limits.TABLE_CELLS)},
    ),
}
_ON_SURFACE: Final = {
    Surface.MESSAGE: items(
        typed({**_EVERYWHERE, **_MESSAGE_ONLY}, what="block"), at_least=0, at_most=limits.BLOCKS_IN_MESSAGE
    ),
    Surface.MODAL: items(typed(_EVERYWHERE, what="block"), at_least=0, at_most=limits.BLOCKS_IN_VIEW),
    Surface.HOME: items(typed(_EVERYWHERE, what="block"), at_least=0, at_most=limits.BLOCKS_IN_VIEW),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An interactive element and the block that it stands in."""

    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        """The id of the block."""
        return text_of(self.block, "block_id")

    @property
    def action_id(self) -> str:
        """The id of the element."""
        return text_of(self.element, "action_id")

    @property
    def kind(self) -> str:
        """The element's type, such as "button"."""
        return text_of(self.element, "type")

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block."""
        return text_of(self.block, "type") == "input"


def placed_elements(blocks: Sequence[JsonObject]) -> Iterator[Placed]:
    """Every interactive element of valid blocks, in reading order."""
    for block in blocks:
        match block.get("type"):
            case "actions":
                inside = objects_of(block, "elements")
            case "section":
                inside = [object_of(block, "accessory")]
            case "input":
                inside = [object_of(block, "element")]
            case _:
                inside = []
        for element in inside:
            if element and element.get("type") != "image":
                yield Placed(block, element)


def block_problems(blocks: JsonValue, surface: Surface, at: str = "/blocks") -> Problems:
    """What Slack would refuse in these blocks; an empty list when it would take them. Never raises."""
    found = _ON_SURFACE[surface](blocks, at)
    if found or not isinstance(blocks, list):
        return found
    whole = [block for block in blocks if isinstance(block, dict)]
    return _repeated_ids(whole, at) + _crowded(whole, at)


def _repeated_ids(blocks: Sequence[JsonObject], at: str) -> Problems:
    block_ids = Counter(text_of(block, "block_id") for block in blocks if "block_id" in block)
    action_ids = Counter(placed.action_id for placed in placed_elements(blocks) if placed.action_id)
    return [
        Problem(at, f'block_id "{name}" already exists') for name, times in block_ids.items() if times > 1
    ] + [
        Problem(at, f'action_id "{name}" already exists for another element')
        for name, times in action_ids.items()
        if times > 1
    ]


def _crowded(blocks: Sequence[JsonObject], at: str) -> Problems:
    found: Problems = []
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append(Problem(at, "only one table allowed"))
    written = sum(len(text_of(block, "text")) for block in blocks if block.get("type") == "markdown")
    if written > limits.MARKDOWN_TEXT:
        found.append(Problem(at, f"markdown text must be less than {limits.MARKDOWN_TEXT + 1} characters"))
    if sum(placed.element.get("focus_on_load") is True for placed in placed_elements(blocks)) > 1:
        found.append(Problem(at, "only one element may have focus_on_load"))
    return found


_SHARED: Final[dict[str, Check]] = {
    "private_metadata": string(at_most=limits.PRIVATE_METADATA),
    "callback_id": string(at_most=limits.CALLBACK_ID),
    "external_id": string(at_most=limits.EXTERNAL_ID),
}
_VIEW: Final = typed(
    {
        "modal": record(
            required={
                "type": anything,
                "title": plain_text(limits.VIEW_TITLE),
                "blocks": anything,
            },
            optional={
                "submit": plain_text(limits.VIEW_TITLE),
                "close": plain_text(limits.VIEW_TITLE),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
                **_SHARED,
            },
        ),
        "home": record(required={"type": anything, "blocks": anything}, optional=_SHARED),
    },
    what="view",
)


def view_problems(view: JsonValue, kind: ViewKind) -> Problems:
    """What Slack would refuse in this view. Never raises."""
    found = _VIEW(view, "/view")
    if not isinstance(view, dict):
        return found
    if view.get("type") != kind:
        found.append(Problem("/view/type", f"must be {kind}"))
    if "blocks" in view:
        surface = Surface.MODAL if kind is ViewKind.MODAL else Surface.HOME
        found += block_problems(view["blocks"], surface, "/view/blocks")
    if kind is ViewKind.MODAL and not view.get("submit") and _has_input(view):
        found.append(Problem("/view", "missing required field: submit (the view has an input block)"))
    return found


def _has_input(view: JsonObject) -> bool:
    return any(block.get("type") == "input" for block in objects_of(view, "blocks"))


def view_is_too_large(view: JsonValue) -> bool:
    """Whether the view's JSON is above Slack's limit in bytes."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > limits.VIEW_BYTES


def completed(blocks: Sequence[JsonObject]) -> tuple[JsonObject, ...]:
    """Valid blocks as Slack keeps them: with the ids and defaults that it fills in itself."""
    return tuple(_completed_block(block) for block in blocks)


def _completed_block(block: JsonObject) -> JsonObject:
    kept = _with_defaults(block)
    kept["block_id"] = text_of(block, "block_id") or _random_id()
    match kept.get("type"):
        case "actions":
            kept["elements"] = [_with_action_id(one) for one in objects_of(kept, "elements")]
        case "section" if "accessory" in kept and object_of(kept, "accessory").get("type") != "image":
            kept["accessory"] = _with_action_id(object_of(kept, "accessory"))
        case "input":
            kept["element"] = _with_action_id(object_of(kept, "element"))
            kept.setdefault("optional", False)
            kept.setdefault("dispatch_action", False)
        case _:
            pass
    return kept


def _with_action_id(element: JsonObject) -> JsonObject:
    return {**element, "action_id": text_of(element, "action_id") or _random_id()}


def _with_defaults(value: JsonObject) -> JsonObject:
    kept: JsonObject = {key: _deep_defaults(item) for key, item in value.items() if item is not None}
    if kept.get("type") == "plain_text":
        kept.setdefault("emoji", True)
    if kept.get("type") == "mrkdwn":
        kept.setdefault("verbatim", False)
    return kept


def _deep_defaults(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _with_defaults(value)
    if isinstance(value, list):
        return [_deep_defaults(item) for item in value]
    return value


def _random_id() -> str:
    return secrets.token_urlsafe(4)[:5]
