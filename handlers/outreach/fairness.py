"""Words that take sides: charities may not, neither for nor against candidates (501(c)(3)). Never blocked."""

import re
from functools import lru_cache

from config.campaign import phrases_that_take_sides
from handlers.cards import Note
from handlers.text import N_, Text


def warning(words: str) -> Note | None:
    """What whoever wrote this is told; None where nothing takes sides."""
    found = _pattern().search(words)
    if found is None:
        return None
    return Note(
        Text(
            N_(
                "“{phrase}” sounds like taking sides. Charities may not support or oppose a candidate, and "
                "notes can be asked for: better write what was said, without a judgement."
            ),
            phrase=" ".join(found.group().split()),
        )
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    phrases = sorted(phrases_that_take_sides(), key=len, reverse=True)
    joined = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
