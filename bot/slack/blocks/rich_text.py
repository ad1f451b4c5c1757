"""Rich text: elements in which user text stays exactly as it was typed."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack.blocks.elements import Block, Element


def words(text: str, *, strong: bool = False) -> Element:
    """Literal words, in bold or not."""
    return (
        {"type": "text", "text": text, "style": {"bold": True}} if strong else {"type": "text", "text": text}
    )


def user(external_id: str) -> Element:
    """A person, whom Slack shows by the name that the reader knows them by."""
    return {"type": "user", "user_id": external_id}


def channel(external_id: str) -> Element:
    """A channel."""
    return {"type": "channel", "channel_id": external_id}


def link(address: str, label: str) -> Element:
    """A web address."""
    return {"type": "link", "url": address, "text": label or address}


def moment(instant: datetime, fallback: str) -> Element:
    """A moment, which Slack shows in each reader's own zone."""
    return {
        "type": "date",
        "timestamp": int(instant.timestamp()),
        "format": "{date_long_pretty} {time}",
        "fallback": fallback,
    }


def section(elements: Sequence[Element]) -> Element:
    """Elements that make one paragraph."""
    return {"type": "rich_text_section", "elements": [*elements]}


def block(block_id: str, sections: Sequence[Element]) -> Block:
    """Paragraphs as a block."""
    return {"type": "rich_text", "block_id": block_id, "elements": [*sections]}
