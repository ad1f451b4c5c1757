"""Pressing buttons, choosing from menus and typing into type-ahead menus, on messages and in views."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.sandbox.acts.outcome import ActError, outcome
from bot.sandbox.blocks import Placed, placed_elements
from bot.sandbox.choices import (
    WITHOUT_STATE,
    ChoiceError,
    choose,
    entered,
    initial_values,
)
from bot.sandbox.elements import SUGGESTIONS
from bot.sandbox.events import Answer, Courier
from bot.sandbox.model import (
    Channel,
    JsonObject,
    JsonValue,
    Message,
    User,
    View,
    ViewKind,
    object_of,
    objects_of,
)
from bot.sandbox.payloads import (
    action,
    block_actions_in_view,
    block_actions_on_message,
    block_suggestion_in_view,
    block_suggestion_on_message,
)
from bot.sandbox.people_json import ActJson, OptionJson, SuggestJson
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Aim:
    """The element that a person means; the block may be left open where the action_id says enough."""

    action_id: str
    block_id: str | None = None
    value: JsonValue = None


class Pressing:
    """Interactive elements."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    async def on_message(self, user: User, channel_id: str, ts: str, aim: Aim) -> ActJson:
        """Press or choose on a message, also on a form of it that has since been replaced or deleted."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        channel, message, placed = self._on_message(user, channel_id, ts, aim)
        place = f"{channel.id}/{message.ts}"
        state = self._state(user, placed, aim, place)
        values = {**initial_values(message.blocks), **workspace.message_values(user.id, message)}
        values = _with_state(values, placed, state)
        workspace.keep_message_values(user.id, message, values)
        if not _is_sent(placed):
            return outcome(workspace, user.id, mark)
        payload = block_actions_on_message(
            workspace,
            user,
            channel,
            message,
            pressed=action(placed, state, workspace.new_ts()),
            values=values,
            trigger_id=workspace.triggers.issue(user.id, channel=channel.id),
        )
        answer = await self._courier.send_payload(payload)
        error = self._failure(answer)
        workspace.warn(user.id, message, failed=error is not None)
        return outcome(workspace, user.id, mark, answer=answer, error=error)

    async def in_view(self, user: User, view_id: str, aim: Aim, values: Mapping[str, JsonValue]) -> ActJson:
        """Press or choose in a modal or on the Home tab; `values` is what else was entered by then."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        view = self._filled(self._view(user, view_id), values)
        placed = _aimed(view.blocks, aim)
        if placed is None:
            raise ActError("There is no such button or field.")
        state = self._state(user, placed, aim, view.id)
        view = replace(view, values=_with_state(view.values, placed, state))
        self._keep(view)
        if not _is_sent(placed):
            return outcome(workspace, user.id, mark)
        in_modal = view.id if view.kind is ViewKind.MODAL else None
        payload = block_actions_in_view(
            workspace,
            user,
            view,
            pressed=action(placed, state, workspace.new_ts()),
            trigger_id=workspace.triggers.issue(user.id, view_id=in_modal),
        )
        answer = await self._courier.send_payload(payload)
        error = self._failure(answer)
        if error is not None:
            self._trouble(view)
        return outcome(workspace, user.id, mark, answer=answer, error=error)

    async def suggest_in_view(self, user: User, view_id: str, aim: Aim) -> SuggestJson:
        """What an external menu of a view offers for what was typed."""
        view = self._view(user, view_id)
        placed = _external(_aimed(view.blocks, aim))
        typed = _typed(placed, aim)
        if typed is None:
            return _suggested(None, [])
        payload = block_suggestion_in_view(self._workspace, user, view, placed, typed)
        return await self._suggest(user, view.id, placed, payload)

    async def suggest_on_message(self, user: User, channel_id: str, ts: str, aim: Aim) -> SuggestJson:
        """What an external menu of a message offers for what was typed."""
        channel, message, placed = self._on_message(user, channel_id, ts, aim)
        typed = _typed(_external(placed), aim)
        if typed is None:
            return _suggested(None, [])
        payload = block_suggestion_on_message(self._workspace, user, channel, message, placed, typed)
        return await self._suggest(user, f"{channel.id}/{message.ts}", placed, payload)

    async def _suggest(self, user: User, place: str, placed: Placed, payload: JsonObject) -> SuggestJson:
        answer = await self._courier.send_payload(payload)
        where = "block_suggestion answer"
        if not answer.is_ok:
            error = answer.failure or "dispatch_failed"
            self._workspace.refuse(where, error)
            return _suggested(answer, [], error)
        body = answer.body
        problems = SUGGESTIONS(body, "")
        if problems or not isinstance(body, dict):
            self._workspace.refuse(where, "invalid_options", "; ".join(map(str, problems)))
            return _suggested(answer, [], "invalid_options")
        offered = [(option, None) for option in objects_of(body, "options")]
        offered += [
            (option, _words(group, "label"))
            for group in objects_of(body, "option_groups")
            for option in objects_of(group, "options")
        ]
        self._workspace.remember_suggested(
            user.id, place, placed, [_completed(option) for option, _ in offered]
        )
        return _suggested(answer, [_option_seen(option, group) for option, group in offered])

    def _on_message(self, user: User, channel_id: str, ts: str, aim: Aim) -> tuple[Channel, Message, Placed]:
        store = self._workspace.store
        channel = store.channel(channel_id)
        if channel is None or not store.is_member(channel_id, user.id):
            raise ActError("You are not in that channel.")
        now = store.message(channel_id, ts)
        for message in [*([now] if now else []), *store.former_messages(channel_id, ts)]:
            if message.only_for not in (None, user.id):
                break
            placed = _aimed(message.blocks, aim)
            if placed is not None:
                return channel, message, placed
        raise ActError("There is no such button or menu on that message.")

    def _view(self, user: User, view_id: str) -> View:
        home = self._workspace.store.home(user.id)
        for view in (*self._workspace.modals.stack(user.id), *([home] if home else [])):
            if view.id == view_id:
                return view
        raise ActError("That form is no longer open.")

    def _filled(self, view: View, values: Mapping[str, JsonValue]) -> View:
        available = self._workspace.available_to(view.user, view.id)
        now, errors = entered(view.blocks, view.values, values, available)
        if errors:
            raise ActError("Some fields cannot take that.", errors)
        return replace(view, values=now)

    def _keep(self, view: View) -> None:
        if view.kind is ViewKind.HOME:
            self._workspace.store.keep_home(view)
        else:
            self._workspace.modals.replace(view)

    def _trouble(self, view: View) -> None:
        if view.kind is ViewKind.MODAL:
            now = self._workspace.modals.find(view_id=view.id)
            if now is not None:
                self._workspace.modals.replace(
                    replace(now, trouble="We had some trouble connecting. Try again?")
                )
                self._workspace.notices.changed([view.user])

    def _state(self, user: User, placed: Placed, aim: Aim, place: str) -> JsonObject:
        if placed.kind == "button":
            return {}
        try:
            return choose(placed, aim.value, self._workspace.available_to(user.id, place))
        except ChoiceError as no:
            raise ActError(str(no), {placed.block_id: str(no)}) from None

    def _failure(self, answer: Answer) -> str | None:
        if answer.is_ok:
            return None
        error = answer.failure or "dispatch_failed"
        self._workspace.refuse("button answer", error, f"HTTP {answer.status}" if answer.status else "")
        return error


def _aimed(blocks: tuple[JsonObject, ...], aim: Aim) -> Placed | None:
    for placed in placed_elements(blocks):
        if placed.action_id == aim.action_id and aim.block_id in (None, placed.block_id):
            return placed
    return None


def _is_sent(placed: Placed) -> bool:
    return not placed.is_input or placed.block.get("dispatch_action") is True


def _with_state(values: JsonObject, placed: Placed, state: JsonObject) -> JsonObject:
    if placed.kind in WITHOUT_STATE:
        return values
    return {**values, placed.block_id: {**object_of(values, placed.block_id), placed.action_id: state}}


def _external(placed: Placed | None) -> Placed:
    if placed is None or not placed.kind.endswith("external_select"):
        raise ActError("There is no type-ahead menu with that id.")
    return placed


def _typed(placed: Placed, aim: Aim) -> str | None:
    typed = aim.value if isinstance(aim.value, str) else ""
    least = placed.element.get("min_query_length", 3)
    return typed if isinstance(least, int) and len(typed) >= least else None


def _completed(option: JsonObject) -> JsonObject:
    return {**option, "text": {"emoji": True, **object_of(option, "text")}}


def _words(holder: JsonObject, key: str) -> str | None:
    text = object_of(holder, key).get("text")
    return text if isinstance(text, str) else None


def _option_seen(option: JsonObject, group: str | None) -> OptionJson:
    return OptionJson(
        text=_words(option, "text") or "",
        value=str(option.get("value")),
        group=group,
        description=_words(option, "description"),
    )


def _suggested(answer: Answer | None, options: list[OptionJson], error: str | None = None) -> SuggestJson:
    return SuggestJson(
        ok=error is None,
        status=None if answer is None else answer.status,
        elapsed_ms=0.0 if answer is None else answer.elapsed_ms,
        error=error,
        options=options,
    )
