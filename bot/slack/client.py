"""Speaking to Slack: one try a call, and errors that say what they mean."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platform import Hanging, PersonTold, PlatformError, Trouble
from bot.slack.blocks import JsonObject
from storage.members import Outsider

Json = Mapping[str, object]

_POST_SECONDS = 10
_VIEW_SECONDS = 2


_NO_THREAD = "thread_not_found"
_MEANINGS: Mapping[str, Trouble] = {
    "ratelimited": Trouble.RATE_LIMITED,
    "rate_limited": Trouble.RATE_LIMITED,
    "not_in_channel": Trouble.NOT_IN_CHANNEL,
    "channel_not_found": Trouble.NO_CHANNEL,
    "is_archived": Trouble.NO_CHANNEL,
    "restricted_action": Trouble.NO_CHANNEL,
    "restricted_action_read_only_channel": Trouble.NO_CHANNEL,
    "cannot_dm_bot": Trouble.NO_CHANNEL,
    "user_not_found": Trouble.NO_CHANNEL,
    "user_disabled": Trouble.NO_CHANNEL,
    "message_not_found": Trouble.NO_MESSAGE,
    "cant_update_message": Trouble.NO_MESSAGE,
    "edit_window_closed": Trouble.NO_MESSAGE,
    _NO_THREAD: Trouble.NO_THREAD,
    "account_inactive": Trouble.REVOKED,
    "token_revoked": Trouble.REVOKED,
    "token_expired": Trouble.REVOKED,
    "invalid_auth": Trouble.REVOKED,
    "not_authed": Trouble.REVOKED,
    "team_access_not_granted": Trouble.REVOKED,
    "fatal_error": Trouble.UNCERTAIN,
    "internal_error": Trouble.UNCERTAIN,
    "service_unavailable": Trouble.UNCERTAIN,
    "request_timeout": Trouble.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is, as `auth.test` tells."""

    team_id: str
    team: str
    user_id: str
    bot_id: str


class SlackClient:
    """Calls Slack's Web API. Never retries by itself: the SDK's default would post twice."""

    def __init__(self, token: str, base_url: str) -> None:
        address = base_url if base_url.endswith("/") else f"{base_url}/"
        self.token = token
        self._address = address
        self._web = AsyncWebClient(token=token, base_url=address, timeout=_POST_SECONDS, retry_handlers=[])
        self._quick = AsyncWebClient(token=token, base_url=address, timeout=_VIEW_SECONDS, retry_handlers=[])

    def without_token(self) -> AsyncWebClient:
        """A client for Bolt, which gets the token with every request that it authorizes."""
        return AsyncWebClient(base_url=self._address, retry_handlers=[])

    async def identity(self) -> Identity:
        """Who the bot is; raises PlatformError."""
        told = await _call(self._web, "auth.test", {})
        return Identity(
            _text(told, "team_id"), _text(told, "team"), _text(told, "user_id"), _text(told, "bot_id")
        )

    async def socket_address(self) -> str:
        """Where to open a websocket for Socket Mode, with an app token; raises PlatformError."""
        return _text(await _call(self._web, "apps.connections.open", {}), "url")

    async def post(self, channel: str, payload: JsonObject, thread: str | None = None) -> Hanging:
        """Post a message; a person's id as `channel` means a direct message. Raises PlatformError."""
        arguments: JsonObject = {**payload, "channel": channel}
        if thread is not None:
            arguments["thread_ts"] = thread
        told = await _call(self._web, "chat.postMessage", arguments)
        return Hanging(_text(told, "channel"), _text(told, "ts"))

    async def direct_channel(self, user_id: str) -> str:
        """The channel of the direct messages with a person; raises PlatformError."""
        told = await _call(self._web, "conversations.open", {"users": user_id})
        return _text(_object(told, "channel"), "id")

    async def messages(self, method: str, arguments: Mapping[str, str]) -> Json:
        """One page of a channel's or thread's messages; raises PlatformError."""
        return await _ask(self._web, method, arguments)

    async def update(self, channel: str, ts: str, payload: JsonObject) -> None:
        """Redraw a message; raises PlatformError."""
        await _call(self._web, "chat.update", {**payload, "channel": channel, "ts": ts})

    async def user(self, user_id: str, team: str) -> PersonTold:
        """Look a person up, who may be a guest from another workspace than `team`; raises PlatformError."""
        told = await _ask(self._web, "users.info", {"user": user_id, "include_locale": "true"})
        user = _object(told, "user")
        profile = _object(user, "profile")
        outsider = _outsider(user, team)
        names = (_text(profile, "display_name"), _text(user, "real_name"), _text(profile, "real_name"),
                 _text(user, "name"))  # fmt: skip
        return PersonTold(
            name=next((name for name in names if name), ""),
            timezone=_zone(_text(user, "tz")),
            locale=_text(user, "locale") or None,
            rules=outsider is None and (user.get("is_admin") is True or user.get("is_owner") is True),
            outsider=outsider,
        )

    async def open_view(self, trigger_id: str, view: JsonObject) -> None:
        """Open a modal within the three seconds of its trigger; raises PlatformError."""
        await _call(self._quick, "views.open", {"trigger_id": trigger_id, "view": view})

    async def push_view(self, trigger_id: str, view: JsonObject) -> None:
        """Open a modal on top of another; raises PlatformError."""
        await _call(self._quick, "views.push", {"trigger_id": trigger_id, "view": view})

    async def update_view(self, view_id: str, view: JsonObject) -> None:
        """Replace what a modal shows; raises PlatformError."""
        await _call(self._web, "views.update", {"view_id": view_id, "view": view})

    async def publish_view(self, user: str, view: JsonObject) -> None:
        """Show a person their home page; raises PlatformError."""
        await _call(self._web, "views.publish", {"user_id": user, "view": view})

    async def respond(self, response_url: str, payload: JsonObject) -> None:
        """Answer through a response_url; raises PlatformError."""
        timeout = aiohttp.ClientTimeout(total=_POST_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(response_url, json=payload) as response,
            ):
                if response.status >= 500:
                    raise PlatformError(Trouble.UNCERTAIN, f"http_{response.status}")
                is_gone = _NO_THREAD in await response.text()
                if is_gone and payload.get("thread_ts") is not None:
                    raise PlatformError(Trouble.NO_THREAD, _NO_THREAD)
                if response.status >= 400:
                    raise PlatformError(Trouble.REFUSED, f"http_{response.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise PlatformError(Trouble.UNCERTAIN, type(error).__name__) from None


async def _call(client: AsyncWebClient, method: str, arguments: JsonObject) -> Json:
    """Call a method that changes something: those take JSON."""
    return await _answered(client, method, json=arguments)


async def _ask(client: AsyncWebClient, method: str, arguments: Mapping[str, str]) -> Json:
    """Call a method that only reads: those take no JSON, and overlook arguments that come in it."""
    return await _answered(client, method, http_verb="GET", params=dict(arguments))


async def _answered(client: AsyncWebClient, method: str, **request: object) -> Json:
    call = cast("Callable[..., Awaitable[AsyncSlackResponse]]", client.api_call)  # typed loosely by the SDK
    try:
        response = await call(method, **request)
    except SlackApiError as error:
        raise _typed(cast("AsyncSlackResponse", error.response)) from None
    except aiohttp.ClientConnectorError as error:
        raise PlatformError(Trouble.UNREACHED, type(error).__name__) from None
    except (
        SlackClientError,
        aiohttp.ClientError,
        TimeoutError,
        OSError,
        ValueError,
        AttributeError,
    ) as error:
        # An AttributeError is the SDK's own on a body that is plain text.
        raise PlatformError(Trouble.UNCERTAIN, type(error).__name__) from None
    return _data(response)


def _data(response: AsyncSlackResponse) -> Json:
    data = cast("object", getattr(response, "data", None))
    return cast("Json", data) if isinstance(data, dict) else {}


def _typed(response: AsyncSlackResponse) -> PlatformError:
    code = _text(_data(response), "error")
    # What was no JSON at all, the SDK leaves as aiohttp's own response.
    status = cast("int", getattr(response, "status_code", 0))
    if status == 429:
        return PlatformError(Trouble.RATE_LIMITED, "ratelimited", _seconds(response))
    if status >= 500 or not code:
        return PlatformError(Trouble.UNCERTAIN, code or f"http_{status}")
    trouble = _MEANINGS.get(code, Trouble.REFUSED)
    return PlatformError(trouble, code, _seconds(response) if trouble is Trouble.RATE_LIMITED else 0.0)


def _outsider(user: Json, team: str) -> Outsider | None:
    """Why an account can take no part. In an organisation a person has one for several workspaces."""
    if user.get("is_bot") is True:
        return Outsider.BOT
    if user.get("deleted") is True:
        return Outsider.GONE
    home = _text(user, "team_id")
    teams = _object(user, "enterprise_user").get("teams")
    is_here = not home or home == team or (isinstance(teams, list) and team in teams)
    return Outsider.GUEST if user.get("is_stranger") is True or not is_here else None


def _seconds(response: AsyncSlackResponse) -> float:
    headers = {
        name.lower(): str(value) for name, value in cast("Mapping[str, object]", response.headers).items()
    }
    try:
        return max(1.0, float(headers.get("retry-after", "1")))
    except ValueError:
        return 1.0


def _text(holder: Mapping[str, object], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _zone(name: str) -> str | None:
    """The zone, if this machine knows it too."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
    return name


def _object(holder: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = holder.get(key)
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
