"""The parts of a rich_text block, as shapes (see `schema`)."""

from typing import Final

from bot.sandbox import elements
from bot.sandbox.schema import anything, boolean, choice, exactly, integer, items, record, string, typed

_STYLE: Final = record(optional=dict.fromkeys(("bold", "italic", "strike", "code", "highlight"), boolean))
_LEAF: Final = typed(
    {
        "text": record(required={"type": anything, "text": string(at_least=1)}, optional={"style": _STYLE}),
        "link": record(
            required={"type": anything, "url": string(at_least=1)},
            optional={"text": string(), "unsafe": boolean, "style": _STYLE},
        ),
        "user": record(required={"type": anything, "user_id": elements.AN_ID}, optional={"style": _STYLE}),
        "channel": record(
            required={"type": anything, "channel_id": elements.AN_ID}, optional={"style": _STYLE}
        ),
        "usergroup": record(required={"type": anything, "usergroup_id": elements.AN_ID}),
        "emoji": record(
            required={"type": anything, "name": string(at_least=1)},
            optional={"unicode": string(), "style": _STYLE},
        ),
        "broadcast": record(required={"type": anything, "range": choice("here", "channel", "everyone")}),
        "date": record(
            required={
                "type": anything,
                "timestamp": integer(at_least=0, at_most=elements.LATEST_SECOND),
                "format": string(at_least=1),
            },
            optional={"url": string(), "fallback": string(), "style": _STYLE},
        ),
    },
    what="rich text",
)
_LEAVES: Final = items(_LEAF, at_least=0, at_most=1000)
_BORDER: Final = integer(at_least=0, at_most=1)
_SECTION: Final = record(required={"type": exactly("rich_text_section"), "elements": _LEAVES})
RICH_PART: Final = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": record(
            required={"type": anything, "elements": _LEAVES}, optional={"border": _BORDER}
        ),
        "rich_text_quote": record(
            required={"type": anything, "elements": _LEAVES}, optional={"border": _BORDER}
        ),
        "rich_text_list": record(
            required={
                "type": anything,
                "style": choice("bullet", "ordered"),
                "elements": items(_SECTION, at_least=0, at_most=1000),
            },
            optional={
                "indent": integer(at_least=0, at_most=8),
                "offset": integer(at_least=0, at_most=100_000),
                "border": _BORDER,
            },
        ),
    },
    what="rich text element",
)
