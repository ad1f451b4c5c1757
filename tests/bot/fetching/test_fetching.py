"""Links of strangers are fetched from the public internet only, briefly, and never too much."""

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator, Mapping
from ipaddress import ip_address

import pytest
from aiohttp import web

from bot.fetching import Fetched, NotFetched, NotModified, Refusal, Rules, fetch_calendar, is_public
from bot.fetching.bodies import TooLargeError, read_body
from bot.fetching.fetching import Outcome
from tests.bot.fetching.servers import HOST, Answer, Names, Served, served
from tests.own_loop import run_apart

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def calendar(body: bytes = CALENDAR, headers: Mapping[str, str] | None = None) -> web.Response:
    told = {"Content-Type": "text/calendar; charset=utf-8", **(headers or {})}
    return web.Response(body=body, headers=told)


def always(answer: web.Response | None = None) -> Answer:
    async def respond(request: web.Request) -> web.StreamResponse:
        return answer or calendar()

    return respond


def fetched(
    answer: Answer,
    path: str = "/halls.ics",
    lookup: Names | None = None,
    seconds: float = 5,
    etag: str = "",
    last_modified: str = "",
) -> tuple[Outcome, Served]:
    """What comes of a link to a server that answers so."""

    async def visit() -> tuple[Outcome, Served]:
        async with served(answer) as server:
            rules = server.rules(lookup, seconds=seconds)
            link = path.replace("{port}", str(server.port))
            link = link if "://" in link else server.link(link)
            return await fetch_calendar(link, rules, etag, last_modified), server

    return run_apart(visit())


def refused(link: str, rules: Rules | None = None) -> Refusal:
    """Why a link is not fetched under the usual rules."""
    outcome = run_apart(fetch_calendar(link, rules))
    assert isinstance(outcome, NotFetched)
    return outcome.why


def test_a_calendar_is_fetched_with_its_marks() -> None:
    told = calendar(headers={"ETag": '"v1"', "Last-Modified": "Mon, 01 Jun 2026 10:00:00 GMT"})
    outcome, server = fetched(always(told))
    assert outcome == Fetched(CALENDAR, '"v1"', "Mon, 01 Jun 2026 10:00:00 GMT")
    (asked,) = server.asked
    assert asked.host == f"{HOST}:{server.port}"
    assert "Cookie" not in asked.headers


def test_webcal_is_https() -> None:
    outcome, _ = fetched(always(), "webcal://calendar.example:{port}/halls.ics")
    assert isinstance(outcome, Fetched)


def test_asked_again_with_its_marks_it_may_be_the_same() -> None:
    async def unless_known(request: web.Request) -> web.StreamResponse:
        is_known = request.headers.get("If-None-Match") == '"v1"' or "If-Modified-Since" in request.headers
        return web.Response(status=304) if is_known else calendar()

    assert fetched(unless_known, etag='"v1"')[0] == NotModified()
    assert fetched(unless_known, last_modified="Mon, 01 Jun 2026 10:00:00 GMT")[0] == NotModified()
    assert isinstance(fetched(unless_known, etag='"v0"')[0], Fetched)
    assert fetched(always(web.Response(status=304)))[0] == NotFetched(Refusal.BAD_STATUS, 304)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("http://calendar.example/halls.ics", Refusal.NOT_HTTPS),
        ("ftp://calendar.example/halls.ics", Refusal.NOT_HTTPS),
        ("file:///etc/passwd", Refusal.NOT_HTTPS),
        ("gopher://127.0.0.1/", Refusal.NOT_HTTPS),
        ("https://calendar.example:8443/halls.ics", Refusal.OTHER_PORT),
        ("https://ana:secret@calendar.example/halls.ics", Refusal.HAS_PASSWORD),
        ("https://ana@calendar.example/halls.ics", Refusal.HAS_PASSWORD),
        ("", Refusal.NO_LINK),
        ("halls.ics", Refusal.NO_LINK),
        ("https://", Refusal.NO_LINK),
        ("https:///halls.ics", Refusal.NO_LINK),
        ("https://calendar.example/a\r\nX: y", Refusal.NO_LINK),
        ("https://calendar.example/" + "a" * 3_000, Refusal.NO_LINK),
        ("https://[::1", Refusal.NO_LINK),
        ("https://127.0.0.1/", Refusal.NOT_PUBLIC),
        ("https://169.254.169.254/latest/meta-data", Refusal.NOT_PUBLIC),
        ("webcal://169.254.169.254/halls.ics", Refusal.NOT_PUBLIC),
        ("https://[::1]/", Refusal.NOT_PUBLIC),
        ("https://[::ffff:169.254.169.254]/", Refusal.NOT_PUBLIC),
        ("https://[64:ff9b::a9fe:a9fe]/", Refusal.NOT_PUBLIC),
        ("https://2852039166/", Refusal.NO_LINK),
        ("https://0x7f.1/", Refusal.NOT_PUBLIC),
        ("https://127.1/", Refusal.NO_LINK),
        ("https://localhost/", Refusal.NOT_PUBLIC),
    ],
)
def test_links_that_are_never_asked_for(link: str, why: Refusal) -> None:
    assert refused(link) is why


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.2.1",
        "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::",
        "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2001:db8::1", "2002:7f00:1::", "2001:0:4136:e378::", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:169.254.169.254"], ["fe80::1%eth0"]]
)
def test_a_name_with_any_address_that_is_not_public_is_not_connected_to(addresses: list[str]) -> None:
    assert refused("https://calendar.example/halls.ics", Rules(lookup=Names(addresses))) is Refusal.NOT_PUBLIC


def test_a_name_that_there_is_not() -> None:
    assert refused("https://calendar.example/", Rules(lookup=Names([]))) is Refusal.NO_SUCH_HOST


def test_it_connects_to_the_address_that_was_checked() -> None:
    """Whoever answers another address the next time gains nothing: there is no next time."""
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    outcome, _ = fetched(always(), lookup=names)
    assert isinstance(outcome, Fetched)
    assert names.asked == [HOST]


def test_each_redirect_is_looked_up_and_checked_anew() -> None:
    async def to_itself(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/again"})

    outcome, server = fetched(to_itself, lookup=Names(["127.0.0.1"], ["169.254.169.254"]))
    assert outcome == NotFetched(Refusal.NOT_PUBLIC)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("https://169.254.169.254:{port}/latest/meta-data", Refusal.NOT_PUBLIC),
        ("//169.254.169.254:{port}/", Refusal.NOT_PUBLIC),
        ("https://[::ffff:a9fe:a9fe]:{port}/", Refusal.NOT_PUBLIC),
        ("https://169.254.169.254/", Refusal.OTHER_PORT),
        ("http://169.254.169.254/", Refusal.NOT_HTTPS),
        ("https://ana:secret@calendar.example:{port}/", Refusal.HAS_PASSWORD),
        ("file:///etc/passwd", Refusal.NOT_HTTPS),
        ("https://[", Refusal.NO_LINK),
    ],
)
def test_redirects_that_lead_elsewhere(status: int, to: str, why: Refusal) -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": to.replace("{port}", str(request.url.port))})

    outcome, server = fetched(away)
    assert outcome == NotFetched(why)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("redirects", "is_fetched"), [(3, True), (4, False)])
def test_three_redirects_are_followed(redirects: int, is_fetched: bool) -> None:
    async def onwards(request: web.Request) -> web.StreamResponse:
        at = int(request.match_info["path"] or 0)
        if at == redirects:
            return calendar()
        return web.Response(status=302, headers={"Location": str(at + 1)})

    outcome, server = fetched(onwards, "/0")
    assert isinstance(outcome, Fetched) == is_fetched
    assert is_fetched or outcome == NotFetched(Refusal.TOO_MANY_REDIRECTS)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (404, Refusal.NOT_FOUND),
        (410, Refusal.NOT_FOUND),
        (401, Refusal.NOT_ALLOWED),
        (403, Refusal.NOT_ALLOWED),
        (500, Refusal.BAD_STATUS),
        (206, Refusal.BAD_STATUS),
        (302, Refusal.BAD_STATUS),
    ],
)
def test_of_an_error_nothing_but_its_number_is_kept(status: int, why: Refusal) -> None:
    outcome, _ = fetched(always(web.Response(status=status, body=b"a secret of the inner network")))
    assert outcome == NotFetched(why, status)


@pytest.mark.parametrize("kind", ["text/html", "image/png", "application/x-sh", ""])
def test_what_does_not_say_that_it_is_a_calendar_is_not_taken(kind: str) -> None:
    outcome, _ = fetched(always(calendar(headers={"Content-Type": kind})))
    assert outcome == NotFetched(Refusal.NOT_A_CALENDAR)


def test_a_large_body_is_refused_by_what_it_says() -> None:
    outcome, _ = fetched(always(calendar(b"x" * 100_001)))
    assert outcome == NotFetched(Refusal.TOO_LARGE)
    assert isinstance(fetched(always(calendar(b"x" * 100_000)))[0], Fetched)


def test_an_endless_body_is_left_as_soon_as_it_is_too_large() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse(headers={"Content-Type": "text/calendar"})
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 10_000)
            sent += 10_000

    outcome, _ = fetched(endless)
    assert outcome == NotFetched(Refusal.TOO_LARGE)
    assert sent < 20_000_000


def test_a_packed_body_is_unpacked() -> None:
    outcome, _ = fetched(always(calendar(gzip.compress(CALENDAR), {"Content-Encoding": "gzip"})))
    assert isinstance(outcome, Fetched)
    assert outcome.content == CALENDAR


def test_a_body_that_unpacks_to_far_more_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    outcome, _ = fetched(always(calendar(bomb, {"Content-Encoding": "gzip"})))
    assert outcome == NotFetched(Refusal.TOO_LARGE)


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip"])
def test_a_body_that_cannot_be_unpacked_is_refused(encoding: str) -> None:
    outcome, _ = fetched(always(calendar(b"not packed at all", {"Content-Encoding": encoding})))
    assert outcome == NotFetched(Refusal.BAD_ANSWER)


def test_a_server_that_never_answers_is_left() -> None:
    async def never(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    assert fetched(never, seconds=0.3)[0] == NotFetched(Refusal.TOO_SLOW)


def test_a_server_that_dribbles_is_left() -> None:
    async def dribbling(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/calendar"})
        await answer.prepare(request)
        while True:
            await answer.write(b"x")
            await asyncio.sleep(0.02)

    assert fetched(dribbling, seconds=0.3)[0] == NotFetched(Refusal.TOO_SLOW)


def test_the_time_is_for_all_redirects_together() -> None:
    async def slowly_on(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": "/on"})

    assert fetched(slowly_on, seconds=0.5)[0] == NotFetched(Refusal.TOO_SLOW)


def test_a_certificate_of_nobody_or_for_another_is_not_trusted() -> None:
    async def distrustful() -> Outcome:
        async with served(always()) as server:
            rules = server.rules()
            usual = Rules(rules.is_allowed, rules.port, lookup=rules.lookup)
            return await fetch_calendar(server.link(), usual)

    async def of_another() -> Outcome:
        async with served(always(), host="other.example") as server:
            return await fetch_calendar(server.link(), server.rules())

    assert run_apart(distrustful()) == NotFetched(Refusal.BAD_CERTIFICATE)
    assert run_apart(of_another()) == NotFetched(Refusal.BAD_CERTIFICATE)


def test_nobody_there() -> None:
    async def closed() -> Outcome:
        async with served(always()) as server:
            link, rules = server.link(), server.rules()
        return await fetch_calendar(link, rules)

    assert run_apart(closed()) == NotFetched(Refusal.NO_CONNECTION)


def test_no_proxy_of_the_surroundings_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(fetched(always())[0], Fetched)


def test_such_a_body_is_never_unpacked_as_a_whole() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)

    async def pieces() -> AsyncIterator[bytes]:
        yield bomb

    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            run_apart(read_body(pieces(), "gzip", 100_000))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
