"""What people and programs put into notes, made plain: no markup, no control characters, not too long."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from storage.files.calendars.properties import cleaned

LONGEST_LINE = 300
LONGEST_NOTES = 4_000
_READ = 20_000
"""Signs that are looked at; what follows is left out."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\w+|[a-zA-Z]+);")
_BREAKS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
_UNSEEN = frozenset({"script", "style", "head", "title"})


def plain_notes(words: str) -> str:
    """Text of several lines without markup, each line tidied, none of them twice blank."""
    text = _without_markup(cleaned(words[:_READ]))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return tidy if len(tidy) <= LONGEST_NOTES else f"{tidy[: LONGEST_NOTES - 1]}…"


def plain_line(words: str) -> str:
    """The same in one line."""
    line = " ".join(_without_markup(cleaned(words[:_READ])).split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def web_link(words: str) -> str:
    """The link to the web that these words are; "" where they are none."""
    link = "".join(cleaned(words).split())
    if len(link) > 2_000:
        return ""
    if re.match(r"www\.\w", link):
        link = f"https://{link}"
    try:
        address = urlsplit(link)
        return link if address.scheme.lower() in ("http", "https") and address.hostname else ""
    except ValueError:
        return ""


def _without_markup(words: str) -> str:
    if not _MARKUP.search(words):
        return words
    reader = _Reader()
    try:
        reader.feed(words)
        reader.close()
    except (AssertionError, ValueError):
        return cleaned(unescape(_MARKUP.sub(" ", words)))
    return cleaned("".join(reader.pieces))


class _Reader(HTMLParser):
    """Keeps the words, and where a link leads that does not say so itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a new line, what is not to be seen, and a link."""
        if tag in _BREAKS:
            self.pieces.append("\n")
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._links.append((web_link(dict(attrs).get("href") or ""), len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        """Note a new line, the end of what is not to be seen, and where a link leads."""
        if tag in _BREAKS:
            self.pieces.append("\n")
        elif tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "a" and self._links:
            link, since = self._links.pop()
            words = "".join(self.pieces[since:]).strip()
            if link and words not in link:
                self.pieces.append(f" ({link})")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._unseen:
            self.pieces.append(data)
