"""Text from outside, fit for a terminal."""

_LONGEST = 120


def shown(text: str) -> str:
    """Text from outside on one line: nothing that a terminal would obey, and not endless."""
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
