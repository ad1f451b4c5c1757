"""Counting somebody in who goes to a town hall."""

from handlers.cards import Refused
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.publishing import touch
from handlers.town_halls.reminding import remind
from handlers.town_halls.rows import to_come
from storage.town_halls import goers
from storage.town_halls.town_halls import TownHall


def count_in(request: Request, event: TownHall) -> bool:
    """Whoever acts goes, and is reminded before; False when they had said so before.

    Raises:
        Refused: when it is over or does not take place, or was not announced.
    """
    to_come(request, event)
    if not event.is_on:
        raise Refused(Text(N_("That event is not announced. Ask an organiser.")))
    is_new = goers.go(request.db, event.id, request.member.id, request.now)
    if is_new:
        remind(request, event, request.member.id)
        touch(request, event, request.member.id)
    return is_new
