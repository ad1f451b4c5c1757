"""auth.test, users.info, users.list."""

from bot.sandbox.model import JsonObject
from bot.sandbox.refused import RefusalError
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.pages import page_of
from bot.sandbox.wire import user_json
from bot.sandbox.workspace import Workspace


def auth_test(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """auth.test."""
    del arguments
    bot, cast = workspace.bot, workspace.cast
    return {
        "ok": True,
        "url": f"{workspace.options.public_url}/",
        "team": cast.team_name,
        "user": bot.name,
        "team_id": cast.team_id,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


def users_info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.info."""
    user = workspace.store.user(arguments.text("user"))
    if user is None:
        raise RefusalError("user_not_found")
    return {"ok": True, "user": user_json(workspace, user)}


def users_list(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.list, in pages."""
    page, cursor = page_of(workspace.store.users(), arguments, default=100, at_most=1000)
    return {
        "ok": True,
        "members": [user_json(workspace, user) for user in page],
        "cache_ts": int(workspace.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }
