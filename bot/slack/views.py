"""Forms as Slack's modals, there and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from bot.slack import limits
from bot.slack.blocks import Block, Element, JsonObject, plain_text
from bot.slack.limits import shortened
from bot.slack.render import Renderer
from bot.slack.wording import to_plain
from handlers.cards import SEVERAL, Card, FieldKind, Form, FormField
from handlers.text import N_, Text

_PREFIX = "v1:"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a modal carries from where it was opened: the channel, and arguments it had already."""

    channel: str | None
    is_direct: bool
    kept: Mapping[str, str]

    def dumped(self) -> str:
        """As private metadata."""
        return json.dumps({"channel": self.channel, "direct": self.is_direct, "kept": dict(self.kept)})


def carried(metadata: str) -> Carried:
    """Read private metadata; empty where it is none of ours."""
    try:
        read = cast("object", json.loads(metadata or "{}"))
    except ValueError:
        return Carried(None, is_direct=False, kept={})
    body: Mapping[str, object] = cast("Mapping[str, object]", read) if isinstance(read, dict) else {}
    kept = body.get("kept")
    known: Mapping[str, object] = cast("Mapping[str, object]", kept) if isinstance(kept, dict) else {}
    channel = body.get("channel")
    return Carried(
        channel if isinstance(channel, str) else None,
        body.get("direct") is True,
        {name: str(value) for name, value in known.items()},
    )


def modal(form: Form, renderer: Renderer, carry: Carried) -> JsonObject:
    """A form as a modal."""
    reader = renderer.reader
    return {
        "type": "modal",
        "callback_id": f"{_PREFIX}{form.command.id}",
        "title": plain_text(shortened(to_plain(form.title, reader), limits.VIEW_TITLE)),
        "submit": plain_text(shortened(to_plain(form.submit, reader), limits.VIEW_SUBMIT)),
        "close": plain_text(shortened(to_plain(Text(N_("Cancel")), reader), limits.VIEW_SUBMIT)),
        "private_metadata": carry.dumped(),
        "blocks": [_input(form, field, renderer) for field in form.fields],
    }


def answer_view(card: Card, renderer: Renderer, carry: Carried) -> JsonObject:
    """An answer as a modal with nothing left to fill in."""
    reader = renderer.reader
    title = card.title or Text(N_("What happened"))
    body = Card(None, card.body, card.actions, card.about)
    words = to_plain(title, reader)
    if len(words) > limits.VIEW_TITLE:
        body, words = card, to_plain(Text(N_("What happened")), reader)
    return {
        "type": "modal",
        "callback_id": f"{_PREFIX}answer",
        "title": plain_text(words),
        "close": plain_text(to_plain(Text(N_("Close")), reader)),
        "private_metadata": carry.dumped(),
        "blocks": [*renderer.blocks(body, limits.BLOCKS_IN_VIEW)],
    }


def command_of(callback_id: str) -> str:
    """The command's id that a modal is for."""
    return callback_id.removeprefix(_PREFIX)


def _input(form: Form, field: FormField, renderer: Renderer) -> Block:
    reader = renderer.reader
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(shortened(to_plain(field.label, reader), limits.INPUT_LABEL)),
        "optional": not field.required,
        "element": _element(form, field, renderer),
    }
    if field.hint is not None:
        block["hint"] = plain_text(shortened(to_plain(field.hint, reader), limits.INPUT_HINT))
    return block


def _element(form: Form, field: FormField, renderer: Renderer) -> Element:
    initial = renderer.option(field.initial) if field.initial else None
    match field.kind:
        case FieldKind.TYPE_AHEAD:
            element: Element = {
                "type": "external_select",
                "action_id": f"{_PREFIX}{form.command.id}:{field.name}",
                "min_query_length": 0,
            }
            return element if initial is None else {**element, "initial_option": initial}
        case FieldKind.MENU:
            options = [renderer.option(choice) for choice in field.options]
            element = {"type": "static_select", "action_id": field.name, "options": [*options]}
            return element if initial is None else {**element, "initial_option": initial}
        case FieldKind.SEVERAL:
            options = [renderer.option(choice) for choice in field.options[: limits.SELECT_OPTIONS]]
            picked = [option for choice in field.picked if (option := renderer.option(choice)) in options]
            element = {"type": "multi_static_select", "action_id": field.name, "options": [*options]}
            return {**element, "initial_options": [*picked]} if picked else element
        case FieldKind.PERSON:
            element = {"type": "users_select", "action_id": field.name}
            is_user = field.initial is not None and field.initial.value[:1] in ("U", "W")
            return {**element, "initial_user": field.initial.value} if is_user and field.initial else element
        case FieldKind.DAY:
            element = {"type": "datepicker", "action_id": field.name}
            return {**element, "initial_date": field.initial.value} if field.initial else element
        case FieldKind.TIME:
            element = {"type": "timepicker", "action_id": field.name}
            return {**element, "initial_time": field.initial.value} if field.initial else element
        case FieldKind.CHANNEL:
            element = {
                "type": "conversations_select",
                "action_id": field.name,
                "filter": {"include": ["public", "private"], "exclude_bot_users": True},
            }
            return {**element, "initial_conversation": field.initial.value} if field.initial else element
        case _:
            element = {
                "type": "plain_text_input",
                "action_id": field.name,
                "multiline": field.kind is FieldKind.PARAGRAPH,
                "max_length": min(field.most, limits.INPUT_MOST),
            }
            return {**element, "initial_value": field.initial.value} if field.initial else element


def submitted_values(state: Mapping[str, object]) -> dict[str, str]:
    """What was filled in, by field; an emptied field is an empty string, so that it can be told apart."""
    return {
        block: _filled(cast("Mapping[str, object]", element))
        for block, actions in state.items()
        if isinstance(actions, dict)
        for element in cast("Mapping[str, object]", actions).values()
        if isinstance(element, dict)
    }


_PICKED = (
    "value",
    "selected_user",
    "selected_conversation",
    "selected_channel",
    "selected_date",
    "selected_time",
)


def _filled(element: Mapping[str, object]) -> str:
    option = element.get("selected_option")
    if isinstance(option, dict):
        return str(cast("Mapping[str, object]", option).get("value", ""))
    several = element.get("selected_options")
    if isinstance(several, list):
        chosen = [cast("Mapping[str, object]", one) for one in cast("list[object]", several)]
        return SEVERAL.join(str(one.get("value", "")) for one in chosen)
    for key in _PICKED:
        value = element.get(key)
        if isinstance(value, str):
            return value
    return ""
