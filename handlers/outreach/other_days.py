"""`/coalition follow-ups`: after how many days this campaign follows a request up."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from handlers.arguments.kind import ArgumentKind
from handlers.cards import Card, Choice, FieldKind, Refused, Reply
from handlers.outreach.cadence import cadence_of
from handlers.outreach.chains import follow_other_days
from handlers.registry import Label, Permission, command
from handlers.request import Request, Scene
from handlers.text import N_, NP_, Listing, Text, verbatim
from storage import coalitions

if TYPE_CHECKING:
    from handlers.request import Origin

_MOST = 5
_LATEST = 90
"""Days after the request, at most: a quarter of a year later nobody remembers it."""


class DaysAfter(ArgumentKind[tuple[int, ...]]):
    """Numbers of days, each larger than the one before."""

    field = FieldKind.LINE
    most = 30
    usage = "3 7 14"

    def parse(self, typed: str, request: Request) -> tuple[int, ...]:
        """The days."""
        words = typed.replace(",", " ").replace("+", " ").split()
        days = tuple(int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 4)
        is_rising = all(earlier < later for earlier, later in pairwise(days))
        if not days or len(days) != len(words) or len(days) > _MOST or not is_rising:
            raise Refused(Text(N_("Write up to five numbers of days, each larger than the last: 3 7 14.")))
        if days[0] == 0 or days[-1] > _LATEST:
            raise Refused(Text(N_("Each must be from 1 to {most} days after the request."), most=_LATEST))
        return days

    def dump(self, value: tuple[int, ...], origin: Origin) -> str:
        """The days."""
        return " ".join(map(str, value))

    def load(self, kept: str, request: Request) -> tuple[int, ...]:
        """The days again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The days as they stand in the form."""
        return Choice(verbatim(kept), kept)


@command(
    "coalition follow-ups",
    N_("Choose after how many days requests are followed up"),
    permission=Permission.ADMIN,
    title=N_("Follow-ups"),
    filled=lambda request, kept: {"days": cadence_of(request.coalition).follow_ups},
)
def choose_days(
    request: Request,
    days: Annotated[tuple[int, ...], DaysAfter(), Label(N_("Days"), N_("After the request, like 3 7 14"))],
) -> Reply:
    """Have requests followed up at other days, those that wait for an answer now, too."""
    coalitions.set_follow_ups(request.db, days)
    own = replace(request.coalition, follow_up_days=" ".join(map(str, days)))
    waiting = follow_other_days(replace(request, coalition=own))
    body = [
        Text(
            N_("Requests are followed up {days} days later from now on, at nine and not at weekends."),
            days=Listing(tuple(days)),
        )
    ]
    if waiting:
        body.append(
            Text(
                NP_(
                    "That holds for the {n} request that waits for an answer, too.",
                    "That holds for the {n} requests that wait for an answer, too.",
                ),
                n=waiting,
            )
        )
    return Reply(Card(body=tuple(body)))
