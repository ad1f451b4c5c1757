"""views.open, views.push, views.update, views.publish."""

from bot.sandbox.grants import Trigger
from bot.sandbox.model import JsonObject, View, ViewKind
from bot.sandbox.refused import RefusalError
from bot.sandbox.views import checked_view, new_view, updated_view
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.wire import view_json
from bot.sandbox.workspace import Workspace


def open_view(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.open."""
    trigger = _trigger(workspace, arguments)
    given = checked_view(arguments.value("view"), ViewKind.MODAL)
    made = new_view(workspace, given, ViewKind.MODAL, trigger.user, here=trigger.channel)
    shown = workspace.modals.open(made)
    return _shown(workspace, arguments, shown)


def push_view(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.push: only with a trigger_id that came from a modal."""
    trigger = _trigger(workspace, arguments)
    if trigger.view_id is None:
        raise RefusalError("invalid_trigger_id", detail="the trigger_id does not come from a modal")
    given = checked_view(arguments.value("view"), ViewKind.MODAL)
    made = new_view(workspace, given, ViewKind.MODAL, trigger.user, here=trigger.channel)
    shown = workspace.modals.push(made)
    return _shown(workspace, arguments, shown)


def update_view(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.update, by view_id or external_id; a `hash` that is no longer current is refused."""
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    if bool(view_id) == bool(external_id):
        raise RefusalError("invalid_arguments", detail="give either view_id or external_id")
    former = workspace.modals.find(view_id=view_id, external_id=external_id)
    if former is None:
        raise RefusalError("not_found")
    _hash_is_current(arguments, former)
    given = checked_view(arguments.value("view"), ViewKind.MODAL)
    changed = updated_view(workspace, former, given)
    workspace.modals.replace(changed)
    workspace.notices.changed([changed.user])
    return _answer(workspace, changed)


def publish_view(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.publish: a person's Home tab."""
    user_id = arguments.required("user_id")
    user = workspace.store.user(user_id)
    if user is None or not user.is_person:
        raise RefusalError("user_not_found" if user is None else "not_enabled")
    given = checked_view(arguments.value("view"), ViewKind.HOME)
    former = workspace.store.home(user_id)
    if former is None:
        view = new_view(workspace, given, ViewKind.HOME, user_id)
    else:
        _hash_is_current(arguments, former)
        view = updated_view(workspace, former, given)
    workspace.store.keep_home(view)
    workspace.notices.changed([user_id])
    return _answer(workspace, view)


def _trigger(workspace: Workspace, arguments: Arguments) -> Trigger:
    trigger_id = arguments.text("trigger_id")
    if not trigger_id:
        raise RefusalError("invalid_arguments", detail="missing required field: trigger_id")
    return workspace.triggers.check(trigger_id)


def _shown(workspace: Workspace, arguments: Arguments, view: View) -> JsonObject:
    workspace.triggers.use_up(arguments.text("trigger_id"))
    workspace.notices.changed([view.user])
    return _answer(workspace, view)


def _answer(workspace: Workspace, view: View) -> JsonObject:
    # What people have entered comes with interactions only.
    return {"ok": True, "view": {**view_json(workspace, view), "state": {"values": {}}}}


def _hash_is_current(arguments: Arguments, view: View) -> None:
    given = arguments.text("hash")
    if given and given != view.hash:
        raise RefusalError("hash_conflict")
