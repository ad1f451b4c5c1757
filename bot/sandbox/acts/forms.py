"""Sending modals off, and closing them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.sandbox.acts.outcome import ActError, outcome
from bot.sandbox.blocks import placed_elements
from bot.sandbox.choices import entered, missing
from bot.sandbox.events import Answer, Courier
from bot.sandbox.model import JsonObject, JsonValue, User, View, ViewKind, text_of
from bot.sandbox.payloads import view_closed, view_submission
from bot.sandbox.people_json import ActJson
from bot.sandbox.refused import RefusalError
from bot.sandbox.views import checked_view, new_view, updated_view
from bot.sandbox.workspace import Workspace

WHERE = "view_submission answer"
TROUBLE = "We had some trouble connecting. Try again?"


class Forms:
    """Modals as forms."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    async def submit(self, user: User, view_id: str, values: Mapping[str, JsonValue]) -> ActJson:
        """Send the modal in front off; nothing is sent while a required field is empty."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        view = self._in_front(user, view_id)
        if view.submit is None:
            raise ActError("This form has nothing to send.")
        now, errors = entered(view.blocks, view.values, values, workspace.available_to(user.id, view.id))
        errors = {**missing(view.blocks, now), **errors}
        view = replace(view, values=now, errors=errors, trouble=None)
        self._show(view)
        if errors:
            return outcome(workspace, user.id, mark, error="incomplete", field_errors=errors)
        trigger_id = workspace.triggers.issue(user.id, view_id=view.id)
        answer = await self._courier.send_payload(
            view_submission(workspace, user, view, trigger_id=trigger_id)
        )
        return self._take(user, view, answer, mark)

    def _take(self, user: User, view: View, answer: Answer, mark: int) -> ActJson:
        workspace = self._workspace
        try:
            if not answer.is_ok:
                raise RefusalError(answer.failure or "dispatch_failed", detail=f"HTTP {answer.status}")
            errors = self._react(workspace.modals.find(view_id=view.id) or view, answer.body)
        except RefusalError as refused:
            workspace.refuse(WHERE, refused.error, refused.detail)
            self._show(replace(workspace.modals.find(view_id=view.id) or view, trouble=TROUBLE))
            return outcome(workspace, user.id, mark, answer=answer, error=refused.error)
        workspace.notices.changed([user.id])
        error = "errors" if errors else None
        return outcome(workspace, user.id, mark, answer=answer, error=error, field_errors=errors)

    def _react(self, view: View, body: JsonValue) -> dict[str, str]:
        if body is None or body == {}:
            self._workspace.modals.close(view)
            return {}
        if not isinstance(body, dict):
            raise RefusalError("invalid_response", detail="the body must be empty or a JSON object")
        match body.get("response_action"):
            case "errors":
                errors = _field_errors(view, body.get("errors"))
                self._show(replace(view, errors=errors))
                return errors
            case "update":
                given = checked_view(body.get("view"), ViewKind.MODAL)
                self._workspace.modals.replace(updated_view(self._workspace, view, given))
            case "push":
                given = checked_view(body.get("view"), ViewKind.MODAL)
                pushed = new_view(self._workspace, given, ViewKind.MODAL, view.user)
                self._workspace.modals.push(pushed)
            case "clear":
                self._workspace.modals.clear(view.user)
            case other:
                raise RefusalError("invalid_response_action", detail=str(other)[:80])
        return {}

    async def close(self, user: User, view_id: str) -> ActJson:
        """Close the modal in front without sending it off."""
        workspace = self._workspace
        mark = workspace.notices.mark()
        view = self._in_front(user, view_id)
        gone = workspace.modals.stack(user.id)[::-1] if view.clear_on_close else (view,)
        for one in gone:
            workspace.modals.close(one)
        workspace.notices.changed([user.id])
        answer: Answer | None = None
        for one in gone:
            if one.notify_on_close:
                payload = view_closed(workspace, user, one, is_cleared=view.clear_on_close)
                answer = await self._courier.send_payload(payload)
        return outcome(workspace, user.id, mark, answer=answer)

    def _in_front(self, user: User, view_id: str) -> View:
        view = self._workspace.modals.top(user.id)
        if view is None or view.id != view_id:
            raise ActError("That form is no longer in front.")
        return view

    def _show(self, view: View) -> None:
        self._workspace.modals.replace(view)
        self._workspace.notices.changed([view.user])


def _field_errors(view: View, given: JsonValue) -> dict[str, str]:
    inputs = {placed.block_id for placed in placed_elements(view.blocks) if placed.is_input}
    if not isinstance(given, dict) or not given:
        raise RefusalError("invalid_errors", detail="errors must be an object with at least one block_id")
    strangers = [block_id for block_id in given if block_id not in inputs]
    if strangers:
        raise RefusalError("invalid_errors", detail=f"no input block: {', '.join(strangers)[:200]}")
    sentences: JsonObject = given
    if any(not text_of(sentences, block_id) for block_id in sentences):
        raise RefusalError("invalid_errors", detail="every error must be a sentence")
    return {block_id: text_of(sentences, block_id) for block_id in sentences}
