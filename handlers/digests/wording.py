"""A digest's lines: what is owed, overdue and coming up, each with the first names."""

from collections.abc import Sequence
from datetime import date

from handlers.digests.gathering import Digest, Waiting
from handlers.outreach.parity.reckoning import Parity
from handlers.outreach.parity.wording import owed
from handlers.request import Scene
from handlers.text import N_, NP_, Listing, Text, Value

_NAMED = 3
"""How many a line names before it counts the rest."""


def lines(scene: Scene, digest: Digest) -> list[Text]:
    """What waits, a line each; none when nothing does."""
    said: list[Text] = []
    if digest.thanks:
        who = _named([one.candidate for one in digest.thanks])
        said.append(
            Text(
                NP_("{n} thank-you owed: {who}.", "{n} thank-yous owed: {who}."),
                n=len(digest.thanks),
                who=who,
            )
        )
    if digest.overdue:
        who = _named([_asked(scene, one) for one in digest.overdue])
        text = NP_("{n} follow-up is overdue: {who}.", "{n} follow-ups are overdue: {who}.")
        said.append(Text(text, n=len(digest.overdue), who=who))
    if digest.unequal:
        said.append(unequal_line(scene, digest.unequal))
    return [*said, *coming_lines(scene, digest)]


def coming_lines(scene: Scene, digest: Digest) -> list[Text]:
    """What comes up in the next days; none when nothing does."""
    if not digest.coming:
        return []
    who = _named([_coming(scene, one) for one in digest.coming])
    text = NP_("{n} follow-up is coming up: {who}.", "{n} follow-ups are coming up: {who}.")
    return [Text(text, n=len(digest.coming), who=who)]


def unequal_line(scene: Scene, unequal: Sequence[Parity]) -> Text:
    """Which races are unequal, and who of them is owed something."""
    races = _named([_behind(scene, parity) for parity in unequal])
    text = NP_("{n} race is unequal: {races}.", "{n} races are unequal: {races}.")
    return Text(text, n=len(unequal), races=races)


def _behind(scene: Scene, parity: Parity) -> Text:
    code = scene.districts.catalogue[parity.race.seat_id].code
    who = _named([running.name for running in owed(parity)])
    return Text(N_("{seat} ({who})"), seat=code, who=who)


def _asked(scene: Scene, waiting: Waiting) -> Text:
    code = scene.districts.catalogue[waiting.item.seat_id].code
    return Text(N_("{name} ({seat})"), name=waiting.item.candidate, seat=code)


def _coming(scene: Scene, waiting: Waiting) -> Text:
    who = _asked(scene, waiting)
    return who if waiting.next_day is None else Text(N_("{who} {day}"), who=who, day=waiting.next_day)


def first_of(names: Sequence[Value], every: int) -> Listing:
    """These names, and how many more there are of `every`."""
    more = every - len(names)
    if more <= 0:
        return Listing(tuple(names))
    return Listing((*names, Text(NP_("{n} more", "{n} more"), n=more)))


def _named(names: Sequence[Value]) -> Listing:
    return first_of(names[:_NAMED], len(names))


def day_title(day: date) -> Text:
    """The title of what is for today."""
    return Text(N_("Today, {day}"), day=day)
