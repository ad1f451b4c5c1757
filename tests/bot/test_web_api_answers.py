"""What Slack's answers, and what a proxy makes of them, mean to the bot."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.platform import PlatformError, Trouble
from bot.slack.client import SlackClient
from tests.own_loop import run_apart

Answer = tuple[int, str, str, dict[str, str]]
JSON = "application/json; charset=utf-8"


def _asked(
    answer: Answer, ask: Callable[[SlackClient, str], Awaitable[object]]
) -> tuple[object, list[bytes]]:
    """What `ask` comes to when a server gives that answer to everything, and the requests it got."""
    status, kind, body, more = answer
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        got.append(head)
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body.encode())}"]
        lines += ["Connection: close", *(f"{name}: {value}" for name, value in more.items())]
        writer.write("\r\n".join([*lines, "", body]).encode())
        await writer.drain()
        writer.close()

    async def run() -> object:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            try:
                return await ask(SlackClient("xoxb-x", f"{url}/api/"), url)
            except PlatformError as error:
                return error

    return run_apart(run()), got


def _post(client: SlackClient, url: str) -> Awaitable[object]:
    return client.post("C1", {"text": "x"})


MEANINGS: list[tuple[Answer, Trouble]] = [
    ((200, JSON, '{"ok": false, "error": "not_in_channel"}', {}), Trouble.NOT_IN_CHANNEL),
    ((200, JSON, '{"ok": false, "error": "is_archived"}', {}), Trouble.NO_CHANNEL),
    ((200, JSON, '{"ok": false, "error": "thread_not_found"}', {}), Trouble.NO_THREAD),
    ((200, JSON, '{"ok": false, "error": "token_revoked"}', {}), Trouble.REVOKED),
    ((200, JSON, '{"ok": false, "error": "account_inactive"}', {}), Trouble.REVOKED),
    ((200, JSON, '{"ok": false, "error": "invalid_blocks"}', {}), Trouble.REFUSED),
    ((200, JSON, '{"ok": false, "error": "something_new"}', {}), Trouble.REFUSED),
    ((200, JSON, '{"ok": false, "error": "internal_error"}', {}), Trouble.UNCERTAIN),
    ((200, JSON, '{"ok": false, "error": "fatal_error"}', {}), Trouble.UNCERTAIN),
    ((200, JSON, '{"ok": false, "error": "ratelimited"}', {"Retry-After": "7"}), Trouble.RATE_LIMITED),
    ((429, JSON, '{"ok": false, "error": "ratelimited"}', {"Retry-After": "7"}), Trouble.RATE_LIMITED),
    ((429, "text/plain", "slow down", {"Retry-After": "7"}), Trouble.RATE_LIMITED),
    ((500, "text/plain", "oh", {}), Trouble.UNCERTAIN),
    ((503, "text/html", "<html>", {}), Trouble.UNCERTAIN),
    ((200, "text/html", "<html>log in to the hotel's network", {}), Trouble.UNCERTAIN),
    ((200, "text/plain", "ok", {}), Trouble.UNCERTAIN),
    ((200, JSON, '{"ok": tru', {}), Trouble.UNCERTAIN),
    ((200, JSON, "[]", {}), Trouble.UNCERTAIN),
    ((200, JSON, "", {}), Trouble.UNCERTAIN),
]


@pytest.mark.parametrize(("answer", "trouble"), MEANINGS, ids=lambda value: str(value)[:60])
def test_what_an_answer_means(answer: Answer, trouble: Trouble) -> None:
    error, got = _asked(answer, _post)
    assert isinstance(error, PlatformError)
    assert error.trouble is trouble
    assert error.retry_after == (7 if trouble is Trouble.RATE_LIMITED else 0)
    assert len(got) == 1  # one try a call


@pytest.mark.parametrize(("said", "seconds"), [("0", 1), ("soon", 1), ("30", 30), ("", 1)])
def test_retry_after_is_a_second_at_least(said: str, seconds: float) -> None:
    error, _ = _asked((429, JSON, '{"ok": false, "error": "ratelimited"}', {"Retry-After": said}), _post)
    assert isinstance(error, PlatformError)
    assert error.retry_after == seconds


def test_nobody_there() -> None:
    async def run() -> PlatformError:
        with pytest.raises(PlatformError) as raised:
            await SlackClient("xoxb-x", "http://127.0.0.1:9/api/").post("C1", {"text": "x"})
        return raised.value

    assert run_apart(run()).trouble is Trouble.UNREACHED


def test_a_look_up_gives_its_arguments_as_slack_reads_them() -> None:
    """users.info takes no JSON: arguments in it would be overlooked."""
    body = '{"ok": true, "user": {"name": "ana", "tz": "Nowhere/At_all", "locale": "es-ES"}}'
    told, got = _asked((200, JSON, body, {}), lambda client, url: client.user("U1", "T1"))
    assert got[0].startswith(b"GET /api/users.info?user=U1&include_locale=true HTTP/1.1")
    assert getattr(told, "timezone", "") is None
    assert getattr(told, "locale", "") == "es-ES"


@pytest.mark.parametrize(("status", "trouble"), [(404, Trouble.REFUSED), (500, Trouble.UNCERTAIN)])
def test_a_response_url_that_fails(status: int, trouble: Trouble) -> None:
    answer: Answer = (status, "text/plain", "used_url", {})
    error, _ = _asked(answer, lambda client, url: client.respond(f"{url}/response/x", {"text": "x"}))
    assert isinstance(error, PlatformError)
    assert (error.trouble, error.code) == (trouble, f"http_{status}")
