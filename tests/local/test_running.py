"""`coalition-bot run` without tokens: the local workspace, in a process of its own."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from storage.database import Database
from tests.local.window import ANA, BEN, EIGHT_CLAIMS, claims, coalitions, window
from tests.processes import PYTHON_M_BOT, ended, eventually, free_port, running, running_from_the_beginning


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """The database that the process makes in its folder; only to be looked into."""
    return Database(f"sqlite:///{tmp_path}/coalition.db")


def test_garbage_is_collected_again_once_the_bot_is_ready(tmp_path: Path) -> None:
    """`run` collects none while everything is loaded; a bot that went on so would grow for ever."""
    port = str(free_port())
    program = (
        "import gc, bot.serving as serving; aside = serving.set_memory_aside; "
        "says = lambda: print(gc.isenabled(), flush=True); "
        "serving.set_memory_aside = lambda: (says(), aside(), says()); "
        "from bot.cli import main; main()"
    )
    with running(tmp_path, {"PORT": port}, (sys.executable, "-c", program)) as bot:
        eventually(lambda: len(bot.out) > 1)
        assert bot.out[:2] == ["False", "True"]


def test_from_an_empty_folder_to_a_claimed_district_and_back_again(
    tmp_path: Path, database: Database
) -> None:
    port = str(free_port())
    with running(tmp_path, {"PORT": port}, PYTHON_M_BOT) as bot:
        assert bot.out == [f"The local workspace is open: http://127.0.0.1:{port}"]
        with window(bot.address) as browser:
            page = browser.client.get("/")
            assert page.status_code == 200
            assert page.headers["content-type"].startswith("text/html")
            assert "#campaign" in page.text
            assert browser.client.get("/healthz").json() == {"status": "ok"}
            assert browser.client.get("/readyz").json() == {"status": "ready"}
            assert coalitions(database) == [("Neighbors for Refugees", True)]
            assert claims(database) == EIGHT_CLAIMS

            assert "PA-07" in browser.type("/claim-district PA-07", BEN)
            assert (BEN, "PA-07", "lead") in claims(database)
            assert len(cores(bot.process.pid)) == 1
            browser.type("Good morning, everybody")
            browser.advance(86_400)
            seen = browser.texts()
        assert bot.stop(signal.SIGTERM) < 5
    assert bot.err == []
    assert {"coalition.db", "coalition.workspace.db"} <= {path.name for path in tmp_path.iterdir()}

    with running(tmp_path, {"PORT": port}) as bot, window(bot.address) as browser:
        again = browser.texts()
        assert set(seen) <= set(again)
        assert "Good morning, everybody" in again
        assert browser.now() - datetime.now(UTC) > timedelta(hours=23)
        assert (BEN, "PA-07", "lead") in claims(database)

        browser.start_over()
        assert "Good morning, everybody" not in browser.texts()
        assert abs(browser.now() - datetime.now(UTC)) < timedelta(minutes=1)
        assert claims(database) == EIGHT_CLAIMS
        assert "PA-07" in browser.type("/claim-district PA-07", ANA)
        assert (ANA, "PA-07", "lead") in claims(database)
        assert bot.stop() < 5
    assert bot.err == []


def cores(process: int) -> set[int]:
    """Which cores any of a process's threads may run on, where the system can say."""
    if sys.platform != "linux":
        return {0}
    threads = Path(f"/proc/{process}/task").iterdir()
    return set[int]().union(*(os.sched_getaffinity(int(thread.name)) for thread in threads))


@contextmanager
def open_stream(address: str) -> Generator[Callable[[], bool]]:
    """A page that listens for changes; answers whether the stream has ended."""
    opened, over = threading.Event(), threading.Event()

    def listen() -> None:
        try:
            with httpx.stream("GET", f"{address}/local/events", params={"user": ANA}, timeout=60) as stream:
                for _ in stream.iter_raw():
                    opened.set()
        except httpx.HTTPError:
            pass
        finally:
            over.set()

    thread = threading.Thread(target=listen)
    thread.start()
    assert opened.wait(10)
    yield over.is_set
    thread.join(10)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_open_page_does_not_keep_it_from_stopping(sign: signal.Signals, tmp_path: Path) -> None:
    with running(tmp_path) as bot, open_stream(bot.address) as is_over:
        assert not is_over()
        assert bot.stop(sign) < 5
        assert eventually(is_over)
    assert bot.err == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_can_be_stopped_while_it_starts(sign: signal.Signals, tmp_path: Path) -> None:
    """Whatever it is at: it leaves without a traceback, and the next start works."""
    with running_from_the_beginning(tmp_path) as process:
        eventually(lambda: (tmp_path / "coalition.workspace.db").exists())
        process.send(sign)
        assert process.wait() in (0, 130, -sign)
    assert "Traceback" not in process.err
    with running(tmp_path) as bot, window(bot.address) as browser:
        assert "PA-07" in browser.type("/claim-district PA-07")


def test_not_ready_says_why(tmp_path: Path, database: Database) -> None:
    with running(tmp_path) as bot, window(bot.address) as browser:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
        answer = browser.client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "not ready", "why": "the database needs `coalition-bot migrate`"}
        assert browser.client.get("/healthz").status_code == 200


def test_a_file_of_messages_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "coalition.workspace.db").write_text("Dear organiser, " * 200, encoding="utf-8")
    done = ended(["run"], tmp_path, {"PORT": "0"})
    assert (done.code, done.out) == (2, "")
    assert "coalition.workspace.db" in done.sentence


def test_two_of_them_on_one_database(tmp_path: Path, database: Database) -> None:
    with running(tmp_path) as one, running(tmp_path) as two:
        with window(one.address) as here, window(two.address) as there:
            assert "PA-07" in here.type("/claim-district PA-07", ANA)
            assert "PA-07" in there.type("/claim-district PA-07 support", BEN)
            eventually(lambda: any("joined you on PA-07" in text for text in here.texts(ANA)))
            assert sum("joined you on PA-07" in text for text in there.texts(ANA)) == 1
        assert one.stop() < 5
        assert two.stop() < 5
    assert [claim for claim in claims(database) if claim[1] == "PA-07"] == [
        (ANA, "PA-07", "lead"),
        (BEN, "PA-07", "support"),
    ]
    assert one.err == two.err == []


def test_another_hosts_name_is_not_answered(tmp_path: Path) -> None:
    """A page elsewhere may point its own name at 127.0.0.1."""
    with running(tmp_path) as bot:
        answer = httpx.get(f"{bot.address}/", headers={"host": "evil.example"})
        assert answer.status_code == 403
