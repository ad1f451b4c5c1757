"""The kind of an event by what a list calls it: forty spellings and whatever comes next."""

import re
import unicodedata

from storage.town_halls.kinds import EventKind

_SIGNS = (
    (EventKind.EMPTY_CHAIR, r"empty ?chair|missing member|without (?:the )?(?:rep|sen|member|congress)"),
    (EventKind.OFFICE_HOURS, r"\boffice ?hours?\b|mobile office|satellite office|traveling office|\bstaff\b|"
     r"constituent services|case ?work"),
    (EventKind.ONLINE_QA, r"\bama\b|reddit|ask me anything|twitter|\bonline (?:q|chat)|live chat|web chat|"
     r"(?:digital|virtual) q"),
    (EventKind.PHONE, r"\btele(?!v)|\bphone\b|conference call|\bcall in\b|by telephone"),
    (EventKind.VIRTUAL, r"\bvirtual|\bonline\b|facebook|\bfb live|live ?stream|webinar|\bzoom\b|\bvideo\b|"
     r"\bweb ?cast|\bdigital\b|\bskype\b|\bremote\b|youtube"),
    (EventKind.CANDIDATE_FORUM, r"\bdebate|candidate|(?<!community )(?<!open )(?<!public )\bforum\b"),
    (EventKind.OTHER, r"ticket|\bd ?c event|fund ?rais|\bparade\b|\bhearing\b|\brally\b"),
    (EventKind.IN_PERSON, r"town ?ha(?:ll|l)\b|town ?meeting|in person|listening session|community meeting|"
     r"constituent (?:meeting|coffee)|meet (?:and|&) greet|public (?:meeting|forum)|(?:community|open) forum|"
     r"coffee with|\bq ?(?:and|&)? ?a\b|congress on your corner|open house"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(sign)) for kind, sign in _SIGNS)


def kind_of(*written: str) -> EventKind | None:
    """The kind that the first of these words name which name any; None where none do."""
    for words in written:
        plain = _plain(words)
        for kind, pattern in _PATTERNS:
            if plain and pattern.search(plain):
                return kind
    return None


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKD", words[:200].casefold())
    return " ".join(re.sub(r"[^a-z0-9&]+", " ", folded).split())
