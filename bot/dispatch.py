"""A request in, an answer out: transaction, permission, arguments, errors to sentences.

`Dispatcher.handle` is synchronous and runs in a database thread. It calls no platform.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.clock import Clock
from bot.incoming import (
    Answered,
    Completed,
    Completing,
    Incoming,
    Invalid,
    Opened,
    Outcome,
    Pressed,
    Submitted,
    Typed,
    Written,
)
from bot.planning import Plan, plan, purpose_of, with_names
from bot.platform import ReaderTraits
from bot.reference import Reference
from bot.refusals import looking_up, loses_text, not_allowed, our_fault, refusal_card
from bot.request_id import current_request_id
from handlers.cards import About, Audience, Card, Refused, Reply
from handlers.forms import form_about, form_for, missing
from handlers.registry import Effect, Registry
from handlers.request import Request, welcome
from handlers.text import N_, Text
from storage import inbox, members, outbox, posted_cards
from storage.asking import who
from storage.database import Database, Purpose
from storage.outbox import Place, Saying
from storage.tenancy import CoalitionSession

log = structlog.get_logger(__name__)

_TRIES = 4
"""How often a transaction is tried that lost a race to another."""


class Encoded(Protocol):
    """An answer in a platform's own form; `body` is what a redelivery gets again."""

    @property
    def body(self) -> str:
        """The answer's body."""
        ...


E = TypeVar("E", bound=Encoded)


@dataclass(frozen=True, slots=True)
class Redelivered:
    """This came before: the first answer's body."""

    body: str


class _NotMet(Exception):  # noqa: N818  # not an error: may or may not be allowed, once they are looked up
    pass


class _Unclear(Exception):  # noqa: N818  # not an error: a refusal, with what else was understood
    def __init__(self, refused: Refused, known: Mapping[str, str]) -> None:
        super().__init__()
        self.refused = refused
        self.known = known


class Dispatcher:
    """Runs commands. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        clock: Clock,
        reference: Reference,
        address: str | None = None,
    ) -> None:
        """`address` is where the bot is served on the web."""
        self.database = database
        self.registry = registry
        self.clock = clock
        self.reference = reference
        self.address = address

    def handle(self, incoming: Incoming, encode: Callable[[Outcome], E]) -> E | Redelivered:
        """Answer a request; never raises. What was written is committed when this returns.

        `encode` turns an outcome into the platform's own answer; it is pure.
        """
        try:
            return self._with_retries(incoming, encode)
        except _NotMet:
            self._meet(incoming)
            return encode(Answered(looking_up(), Audience.PERSON, beside=True))
        except Exception:
            log.exception("request failed", kind=type(incoming).__name__)
            if isinstance(incoming, Completing):
                return encode(Completed(()))
            return encode(Answered(our_fault(current_request_id()), Audience.PERSON, beside=True))

    def _with_retries(self, incoming: Incoming, encode: Callable[[Outcome], E]) -> E | Redelivered:
        planned = plan(self.registry, incoming)
        if isinstance(planned, Card):
            reader = self._reader(incoming)
            return encode(Answered(planned, Audience.PERSON, beside=True, reader=reader))
        if planned.line:
            planned = self._named(incoming, planned)
        for attempt in range(1, _TRIES + 1):
            try:
                return self._transaction(incoming, planned, encode)
            except (IntegrityError, OperationalError):
                first = self._answered_before(incoming)
                if first is not None:
                    return first
                if attempt == _TRIES:
                    raise
        raise AssertionError("the last try returns or raises")

    def _transaction(
        self, incoming: Incoming, planned: Plan, encode: Callable[[Outcome], E]
    ) -> E | Redelivered:
        purpose = purpose_of(planned, incoming)
        reader: ReaderTraits | None = None
        try:
            with self.database.transaction(incoming.origin.workspace.coalition_id, purpose) as db:
                request = self._request(db, incoming, purpose)
                reader = _traits(request)
                return self._answer(request, incoming, planned, encode)
        except _Unclear as unclear:
            refused, known = unclear.refused, unclear.known
        except Refused as refusal:
            refused, known = refusal, planned.kept
        # What was done the first time may be why it cannot be done again.
        first = self._answered_before(incoming)
        if (
            first is None
            and isinstance(incoming, Typed)
            and loses_text(refused, planned.command, planned.typed)
        ):
            return encode(self._form_about(incoming, planned, refused))
        return first or encode(_refusal(incoming, planned, refused, known, reader))

    def _form_about(self, incoming: Typed, planned: Plan, refused: Refused) -> Outcome:
        """The form with all that was typed, in which the question is asked: no button could keep the rest."""
        with self.database.transaction(incoming.origin.workspace.coalition_id, Purpose.READ) as db:
            request = self._request(db, incoming, Purpose.READ)
            return Opened(form_about(planned.command, request, planned.typed, refused), _traits(request))

    def _meet(self, incoming: Incoming) -> None:
        """Have somebody looked up whose role is not known: who rules the workspace may more."""
        with self.database.transaction(incoming.origin.workspace.coalition_id) as db:
            self._request(db, incoming, Purpose.WRITE)

    def _named(self, incoming: Incoming, planned: Plan) -> Plan:
        """The plan once it is looked up where a name ends that was typed without quotes."""
        with self.database.transaction(incoming.origin.workspace.coalition_id, Purpose.READ) as db:
            return with_names(planned, self._request(db, incoming, Purpose.READ))

    def _reader(self, incoming: Incoming) -> ReaderTraits:
        with self.database.transaction(incoming.origin.workspace.coalition_id, Purpose.READ) as db:
            return _traits(self._request(db, incoming, Purpose.READ))

    def _request(self, db: CoalitionSession, incoming: Incoming, purpose: Purpose) -> Request:
        origin = incoming.origin
        now = self.clock.now()
        asking = who(db, origin.workspace.id, origin.user)
        known = asking.known
        if known is None and purpose is Purpose.READ:
            known = members.unmet(origin.workspace.id, origin.user, origin.user_name, now)
        elif known is None:
            known = welcome(db, origin.workspace.id, origin.user, origin.user_name, now)
        districts = self.reference.districts(db)
        return Request(
            db, asking.coalition, districts, now, origin, known[0], known[1], asking.announcing, self.address
        )

    def _answer(
        self, request: Request, incoming: Incoming, planned: Plan, encode: Callable[[Outcome], E]
    ) -> E:
        command = planned.command
        if not command.permission.covers(request.member, request.coalition):
            if request.member.joined_at == request.now:
                raise _NotMet
            raise not_allowed(command.permission)
        if isinstance(incoming, Completing):
            choices = command.parameter(incoming.parameter).kind.suggest(incoming.typed, request)
            return encode(Completed(choices, _traits(request)))
        if planned.asks:
            return encode(self._asked(request, incoming, planned))
        reply = command(request, **_arguments(request, planned))
        answer = encode(self._outcome(request, incoming, reply))
        if command.effect is Effect.CHANGES:
            self._record(request, incoming, answer)
        return answer

    def _asked(self, request: Request, incoming: Incoming, planned: Plan) -> Outcome:
        """The form for what is missing; in a form already, the fields that are empty."""
        if isinstance(incoming, Submitted):
            empty = missing(planned.command, planned.kept)
            errors = {parameter.name: Text(N_("Please fill this in.")) for parameter in empty}
            return Invalid(errors, _traits(request))
        form = form_for(planned.command, request, planned.typed, planned.kept)
        return Opened(form, _traits(request))

    def _outcome(self, request: Request, incoming: Incoming, reply: Reply) -> Outcome:
        about = reply.card if isinstance(reply.card, About) else reply.card.about
        if isinstance(incoming, Submitted) and reply.to is Audience.CHANNEL and about is not None:
            _say_later(request, incoming, about)
            return Written()
        shown = _shown_there(request, incoming)
        if isinstance(reply.card, About) and reply.card in shown and not reply.beside:
            return Written()  # it is redrawn where it hangs, once for all who press at once
        card = self._drawn(request, reply.card)
        remembered = card.about is not None and card.about in shown
        # Whatever else is in the message stays there.
        beside = reply.beside or (len(shown) > 1 and not remembered)
        return Answered(card, reply.to, beside, remembered, _traits(request))

    def _drawn(self, request: Request, card: Card | About) -> Card:
        if isinstance(card, Card):
            return card
        request.db.flush()
        drawn = self.registry.cards[card.kind](request, card.id)
        return drawn or Card(body=(Text(N_("That is no longer there.")),))

    def _record(self, request: Request, incoming: Incoming, answer: Encoded) -> None:
        if isinstance(incoming, Completing):
            return
        workspace = request.origin.workspace.id
        inbox.record_answer(request.db, workspace, incoming.key, answer.body, request.now)

    def _answered_before(self, incoming: Incoming) -> Redelivered | None:
        if isinstance(incoming, Completing):
            return None
        workspace = incoming.origin.workspace
        with self.database.transaction(workspace.coalition_id, Purpose.READ) as db:
            first = inbox.first_answer(db, workspace.id, incoming.key)
        return None if first is None else Redelivered(first)


def _traits(request: Request) -> ReaderTraits:
    return ReaderTraits(request.member.locale, request.member.timezone or request.coalition.timezone)


def _refusal(
    incoming: Incoming,
    planned: Plan,
    refused: Refused,
    known: Mapping[str, str],
    reader: ReaderTraits | None,
) -> Outcome:
    if isinstance(incoming, Completing):
        return Completed(())
    if isinstance(incoming, Submitted) and refused.field and refused.field in incoming.values:
        return Invalid({refused.field: refused.text}, reader)
    card = refusal_card(refused, planned.command, known, incoming.origin)
    return Answered(card, Audience.PERSON, beside=True, reader=reader)


def _arguments(request: Request, planned: Plan) -> dict[str, object]:
    """Every argument's value. The first that cannot be read is refused, knowing the others."""
    values: dict[str, object] = {}
    known: dict[str, str] = {}
    trouble: Refused | None = None
    for parameter in planned.command.parameters:
        typed, kept = planned.typed.get(parameter.name), planned.kept.get(parameter.name)
        try:
            if typed is not None:
                values[parameter.name] = parameter.kind.parse(typed, request)
                known[parameter.name] = parameter.kind.prefill(typed, request) or ""
            elif kept:
                values[parameter.name] = parameter.kind.load(kept, request)
                known[parameter.name] = kept
            else:
                values[parameter.name] = parameter.default
        except Refused as refused:
            refused.field = refused.field or parameter.name
            trouble = trouble or refused
    if trouble is not None:
        raise _Unclear(trouble, {name: value for name, value in known.items() if value})
    return values


def _say_later(request: Request, incoming: Submitted, about: About) -> None:
    """A form has no message to answer in: its public answer is a row in the outbox, sent at once."""
    origin = request.origin
    elsewhere = origin.channel is not None and not origin.is_direct
    place = Place(origin.workspace.id, origin.channel) if elsewhere and origin.channel else None
    key = f"answer:{incoming.key}"
    saying = Saying(about.kind, about.id, key, request.now, member_id=request.member.id, place=place)
    outbox.write(request.db, saying, request.now)


def _shown_there(request: Request, incoming: Incoming) -> Sequence[About]:
    """The standing cards in the message that was pressed."""
    channel = incoming.origin.channel
    if not isinstance(incoming, Pressed) or channel is None or incoming.message_id is None:
        return ()
    found = posted_cards.at_message(request.db, request.origin.workspace.id, channel, incoming.message_id)
    return [About(card.kind, card.about_id) for card in found]
