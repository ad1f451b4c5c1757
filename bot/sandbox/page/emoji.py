"""The emoji short names a small workspace meets; any other stays the text that was written."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r":([a-z0-9_+'-]{1,40}):")

EMOJI: Final = {
    "+1": "👍", "-1": "👎", "alarm_clock": "⏰", "arrow_right": "➡️", "ballot_box_with_ballot": "🗳️",
    "bell": "🔔", "books": "📚", "bulb": "💡", "busts_in_silhouette": "👥", "calendar": "📅",
    "calling": "📲", "chart_with_upwards_trend": "📈", "clap": "👏", "classical_building": "🏛️",
    "clipboard": "📋", "date": "📅", "email": "✉️", "envelope": "✉️", "exclamation": "❗", "eyes": "👀",
    "fire": "🔥", "flag-us": "🇺🇸", "green_heart": "💚", "grey_question": "❔", "hand": "✋",
    "handshake": "🤝", "heart": "❤️", "heavy_check_mark": "✔️", "hourglass": "⌛", "house": "🏠",
    "information_source": "ℹ️", "link": "🔗", "lock": "🔒", "loudspeaker": "📢", "mag": "🔍", "mailbox": "📫",
    "mega": "📣", "memo": "📝", "microphone": "🎤", "muscle": "💪", "no_entry": "⛔", "page_facing_up": "📄",
    "pencil": "📝", "phone": "☎️", "point_right": "👉", "pray": "🙏", "pushpin": "📌", "question": "❓",
    "raised_hands": "🙌", "red_circle": "🔴", "rocket": "🚀", "round_pushpin": "📍", "smile": "😄",
    "speech_balloon": "💬", "star": "⭐", "tada": "🎉", "telephone_receiver": "📞", "thumbsup": "👍",
    "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "x": "❌",
}  # fmt: skip


def with_emoji(text: str) -> str:
    """`:wave: hello` with the sign in place of the short name."""
    return _NAME.sub(lambda match: EMOJI.get(match[1], match[0]), text)
