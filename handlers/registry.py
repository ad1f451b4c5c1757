"""Commands, reminders and standing cards: functions whose signatures say everything else."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints, overload

from handlers.arguments.kinds import ArgumentKind, kind_of
from handlers.cards import Card, Reply
from handlers.request import Dropped, DueRequest, Redirected, Request, Scene
from handlers.text import N_, Message
from handlers.timing import Ambiguous, Company, Held, Kind, Late, Manners, Quiet, Weekends
from storage.coalitions import Coalition
from storage.members import Member, Role

_SAVE = N_("Save")


class Permission(StrEnum):
    """Who may run a command. Checked at every press, too."""

    MEMBER = "member"
    ORGANISER = "organiser"
    ADMIN = "admin"
    COMPLIANCE_LEAD = "compliance_lead"
    FIRST_OR_ADMIN = "first_or_admin"
    """Anybody until the coalition is set up; admins from then on."""

    def covers(self, member: Member, coalition: Coalition) -> bool:
        """Whether this person may."""
        if self is Permission.FIRST_OR_ADMIN:
            return coalition.set_up_at is None or member.may_act_as(Role.ADMIN)
        if self is Permission.COMPLIANCE_LEAD:
            return member.is_compliance_lead
        return member.may_act_as(Role(self.value))


class Effect(StrEnum):
    """Whether a command changes anything. What only reads needs no inbox key and no writer."""

    CHANGES = "changes"
    READS = "reads"


class Reach(StrEnum):
    """How a command is reached: typed by people, or only through buttons."""

    TYPED = "typed"
    PRESSED = "pressed"


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an argument in a form, and a hint below it. `only` hides it from everybody else."""

    text: Message
    hint: Message | None = None
    only: Permission = Permission.MEMBER


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a command."""

    name: str
    label: Label
    kind: ArgumentKind[Any]
    required: bool
    default: object


@dataclass(frozen=True, slots=True)
class FromMessage:
    """A command that can be begun from somebody's message: its words, time and address fill these
    parameters."""

    label: Message
    words: str
    at: str
    link: str


Filled = Callable[[Request, Mapping[str, str]], Mapping[str, object]]
"""What a form shows before anybody has filled it in: values by parameter, from the rows as they are.

It is given what the button that opens the form has kept. Raises Refused when that is gone.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """A command: its function, and all that its signature tells."""

    name: str
    summary: Message
    permission: Permission
    effect: Effect
    reach: Reach
    title: Message
    submit: Message
    formerly: tuple[str, ...]
    also: tuple[str, ...]
    filled: Filled | None
    from_message: FromMessage | None
    parameters: tuple[Parameter, ...]
    function: Callable[..., Reply]

    @property
    def id(self) -> str:
        """Its stable id in buttons."""
        return self.name.replace(" ", ".")

    @property
    def root(self) -> str:
        """The first word, which is the slash command; the rest is a sub-command."""
        return self.name.split(" ", 1)[0]

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; raises KeyError."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def __call__(self, request: Request, **arguments: Any) -> Reply:
        """Run it."""
        return self.function(request, **arguments)


def command(
    name: str,
    summary: Message,
    *,
    permission: Permission = Permission.MEMBER,
    effect: Effect = Effect.CHANGES,
    reach: Reach = Reach.TYPED,
    title: Message | None = None,
    submit: Message = _SAVE,
    formerly: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    filled: Filled | None = None,
    from_message: FromMessage | None = None,
) -> Callable[[Callable[..., Reply]], Command]:
    """Make a command of a function `(request, …arguments) -> Reply`.

    `title` is the form's (at most 24 characters, Slack's limit); `formerly` keeps the ids of old buttons;
    `also` are other spellings that may be typed; `filled` gives the values that its form opens with;
    `from_message` offers it in a message's own menu.
    """

    def made(function: Callable[..., Reply]) -> Command:
        return Command(
            name,
            summary,
            permission,
            effect,
            reach,
            title or summary,
            submit,
            formerly,
            also,
            filled,
            from_message,
            _parameters(function),
            function,
        )

    return made


def _parameters(function: Callable[..., Reply]) -> tuple[Parameter, ...]:
    hints = get_type_hints(function, include_extras=True)
    found: list[Parameter] = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        hint = hints[parameter.name]
        metadata = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        kinds = [cast("ArgumentKind[Any]", item) for item in metadata if isinstance(item, ArgumentKind)]
        label = next((item for item in metadata if isinstance(item, Label)), None)
        required = parameter.default is inspect.Parameter.empty
        found.append(
            Parameter(
                parameter.name,
                label or Label(Message(parameter.name.replace("_", " ").capitalize())),
                kinds[0] if kinds else kind_of(hint),
                required,
                None if required else parameter.default,
            )
        )
    return tuple(found)


Drawing = Callable[[DueRequest, int], Card | Dropped | Held | Redirected]
"""What a reminder does when it is due, about a row: what to say, to somebody else, or why not any more or not
yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Reminder:
    """A kind of thing that the bot says later: looks at the rows as they are when it is due."""

    kind: str
    function: Drawing
    manners: Manners


@overload
def reminder(
    kind: str,
    *,
    quiet: Quiet = Quiet.THROUGH,
    weekends: Weekends = Weekends.THROUGH,
    late: Late = Late.SEND,
    ambiguous: Ambiguous = Ambiguous.LOOK_THEN_SEND,
    company: Company = Company.ALONE,
) -> Callable[[Drawing], Reminder]: ...
@overload
def reminder(kind: Kind) -> Callable[[Drawing], Reminder]: ...
def reminder(
    kind: str | Kind,
    *,
    quiet: Quiet = Quiet.THROUGH,
    weekends: Weekends = Weekends.THROUGH,
    late: Late = Late.SEND,
    ambiguous: Ambiguous = Ambiguous.LOOK_THEN_SEND,
    company: Company = Company.ALONE,
) -> Callable[[Drawing], Reminder]:
    """Make a reminder of a function `(due, row id) -> Card | Dropped | Held | Redirected`.

    Quiet hours and weekends are the reader's, in a channel the coalition's. A `Kind` brings its manners
    along: whoever writes an EARLIER kind gives it, or the reminder, to `Request.tell_at`.
    """
    whole = Kind(kind, Manners(quiet, weekends, late, ambiguous, company)) if isinstance(kind, str) else kind

    def made(function: Drawing) -> Reminder:
        return Reminder(whole.kind, function, whole.manners)

    return made


@dataclass(frozen=True, slots=True, eq=False)
class StandingCard:
    """A card that hangs in a channel and is redrawn whenever its row changes.

    `thread` is the kind that is said below it, about the same row, as soon as it hangs in a channel.
    """

    kind: str
    function: Callable[[Scene, int], Card | None]
    thread: str | None = None

    def __call__(self, scene: Scene, row_id: int) -> Card | None:
        """Draw it from the rows as they are; None when its row is gone."""
        return self.function(scene, row_id)


def standing_card(
    kind: str, *, thread: str | None = None
) -> Callable[[Callable[[Scene, int], Card | None]], StandingCard]:
    """Make a standing card of a function `(scene, row id) -> Card | None`.

    `thread` names the reminder that is said in its thread once it was posted.
    """

    def made(function: Callable[[Scene, int], Card | None]) -> StandingCard:
        return StandingCard(kind, function, thread)

    return made


class Registry:
    """All commands, reminders and standing cards of the given modules."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        members = [value for module in modules for value in vars(module).values()]
        self.commands = _unique({m.name: m for m in members if isinstance(m, Command)})
        self._by_id: dict[str, Command] = {}
        for found in self.commands.values():
            for name in (found.name, *found.formerly):
                self._by_id[name.replace(" ", ".")] = found
        self._spelled = {
            name: found for found in self.commands.values() for name in (found.name, *found.also)
        }
        self.reminders: Mapping[str, Reminder] = {m.kind: m for m in members if isinstance(m, Reminder)}
        self.cards: Mapping[str, StandingCard] = {m.kind: m for m in members if isinstance(m, StandingCard)}

    def with_id(self, command_id: str) -> Command | None:
        """The command that a button names, under its present or a former name."""
        return self._by_id.get(command_id)

    def typed(self, root: str, text: str) -> tuple[Command, str] | None:
        """The command for `/root text`, with the text that is left once a sub-command is taken off."""
        first, _, rest = text.strip().partition(" ")
        sub = self._spelled.get(f"{root} {first.lower()}")
        if sub is not None and sub.reach is Reach.TYPED:
            return sub, rest.strip()
        plain = self.commands.get(root)
        return None if plain is None or plain.reach is not Reach.TYPED else (plain, text.strip())

    def roots(self) -> tuple[str, ...]:
        """Every slash command's name, in the order of the modules."""
        typed = (found.root for found in self.commands.values() if found.reach is Reach.TYPED)
        return tuple(dict.fromkeys(typed))

    def under(self, root: str) -> tuple[Command, ...]:
        """The typed commands that a root has: itself or its sub-commands."""
        return tuple(
            found for found in self.commands.values() if found.root == root and found.reach is Reach.TYPED
        )


def _unique(commands: dict[str, Command]) -> Mapping[str, Command]:
    ids = [name for found in commands.values() for name in (found.name, *found.formerly)]
    if len(ids) != len(set(ids)):
        raise ValueError("two commands share a name")
    return commands
