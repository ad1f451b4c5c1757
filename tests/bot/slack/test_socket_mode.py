"""Socket Mode over a real websocket: what people do arrives, and is acknowledged once it is stored."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from config.settings import SettingsError
from handlers.arguments.districts import DistrictIndex
from storage.claims import ClaimRow, Part
from storage.database import Database, Purpose
from storage.inbox import InboxRow
from storage.members import AccountRow
from storage.seats import SeatRow
from tests.bot.slack.socket_slack import (
    ANA,
    APP_TOKEN,
    BEN,
    BOT_TOKEN,
    CHANNEL,
    Link,
    Stage,
    bot_connected,
    bot_for,
    eventually,
    slack_opened,
    soon,
)
from tests.databases import SqliteFactory
from tests.own_loop import run_apart

Json = dict[str, Any]


@pytest.fixture
def sqlite_url(sqlite_factory: SqliteFactory, tmp_path: Path) -> Iterator[str]:
    with sqlite_factory.fresh(tmp_path) as url:
        yield url


@contextmanager
def busy(sqlite_url: str) -> Generator[sqlite3.Connection]:
    """A writer that keeps all others waiting until it rolls back."""
    writer = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield writer
    finally:
        writer.close()


def working_on(stage: Stage, code: str) -> list[tuple[str, Part]]:
    """Who works a district, as another connection to the database sees it at this moment."""
    with stage.runtime.database.transaction(stage.key.coalition_id, Purpose.READ) as db:
        statement = (
            select(AccountRow.external_id, ClaimRow.part)
            .join(ClaimRow, ClaimRow.member_id == AccountRow.member_id)
            .join(SeatRow, SeatRow.id == ClaimRow.seat_id)
            .where(SeatRow.code == code, ClaimRow.released_at.is_(None))
            .order_by(ClaimRow.id)
        )
        return [(user, part) for user, part in db.execute(statement)]


def noted(stage: Stage) -> int:
    """How many requests are kept for redeliveries."""
    with stage.runtime.database.transaction(stage.key.coalition_id, Purpose.READ) as db:
        return db.scalar(select(func.count()).select_from(InboxRow)) or 0


def button(ack: Json, label: str) -> Json:
    """The button of that label on an acknowledgement's message."""
    blocks = ack["payload"]["blocks"]
    elements = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return next(one for one in elements if one["text"]["text"] == label)


def pressed(stage: Stage, action: Json, user: str) -> Json:
    """Somebody presses a button of a message in the channel."""
    return stage.slack.interaction(
        "block_actions",
        user,
        container={
            "type": "message",
            "message_ts": "1.0002",
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        channel={"id": CHANNEL, "name": "campaign"},
        response_url=f"{stage.slack.address}/respond/press",
        actions=[{**action, "action_ts": "1.0003", "block_id": "b"}],
    )


class TestRequests:
    def test_a_command_is_acknowledged_with_its_card_once_it_is_stored(
        self, database_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(database_url, districts) as stage:
                link = await stage.slack.link()
                ack = await link.ask(stage.slack.command("/claim-district PA-07"))
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD)]
                assert ack["payload"]["response_type"] == "in_channel"
                assert "<@U0ANA> leads. No one else yet." in ack["payload"]["text"]

        run_apart(story())

    def test_nothing_is_acknowledged_while_it_cannot_be_stored(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                await link.ask(stage.slack.command("/claim-district OH-01"))
                await stage.runtime.worker.one_pass()
                with busy(sqlite_url) as writer:
                    claim = stage.slack.command("/claim-district PA-07")
                    await link.send(claim)
                    # What needs no database overtakes it; by then the bot has the claim and waits.
                    await link.ask(stage.slack.event({"type": "team_join", "user": {"id": BEN}}))
                    assert working_on(stage, "PA-07") == []
                    writer.execute("ROLLBACK")
                ack = await link.ack()
                assert ack["envelope_id"] == claim["envelope_id"]
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD)]

        run_apart(story())

    def test_a_press_is_acknowledged_with_nothing_and_the_card_is_redrawn(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                card = await link.ask(stage.slack.command("/claim-district PA-07"))
                press = pressed(stage, button(card, "I'll support"), BEN)
                assert await link.ask(press) == {"envelope_id": press["envelope_id"]}
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD), (BEN, Part.SUPPORT)]
                redrawn = await stage.slack.call("response_url")
                assert "Supporting: <@U0BEN>." in redrawn["text"]

        run_apart(story())

    def test_a_form_opens_suggests_and_says_what_is_wrong_in_it(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                opening = stage.slack.command("/claim-district")
                assert await link.ask(opening) == {"envelope_id": opening["envelope_id"]}
                view = (await stage.slack.call("views.open"))["view"]
                field = next(block for block in view["blocks"] if block["type"] == "input")
                shown: Json = {"id": "V1", "hash": "h", "type": "modal", "state": {"values": {}}, **view}
                shown["private_metadata"] = view.get("private_metadata", "")
                asked: Json = {
                    "action_id": field["element"]["action_id"],
                    "block_id": field["block_id"],
                    "value": "PA-07",
                    "view": shown,
                }
                suggested = await link.ask(stage.slack.interaction("block_suggestion", ANA, **asked))
                assert suggested["payload"]["options"][0]["text"]["text"].startswith("PA-07")
                empty = await link.ask(stage.slack.interaction("view_submission", ANA, view=shown))
                assert empty["payload"]["response_action"] == "errors"
                assert list(empty["payload"]["errors"]) == [field["block_id"]]

        run_apart(story())

    def test_an_event_is_acknowledged_and_acted_on(self, sqlite_url: str, districts: DistrictIndex) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                event = stage.slack.event({"type": "app_home_opened", "user": ANA, "tab": "home"})
                assert await link.ask(event) == {"envelope_id": event["envelope_id"]}
                shown = await stage.slack.call("views.publish")
                assert shown["user_id"] == ANA

        run_apart(story())

    def test_nothing_is_sent_along_where_slack_takes_nothing(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                envelope = stage.slack.command("/claim-district PA-07", accepts=False)
                assert await link.ask(envelope) == {"envelope_id": envelope["envelope_id"]}

        run_apart(story())

    def test_the_same_envelope_again_gets_the_first_answer_and_changes_nothing(
        self, database_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(database_url, districts) as stage:
                link = await stage.slack.link()
                envelope = stage.slack.command("/claim-district PA-07")
                both = [envelope, {**envelope, "retry_attempt": 1, "retry_reason": "timeout"}]
                for one in both:
                    await link.send(one)
                first, second = await link.ack(), await link.ack()
                assert first == second
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD)]
                assert noted(stage) == 1

        run_apart(story())

    @pytest.mark.parametrize(
        "nonsense",
        [
            "", "not json", "[]", "7", '"hello"', "{}", "[" * 9000, '{"type": "slash_commands"}',
            '{"type": "events_api", "envelope_id": "e", "payload": "text"}',
            '{"type": "interactive", "envelope_id": 7, "payload": {}}',
            '{"type": "interactive", "envelope_id": "e", "payload": {"type": "block_actions", "actions": 3}}',
            '{"type": "interactive", "envelope_id": "e", "payload": {"type": "view_submission", "view": []}}',
            '{"type": "events_api", "envelope_id": "e", "payload": {"event": {"type": {}}}}',
            '{"type": "a-kind-of-tomorrow", "envelope_id": "e", "payload": {}}',
        ],
    )  # fmt: skip
    def test_nonsense_does_not_end_the_connection(
        self, nonsense: str, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                await link.send(nonsense)
                envelope = stage.slack.command("/claim-district PA-07\x00")
                await link.send(envelope)
                while (ack := await link.ack())["envelope_id"] != envelope["envelope_id"]:
                    pass
                assert "<@U0ANA> leads" in ack["payload"]["text"]
                assert stage.slack.opened == 1

        run_apart(story())


class TestConnections:
    @pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
    def test_the_next_connection_is_open_before_the_last_is_left(
        self, reason: str, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                old = await stage.slack.link()
                await old.announce_end(reason)
                new = await stage.slack.link()
                assert not old.closed.is_set()
                await old.ask(stage.slack.command("/claim-district PA-07", ANA))
                await new.ask(stage.slack.command("/claim-district PA-07", BEN))
                await old.close()
                await new.ask(stage.slack.command("/districts PA"))
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD), (BEN, Part.SUPPORT)]
                assert await stage.runtime.readiness() is None
                assert stage.slack.opened == 2

        run_apart(story())

    @pytest.mark.parametrize("ending", [Link.close, Link.drop])
    def test_a_lost_connection_is_replaced_and_what_was_not_acknowledged_comes_again(
        self, ending: Callable[[Link], Any], sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                envelope = stage.slack.command("/claim-district PA-07")
                first = await link.ask(envelope)
                gone = ending(link)
                if gone is not None:
                    await gone
                again = await (await stage.slack.link()).ask(envelope)
                assert again == first
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD)]
                assert noted(stage) == 1

        run_apart(story())

    def test_a_request_whose_connection_is_lost_is_stored_all_the_same(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                envelope = stage.slack.command("/claim-district PA-07")
                await link.send(envelope)
                await eventually(lambda: working_on(stage, "PA-07"))
                link.drop()
                ack = await (await stage.slack.link()).ask(envelope)
                assert "<@U0ANA> leads" in ack["payload"]["text"]
                assert working_on(stage, "PA-07") == [(ANA, Part.LEAD)]

        run_apart(story())

    def test_it_goes_on_trying_while_slack_is_in_trouble(
        self, sqlite_url: str, districts: DistrictIndex, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                stage.slack.openings += [
                    web.Response(status=503, text="<html>down</html>"),
                    web.json_response({"ok": True, "url": f"{stage.slack.address}/link/?ticket=spent"}),
                    web.json_response({"ok": True, "url": "no address"}),
                ]
                link.drop()
                await eventually(lambda: not stage.slack.openings)
                ack = await (await stage.slack.link()).ask(stage.slack.command("/claim-district PA-07"))
                assert "<@U0ANA> leads" in ack["payload"]["text"]
                assert stage.slack.opened == 5

        run_apart(story())
        logged = capsys.readouterr().out
        assert "WSServerHandshakeError" in logged
        assert "ticket" not in logged

    def test_it_waits_as_long_as_slack_says(self, sqlite_url: str, districts: DistrictIndex) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                link = await stage.slack.link()
                limited = web.json_response({"ok": False, "error": "ratelimited"}, status=429)
                limited.headers["Retry-After"] = "1"
                stage.slack.openings.append(limited)
                link.drop()
                await eventually(lambda: not stage.slack.openings)
                began = asyncio.get_running_loop().time()
                await stage.slack.link()
                assert asyncio.get_running_loop().time() - began >= 0.9

        run_apart(story())

    def test_it_starts_while_slack_is_in_trouble_and_is_ready_once_connected(
        self, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with slack_opened() as slack:
                slack.openings.append(web.json_response({"ok": False, "error": "service_unavailable"}))
                runtime = bot_for(slack, sqlite_url, districts)
                key = await runtime.start()
                try:
                    assert await runtime.readiness() == "Socket Mode has no connection"
                    await (await slack.link()).ask(slack.command("/claim-district PA-07"))
                    assert await runtime.readiness() is None
                    assert working_on(Stage(slack, runtime, key), "PA-07") == [(ANA, Part.LEAD)]
                finally:
                    await runtime.stop()

        run_apart(story())

    @pytest.mark.parametrize("code", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
    def test_a_refused_app_token_is_one_sentence(
        self, code: str, sqlite_url: str, districts: DistrictIndex
    ) -> None:
        async def story() -> None:
            async with slack_opened() as slack:
                slack.openings.append(web.json_response({"ok": False, "error": code}))
                runtime = bot_for(slack, sqlite_url, districts)
                with pytest.raises(SettingsError, match=rf"^Slack refuses SLACK_APP_TOKEN \({code}\): "):
                    await runtime.start()
                await runtime.stop()

        run_apart(story())


class TestStopping:
    def test_what_is_under_way_is_acknowledged_first(self, sqlite_url: str, districts: DistrictIndex) -> None:
        async def story() -> None:
            async with slack_opened() as slack:
                runtime = bot_for(slack, sqlite_url, districts)
                await runtime.start()
                link = await slack.link()
                await runtime.worker.one_pass()
                with busy(sqlite_url) as writer:
                    claim = slack.command("/claim-district PA-07")
                    await link.send(claim)
                    await link.ask(slack.event({"type": "team_join", "user": {"id": BEN}}))
                    asyncio.get_running_loop().call_later(0.2, writer.execute, "ROLLBACK")
                    await runtime.stop()
                ack = await link.ack()
                assert ack["envelope_id"] == claim["envelope_id"]
                assert "<@U0ANA> leads" in ack["payload"]["text"]
                await link.until_closed()
                assert slack.opened == 1
                left = [task for task in asyncio.all_tasks() if "bot/slack/socket_mode.py" in repr(task)]
                assert left == []

        run_apart(story())

    def test_it_stops_while_it_is_trying_to_connect(self, sqlite_url: str, districts: DistrictIndex) -> None:
        async def story() -> None:
            async with slack_opened() as slack:
                slack.greets = [True, False]
                runtime = bot_for(slack, sqlite_url, districts)
                await runtime.start()
                (await slack.link()).drop()
                silent = await slack.link()
                await soon(runtime.stop())
                await silent.until_closed()

        run_apart(story())


class TestTheProgram:
    def test_it_runs_with_an_app_token_instead_of_a_signing_secret(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        async def story() -> None:
            async with slack_opened() as slack:
                given = {
                    "DATABASE_URL": sqlite_url, "SLACK_API_URL": f"{slack.address}/api/", "PORT": "0",
                    "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": "",
                    "PYTHONPATH": os.pathsep.join(sys.path),
                }  # fmt: skip
                running = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "run",
                    cwd=tmp_path, env={**os.environ, **given}, stdout=asyncio.subprocess.PIPE,
                )  # fmt: skip
                assert running.stdout is not None
                link = await slack.link()
                ack = await link.ask(slack.command("/claim-district PA-07"))
                assert "<@U0ANA> leads" in ack["payload"]["text"]
                line = (await soon(running.stdout.readline())).decode()
                assert line.startswith("Connected to Slack by Socket Mode; health at http://127.0.0.1:")
                async with httpx.AsyncClient() as client:
                    ready = await client.get(line.split()[-1].replace("healthz", "readyz"))
                assert ready.json() == {"status": "ready"}
                running.send_signal(signal.SIGTERM)
                await link.until_closed()
                assert await soon(running.wait()) == 0

        run_apart(story())


class TestOverHttp:
    def test_the_door_is_closed_and_health_is_served(self, sqlite_url: str, districts: DistrictIndex) -> None:
        async def story() -> None:
            async with bot_connected(sqlite_url, districts) as stage:
                transport = httpx.ASGITransport(stage.runtime.web())
                async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
                    assert (await client.post("/slack/events", content=b"command=/x")).status_code == 404
                    assert (await client.get("/readyz")).json() == {"status": "ready"}

        run_apart(story())


def test_what_fails_on_our_side_is_answered_and_the_next_request_works(
    sqlite_url: str, districts: DistrictIndex
) -> None:
    async def story() -> None:
        async with bot_connected(sqlite_url, districts) as stage:
            link = await stage.slack.link()
            database = Database(sqlite_url)
            with database.engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE claims RENAME TO gone")
            # In words; which ones, depends on how long it takes to log all of it.
            failed = await link.ask(stage.slack.command("/claim-district PA-07"))
            assert failed["payload"]["response_type"] == "ephemeral"
            with database.engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE gone RENAME TO claims")
            database.close()
            ack = await link.ask(stage.slack.command("/claim-district PA-07"))
            assert "<@U0ANA> leads" in ack["payload"]["text"]

    run_apart(story())
