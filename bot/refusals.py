"""What a person is told when something cannot be done: the sentence, and a way out as buttons."""

from collections.abc import Mapping

from bot.identifiers import fits
from bot.incoming import QUESTION
from handlers.cards import Button, Card, Choice, FieldKind, Kept, Menu, Refused
from handlers.registry import Command, Permission
from handlers.request import Origin
from handlers.text import N_, Text

_BUTTONS = 5
"""How many readings are offered as buttons before a menu is better."""

_OPTIONS = 100
"""The most choices that any platform's menu holds."""

_WRITTEN = (FieldKind.LINE, FieldKind.PARAGRAPH)


def refusal_card(refused: Refused, command: Command, known: Mapping[str, str], origin: Origin) -> Card:
    """A refusal as a card: its sentence, and its offers as buttons or as one menu."""
    if refused.card is not None:
        return refused.card
    field = refused.field
    if not refused.offers or field is None:
        return Card(body=(refused.text,))
    kind = command.parameter(field).kind
    choices = tuple(
        Choice(offer.label, kind.dump(offer.value, origin)) for offer in refused.offers[:_OPTIONS]
    )
    others = _carried(known, command, field, choices)
    if len(choices) > _BUTTONS:
        kept = {name: Kept(value) for name, value in others.items()}
        menu = Menu(N_("Choose one"), command, field, choices, **kept)
        return Card(body=(refused.text,), actions=(menu,), about=QUESTION)
    buttons = tuple(
        Button.with_kept(choice.label, command, {**others, field: choice.value}) for choice in choices
    )
    return Card(body=(refused.text,), actions=buttons, about=QUESTION)


def _carried(
    known: Mapping[str, str], command: Command, field: str, choices: tuple[Choice, ...]
) -> dict[str, str]:
    """What the buttons take along; what is text, or too much for an id, is asked for again in a form."""
    others = {
        name: value
        for name, value in known.items()
        if name != field and command.parameter(name).kind.field not in _WRITTEN
    }
    if all(fits(command, {**others, field: choice.value}) for choice in choices):
        return others
    return {}


def loses_text(refused: Refused, command: Command, typed: Mapping[str, str]) -> bool:
    """Whether a refusal's offers could not take along all that was typed: no id of a button holds text."""
    if not refused.offers or refused.field is None:
        return False
    others = (command.parameter(name).kind.field for name in typed if name != refused.field)
    return any(field in _WRITTEN for field in others)


def not_allowed(permission: Permission) -> Refused:
    """What somebody is told who may not do this."""
    match permission:
        case Permission.ORGANISER:
            text = Text(N_("Only organisers can do this. Ask one of yours; /coalition members names them."))
        case Permission.COMPLIANCE_LEAD:
            text = Text(
                N_(
                    "Only a compliance lead can do this. /coalition members names them; "
                    "an admin makes somebody one with /coalition role."
                )
            )
        case _:
            text = Text(N_("Only admins can do this. Ask one of yours; /coalition members names them."))
    return Refused(text)


def looking_up() -> Card:
    """What somebody is told whose role is not known yet."""
    return Card(
        body=(Text(N_("I don't know you yet, so I'm looking up what you may do. Try again in a moment.")),)
    )


def our_fault(quote: str) -> Card:
    """What is said when the mistake is ours; `quote` is the request's id, which the log has too."""
    text = Text(
        N_(
            "Something went wrong on our side and nothing was saved. "
            "Please try again; if it stays, tell an organiser: {quote}."
        ),
        quote=quote,
    )
    return Card(body=(text,))
