"""`/coalition publishing`: whether people may share what was answered. They may not until it is turned on."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from handlers.arguments.plain import OneOf
from handlers.cards import Card, Note, Refused, Reply
from handlers.registry import Label, Permission, command
from handlers.request import Request
from handlers.text import N_, Message, Text
from handlers.town_halls.subjects import HOW_IT_WENT
from storage import coalitions, posted_cards
from storage.posted_cards import Shown
from storage.town_halls import outcomes

_REDRAWN = timedelta(days=30)
"""Cards of answers that were noted within this time get or lose their button."""


class Publishing(StrEnum):
    """What a compliance lead decides."""

    ON = "on"
    OFF = "off"


_WORDS: dict[Publishing, Message] = {Publishing.ON: N_("On"), Publishing.OFF: N_("Off")}


@command(
    "coalition publishing",
    N_("Let people share what was answered, or not"),
    permission=Permission.COMPLIANCE_LEAD,
    title=N_("Publishing"),
)
def choose_publishing(
    request: Request,
    publishing: Annotated[
        Publishing, OneOf(Publishing, _WORDS), Label(N_("Publishing"), N_("Whether answers may be shared"))
    ],
) -> Reply:
    """Decide for the coalition; it is kept who did, and when."""
    is_on = publishing is Publishing.ON
    if not coalitions.let_publish(request.db, request.member.id, request.now, may_publish=is_on):
        already = N_("Publishing is on already.") if is_on else N_("Publishing is off already.")
        raise Refused(Text(already))
    recent = outcomes.asked_since(request.db, request.now - _REDRAWN)
    posted_cards.touch(request.db, *(Shown(HOW_IT_WENT, one) for one in recent))
    if not is_on:
        return Reply(Card(body=(Text(N_("Publishing is off: no text to share is offered any more.")),)))
    text = N_(
        "Publishing is on: after a town hall, whoever asked can have a text to share. It names what all "
        "others in the race answered, and who has not answered."
    )
    note = Note(Text(N_("The bot posts nothing by itself. /coalition publishing off ends it.")))
    return Reply(Card(body=(Text(text), note)))
