"""The interactive elements and small objects of Block Kit, as shapes (see `schema`)."""

from typing import Final

from bot.sandbox import limits
from bot.sandbox.model import JsonObject, JsonValue, objects_of
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    boolean,
    choice,
    exactly,
    integer,
    items,
    record,
    string,
    typed,
)

DATE: Final = r"\d{4}-\d{2}-\d{2}"
TIME: Final = r"([01]\d|2[0-3]):[0-5]\d"
WEB_ADDRESS: Final = r"https?://\S+"
ID: Final = r"[A-Z][A-Z0-9]+"
LATEST_SECOND: Final = 9_999_999_999


def plain_text(at_most: int) -> Check:
    """A plain_text object of at most that many characters."""
    return record(
        required={"type": exactly("plain_text"), "text": string(at_least=1, at_most=at_most)},
        optional={"emoji": boolean},
    )


def mrkdwn(at_most: int) -> Check:
    """A mrkdwn object of at most that many characters."""
    return record(
        required={"type": exactly("mrkdwn"), "text": string(at_least=1, at_most=at_most)},
        optional={"verbatim": boolean},
    )


def any_text(at_most: int) -> Check:
    """A plain_text or a mrkdwn object."""
    return typed({"plain_text": plain_text(at_most), "mrkdwn": mrkdwn(at_most)}, what="text")


CONFIRM: Final = record(
    required={
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    optional={"style": choice("primary", "danger")},
)


def _option(text: Check, *, url: bool = False) -> Check:
    more: dict[str, Check] = {"url": string(at_least=1, at_most=limits.OPTION_URL)} if url else {}
    return record(
        required={"text": text, "value": string(at_least=1, at_most=limits.OPTION_VALUE)},
        optional={"description": text, **more},
    )


SELECT_OPTION: Final = _option(plain_text(limits.OPTION_TEXT))
CHOICE_OPTION: Final = _option(any_text(limits.OPTION_TEXT))
OVERFLOW_OPTION: Final = _option(plain_text(limits.OPTION_TEXT), url=True)
SELECT_OPTIONS: Final = items(SELECT_OPTION, at_most=limits.SELECT_OPTIONS)
OPTION_GROUP: Final = record(
    required={"label": plain_text(limits.OPTION_GROUP_LABEL), "options": SELECT_OPTIONS}
)
OPTION_GROUPS: Final = items(OPTION_GROUP, at_most=limits.SELECT_GROUPS)

SUGGESTIONS: Final = record(
    optional={
        "options": items(SELECT_OPTION, at_least=0, at_most=limits.SELECT_OPTIONS),
        "option_groups": items(
            record(
                required={
                    "label": plain_text(limits.OPTION_GROUP_LABEL),
                    "options": items(SELECT_OPTION, at_least=0, at_most=limits.SELECT_OPTIONS),
                }
            ),
            at_least=0,
            at_most=limits.SELECT_GROUPS,
        ),
    },
    also=[lambda answer, at: _one_of_two(answer, at, "options", "option_groups")],
)


def offered_options(element: JsonObject) -> list[JsonObject]:
    """The options that an element carries, groups flattened."""
    grouped = [
        option for group in objects_of(element, "option_groups") for option in objects_of(group, "options")
    ]
    return objects_of(element, "options") + grouped


def _one_of_two(holder: JsonObject, at: str, first: str, second: str) -> Problems:
    if (first in holder) == (second in holder):
        return [Problem(at, f"must have exactly one of: {first}, {second}")]
    return []


def _options_or_groups(element: JsonObject, at: str) -> Problems:
    return _one_of_two(element, at, "options", "option_groups")


def _initial_is_offered(element: JsonObject, at: str) -> Problems:
    first = element.get("initial_option")
    chosen: list[tuple[str, JsonValue]] = [] if first is None else [("initial_option", first)]
    several = element.get("initial_options")
    if isinstance(several, list):
        chosen.extend((f"initial_options/{index}", option) for index, option in enumerate(several))
    known = [(_words(option), option.get("value")) for option in offered_options(element)]
    return [
        Problem(f"{at}/{where}", "must be one of the provided options")
        for where, option in chosen
        if isinstance(option, dict) and (_words(option), option.get("value")) not in known
    ]


def _words(option: JsonObject) -> JsonValue:
    text = option.get("text")
    return text.get("text") if isinstance(text, dict) else None


def _lengths_agree(element: JsonObject, at: str) -> Problems:
    shortest, longest = element.get("min_length"), element.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        return [Problem(f"{at}/min_length", "must be less than or equal to max_length")]
    return []


ACTION_ID: Final = string(at_least=1, at_most=limits.ACTION_ID)
PLACEHOLDER: Final = plain_text(limits.PLACEHOLDER)
AN_ID: Final = string(at_least=1, at_most=255, pattern=ID)


def _element(
    kind: str,
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
) -> Check:
    common: dict[str, Check] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return record(
        required={"type": exactly(kind), **(required or {})}, optional={**common, **(optional or {})}
    )


def _select(kind: str, *, several: bool) -> Check:
    prefix = "multi_" if several else ""
    plural = "s" if several else ""
    most: dict[str, Check] = {"max_selected_items": integer(at_least=1, at_most=1000)} if several else {}
    common: dict[str, Check] = {
        "action_id": ACTION_ID,
        "placeholder": PLACEHOLDER,
        "confirm": CONFIRM,
        "focus_on_load": boolean,
        **most,
    }

    def many(one: Check) -> Check:
        return items(one, at_most=limits.SELECT_OPTIONS) if several else one

    required: dict[str, Check] = {"type": exactly(f"{prefix}{kind}_select")}
    match kind:
        case "static":
            fields: dict[str, Check] = {
                "options": SELECT_OPTIONS,
                "option_groups": OPTION_GROUPS,
                f"initial_option{plural}": many(SELECT_OPTION),
            }
            whole = [_options_or_groups, _initial_is_offered]
            return record(required=required, optional={**common, **fields}, also=whole)
        case "external":
            fields = {
                "min_query_length": integer(at_least=0, at_most=limits.TYPED_TEXT),
                f"initial_option{plural}": many(SELECT_OPTION),
            }
        case "users":
            fields = {f"initial_user{plural}": many(AN_ID)}
        case "channels":
            fields = {f"initial_channel{plural}": many(AN_ID), **_response_url(several=several)}
        case _:
            fields = {
                f"initial_conversation{plural}": many(AN_ID),
                "default_to_current_conversation": boolean,
                "filter": CONVERSATION_FILTER,
                **_response_url(several=several),
            }
    return record(required=required, optional={**common, **fields})


def _response_url(*, several: bool) -> dict[str, Check]:
    return {} if several else {"response_url_enabled": boolean}


CONVERSATION_FILTER: Final = record(
    optional={
        "include": items(choice("im", "mpim", "private", "public"), at_most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

BUTTON: Final = _element(
    "button",
    {"text": plain_text(limits.BUTTON_TEXT)},
    {
        "value": string(at_most=limits.BUTTON_VALUE),
        "url": string(at_least=1, at_most=limits.BUTTON_URL),
        "style": choice("primary", "danger"),
        "accessibility_label": string(at_most=limits.BUTTON_LABEL),
    },
)
OVERFLOW: Final = _element("overflow", {"options": items(OVERFLOW_OPTION, at_most=limits.OVERFLOW_OPTIONS)})
IMAGE_ELEMENT: Final = record(
    required={
        "type": exactly("image"),
        "image_url": string(at_least=1, at_most=limits.IMAGE_URL, pattern=WEB_ADDRESS),
        "alt_text": string(at_least=1, at_most=limits.IMAGE_ALT),
    }
)
_CHOICES: Final = items(CHOICE_OPTION, at_most=limits.CHOICE_OPTIONS)
RADIO_BUTTONS: Final = record(
    required={"type": exactly("radio_buttons"), "options": _CHOICES},
    optional={
        "action_id": ACTION_ID,
        "initial_option": CHOICE_OPTION,
        "confirm": CONFIRM,
        "focus_on_load": boolean,
    },
    also=[_initial_is_offered],
)
CHECKBOXES: Final = record(
    required={"type": exactly("checkboxes"), "options": _CHOICES},
    optional={
        "action_id": ACTION_ID,
        "initial_options": _CHOICES,
        "confirm": CONFIRM,
        "focus_on_load": boolean,
    },
    also=[_initial_is_offered],
)
DATEPICKER: Final = _element(
    "datepicker", optional={"initial_date": string(pattern=DATE), "placeholder": PLACEHOLDER}
)
TIMEPICKER: Final = _element(
    "timepicker",
    optional={
        "initial_time": string(pattern=TIME),
        "placeholder": PLACEHOLDER,
        "timezone": string(at_least=1),
    },
)
DATETIMEPICKER: Final = _element(
    "datetimepicker", optional={"initial_date_time": integer(at_least=1_000_000_000, at_most=LATEST_SECOND)}
)
DISPATCH_CONFIG: Final = record(
    required={"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), at_most=2)}
)


def _typed_input(kind: str, **more: Check) -> Check:
    return record(
        required={"type": exactly(kind)},
        optional={
            "action_id": ACTION_ID,
            "placeholder": PLACEHOLDER,
            "initial_value": string(at_most=limits.TYPED_TEXT),
            "focus_on_load": boolean,
            "dispatch_action_config": DISPATCH_CONFIG,
            **more,
        },
        also=[_lengths_agree],
    )


PLAIN_TEXT_INPUT: Final = _typed_input(
    "plain_text_input",
    multiline=boolean,
    min_length=integer(at_least=0, at_most=limits.TYPED_TEXT),
    max_length=integer(at_least=1, at_most=limits.TYPED_TEXT),
)
EMAIL_INPUT: Final = _typed_input("email_text_input")
URL_INPUT: Final = _typed_input("url_text_input")
NUMBER_INPUT: Final = record(
    required={"type": exactly("number_input"), "is_decimal_allowed": boolean},
    optional={
        "action_id": ACTION_ID,
        "placeholder": PLACEHOLDER,
        "initial_value": string(at_least=1),
        "min_value": string(at_least=1),
        "max_value": string(at_least=1),
        "focus_on_load": boolean,
        "dispatch_action_config": DISPATCH_CONFIG,
    },
)

SINGLE_SELECTS: Final = {
    f"{kind}_select": _select(kind, several=False)
    for kind in ("static", "external", "users", "channels", "conversations")
}
MULTI_SELECTS: Final = {
    f"multi_{kind}_select": _select(kind, several=True)
    for kind in ("static", "external", "users", "channels", "conversations")
}
PICKERS: Final = {
    "radio_buttons": RADIO_BUTTONS,
    "checkboxes": CHECKBOXES,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
}
IN_ACTIONS: Final = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "datetimepicker": DATETIMEPICKER,
    **SINGLE_SELECTS,
    **PICKERS,
}
IN_SECTION: Final = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": IMAGE_ELEMENT,
    **SINGLE_SELECTS,
    **MULTI_SELECTS,
    **PICKERS,
}
IN_INPUT: Final = {
    "plain_text_input": PLAIN_TEXT_INPUT,
    "email_text_input": EMAIL_INPUT,
    "url_text_input": URL_INPUT,
    "number_input": NUMBER_INPUT,
    "datetimepicker": DATETIMEPICKER,
    **SINGLE_SELECTS,
    **MULTI_SELECTS,
    **PICKERS,
}
IN_CONTEXT: Final = {
    "image": IMAGE_ELEMENT,
    "plain_text": plain_text(limits.CONTEXT_TEXT),
    "mrkdwn": mrkdwn(limits.CONTEXT_TEXT),
}
