"""`/digest`: when somebody wants their digest, if at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from handlers.arguments.kind import ArgumentKind
from handlers.arguments.moments import Reason, Tends, Unclear, read
from handlers.arguments.when import zone_of_reader
from handlers.cards import Button, Card, Choice, FieldKind, Note, Refused, Reply
from handlers.digests.to_do import to_do_card
from handlers.districts.subjects import HOME
from handlers.registry import Label, Reach, command
from handlers.request import Request, Scene
from handlers.text import N_, Text, verbatim
from storage import digests, posted_cards
from storage.digests import DigestChoice, DigestDays
from storage.posted_cards import Shown

if TYPE_CHECKING:
    from handlers.request import Origin

USUAL = time(8, 30)
"""When a digest comes that nobody moved, in the reader's own zone."""

_MINUTES = 60
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)


_ABOUT_TIMES = (Reason.NO_SUCH_TIME, Reason.WHICH_HALF)
"""What the reader asks about a time alone; all else that it asks proposes days, which are refused here."""
_QUOTED = 20


class Wish(StrEnum):
    """What can be asked for besides a time."""

    NOW = "now"
    WEEKDAYS = "weekdays"
    EVERY_DAY = "every day"
    OFF = "off"


_OTHER_WORDS = {"daily": Wish.EVERY_DAY, "everyday": Wish.EVERY_DAY, "on": Wish.EVERY_DAY, "none": Wish.OFF,
                "never": Wish.OFF, "stop": Wish.OFF, "weekday": Wish.WEEKDAYS, "today": Wish.NOW}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish, a time of day, or a time with the days on which it counts."""

    wish: Wish | None = None
    at: time | None = None


class TimeOfDay(ArgumentKind[time]):
    """A time of day, as people type it."""

    field = FieldKind.LINE
    most = 20
    usage = "07:15"

    def parse(self, typed: str, request: Request) -> time:
        """The time; refused where it is not clear, or a day comes with it.

        Without am and pm it is read as it is shown: by a clock of 24 hours.
        """
        plain = _CLOCK.fullmatch(typed.strip())
        if plain is not None and int(plain[1]) < 24 and int(plain[2]) < 60:
            return time(int(plain[1]), int(plain[2]))
        zone = zone_of_reader(request)
        found = read(typed, request.now, zone, Tends.FUTURE)
        if isinstance(found, Unclear):
            raise Refused(found.text if found.reason in _ABOUT_TIMES else _no_time(typed))
        local = found.at.astimezone(zone)
        if not found.has_time or local.date() != request.now.astimezone(zone).date():
            raise Refused(Text(N_("Only a time belongs here, like 07:15 or 7:15am.")))
        return local.time().replace(second=0, microsecond=0)

    def dump(self, value: time, origin: Origin) -> str:
        """The time without a colon, which no button can carry."""
        return f"{value.hour:02}.{value.minute:02}"

    def load(self, kept: str, request: Request) -> time:
        """The time again, or what was typed into the form."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The time as it stands in the form."""
        plain = _CLOCK.fullmatch(kept)
        words = f"{plain[1]}:{plain[2]}" if plain else kept
        return Choice(verbatim(words), words)


def _no_time(typed: str) -> Text:
    """What is asked where no time can be read."""
    text = N_("I can't tell what time “{typed}” is. Write it like “7:15am” or “6:30pm”.")
    return Text(text, typed=" ".join(typed.split())[:_QUOTED])


class WantedKind(ArgumentKind[Wanted]):
    """A wish or a time of day."""

    field = FieldKind.LINE
    most = 20
    usage = "now | 07:15 | weekdays | every day | off"

    def evident(self, words: str) -> bool:
        """Whether these words are one of the wishes, or a time with one."""
        return _wish(words) is not None or _both(words) is not None

    def parse(self, typed: str, request: Request) -> Wanted:
        """What is wanted."""
        wish = _wish(typed)
        if wish is not None:
            return Wanted(wish)
        both = _both(typed)
        if both is not None:
            return Wanted(both[1], TimeOfDay().parse(both[0], request))
        if not any(sign.isdigit() for sign in typed) and typed.casefold() not in ("noon", "midnight"):
            text = N_("I don't know “{typed}” here. You can say: {known}.")
            raise Refused(Text(text, typed=typed[:60], known=self.usage))
        return Wanted(None, TimeOfDay().parse(typed, request))

    def dump(self, value: Wanted, origin: Origin) -> str:
        """The wish, or the time."""
        if value.wish is not None:
            return value.wish.value
        return TimeOfDay().dump(value.at or USUAL, origin)

    def load(self, kept: str, request: Request) -> Wanted:
        """What is wanted, again."""
        return self.parse(kept, request)


def _both(typed: str) -> tuple[str, Wish] | None:
    """A time with the days on which it counts: `7:15 weekdays`."""
    words = typed.split()
    for count in (1, 2):
        for days, at in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            wish = _wish(" ".join(days))
            if at and (wish is Wish.WEEKDAYS or wish is Wish.EVERY_DAY):
                return " ".join(at), wish
    return None


def _wish(words: str) -> Wish | None:
    written = " ".join(words.casefold().replace("_", " ").split())
    known = next((wish for wish in Wish if wish.value == written), None)
    return known or _OTHER_WORDS.get(written)


@command("digest", N_("Choose when you get your digest, or see it now"))
def digest_settings(
    request: Request, when: Annotated[Wanted | None, WantedKind(), Label(N_("When"))] = None
) -> Reply:
    """Show or change when somebody gets their digest; or what waits for them now."""
    if when is None:
        return Reply(settings_card(request))
    if when.wish is Wish.NOW:
        return Reply(to_do_card(request, request.member.id))
    return Reply(_changed(request, when))


@command(
    "digest-time",
    N_("Choose the time of your digest"),
    reach=Reach.PRESSED,
    title=N_("Your digest"),
)
def at_another_time(
    request: Request,
    at: Annotated[time, TimeOfDay(), Label(N_("Time"), N_("Where you are, like 07:15 or 7:15pm"))],
) -> Reply:
    """Have the digest come at another time, even in quiet hours."""
    return Reply(_changed(request, Wanted(None, at)))


def _changed(request: Request, wanted: Wanted) -> Card:
    known = digests.of_member(request.db, request.member.id)
    days, minute = known.days, known.minute
    if wanted.wish is not None:
        days = DigestDays(wanted.wish.value.replace(" ", "_"))
    if wanted.at is not None:
        minute = wanted.at.hour * _MINUTES + wanted.at.minute
        days = DigestDays.EVERY_DAY if days is DigestDays.OFF else days
    digests.choose(request.db, request.member.id, DigestChoice(days, minute))
    posted_cards.touch(request.db, Shown(HOME, request.member.id))
    return settings_card(request)


def settings_card(request: Request) -> Card:
    """When somebody's digest comes, and buttons to change it."""
    chosen = digests.of_member(request.db, request.member.id)
    body = (
        settings_line(chosen),
        Note(
            Text(
                N_("It tells what waits for you: thank-yous, follow-ups, unequal races. No news, no digest.")
            )
        ),
    )
    other = {
        DigestDays.EVERY_DAY: (N_("Every day"), Wish.EVERY_DAY),
        DigestDays.WEEKDAYS: (N_("Weekdays"), Wish.WEEKDAYS),
        DigestDays.OFF: (N_("Off"), Wish.OFF),
    }
    actions = (
        Button(N_("See it now"), digest_settings, when=Wanted(Wish.NOW)),
        Button(N_("Another time"), at_another_time),
        *(
            Button(label, digest_settings, when=Wanted(wish))
            for days, (label, wish) in other.items()
            if days is not chosen.days
        ),
    )
    return Card(body=body, actions=actions)


def settings_line(chosen: DigestChoice) -> Text:
    """When somebody's digest comes, in a sentence."""
    at = clock_of(chosen)
    match chosen.days:
        case DigestDays.OFF:
            return Text(N_("You get no digest."))
        case DigestDays.WEEKDAYS:
            return Text(N_("Your digest comes Monday to Friday at {at}."), at=f"{at:%H:%M}")
        case DigestDays.EVERY_DAY:
            return Text(N_("Your digest comes every day at {at}."), at=f"{at:%H:%M}")


def clock_of(chosen: DigestChoice) -> time:
    """The time of day of a digest."""
    return USUAL if chosen.minute is None else time(*divmod(chosen.minute, _MINUTES))
