"""Sentences in the reader's language. English is the source; other languages are gettext catalogues."""

import gettext
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list

from handlers.text import Message, Plural

DOMAIN = "coalition"
_FORMATTER = Formatter()


class Language:
    """One reader's language: translates sentences, formats dates and lists."""

    def __init__(self, catalogue: gettext.NullTranslations, locale: Locale) -> None:
        self._catalogue = catalogue
        self.locale = locale

    def sentence(self, message: Message | Plural, number: object = None) -> str:
        """The sentence in this language, its {places} still open."""
        if isinstance(message, Plural):
            count = number if isinstance(number, int) else 2
            return self._catalogue.ngettext(message.one, message.many, count)
        return self._catalogue.gettext(message)

    def instant(self, moment: datetime, zone: ZoneInfo) -> str:
        """A moment in a zone, with its weekday: Tue 14 Jul, 10:00."""
        return format_datetime(moment, "EEE d MMM, HH:mm", tzinfo=zone, locale=self.locale)

    def day(self, day: date) -> str:
        """A day, with its weekday: Tue 14 Jul."""
        return format_date(day, "EEE d MMM", locale=self.locale)

    def listing(self, pieces: list[str]) -> str:
        """Several things in one sentence: Ana, Ben and Cora."""
        return format_list(pieces, locale=self.locale)


class Languages:
    """All languages that there are catalogues for; English for everybody else."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(str(files("handlers"))) / "locale"
        self._known: dict[str, Language] = {}

    def language(self, locale: str | None) -> Language:
        """The language for a platform's locale tag (es-MX, fr, None)."""
        tag = (locale or "en").replace("-", "_")
        if tag not in self._known:
            self._known[tag] = self._load(tag)
        return self._known[tag]

    def _load(self, tag: str) -> Language:
        names = [tag, tag.partition("_")[0]]
        catalogue = gettext.translation(DOMAIN, str(self._folder), names, fallback=True)
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            locale = Locale.parse("en")
        has_catalogue = isinstance(catalogue, gettext.GNUTranslations)
        return Language(catalogue, locale if has_catalogue else Locale.parse("en_GB"))


@lru_cache(maxsize=2048)
def pieces_of(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """A sentence cut at its {places}: pairs of literal text and the name of the value after it."""
    return tuple((literal, name) for literal, name, _, _ in _FORMATTER.parse(sentence))
