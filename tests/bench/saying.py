"""The outbox without the network: taking, marking and recording rows; digests; and APScheduler beside it."""

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor  # pyright: ignore[reportMissingTypeStubs]
from apscheduler.jobstores.sqlalchemy import (  # pyright: ignore[reportMissingTypeStubs]
    SQLAlchemyJobStore,
)
from apscheduler.schedulers.background import (  # pyright: ignore[reportMissingTypeStubs]
    BackgroundScheduler,
)
from sqlalchemy import func, select

from bot.digesting import Digesting
from bot.ledger import Ledger, Posted
from bot.messages import Message, Writer
from bot.platform import Hanging, ReaderTraits
from bot.recording import Recorder
from bot.reference import Reference
from bot.threads import DatabaseThreads
from bot.tick import StoppedClock
from handlers.areas import all_areas
from handlers.cards import Card
from storage.across import Taken
from storage.outbox import OutboxRow, SendState
from tests.bench.campaign import (
    MORNING,
    ZONE,
    Stage,
    add_diary,
    add_members,
    add_open_items,
    add_rows,
    settle,
    stage,
)

ROWS = 2_000
DUE = 1_000
MEMBERS, ITEMS = 10_000, 20


def measure_rows(url: str) -> float:
    """How many rows a second are taken, marked as being sent, and recorded as sent."""
    on = stage(url)
    add_members(on, 1)
    add_rows(on, 0, ROWS, MORNING)
    settle(on)
    seconds = _timed(lambda: asyncio.run(_say_all(on)))
    _check(on, ROWS)
    on.database.close()
    return ROWS / seconds


def measure_pass(url: str, future: int) -> float:
    """How many seconds a pass takes with a thousand due rows among so many future ones."""
    on = stage(url)
    add_members(on, 1)
    for first in range(0, future, 100_000):
        add_rows(on, first, min(100_000, future - first), MORNING + timedelta(days=30))
    add_rows(on, future, DUE, MORNING)
    settle(on)
    on.database.close()
    on = stage(url)
    seconds = _timed(lambda: asyncio.run(_say_all(on)))
    _check(on, DUE)
    on.database.close()
    return seconds


async def _say_all(on: Stage) -> None:
    """As `bot.delivery` does it, where drawing and posting take no time."""
    clock = StoppedClock(MORNING)
    threads = DatabaseThreads(on.database)
    writer = Writer(all_areas(), Reference(on.database), clock)
    ledger = Ledger(on.database, clock, writer, 60, timedelta(0))
    ledger.serve(on.workspace.coalition_id)
    message = Message(on.workspace, "D0", Card(), ReaderTraits(None, ZONE))

    recorder = Recorder(ledger, threads)

    async def record(taken: Taken) -> None:
        await recorder.record(Posted(taken, message, Hanging("D0", f"{taken.id}")))

    while taken := await threads.run(ledger.take):
        await asyncio.gather(*map(record, taken))
    threads.close()


def _check(on: Stage, wanted: int) -> None:
    with on.database.across_coalitions() as db:
        sent = db.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.state == SendState.SENT))
    if sent != wanted:
        raise RuntimeError(f"{sent} rows sent, not {wanted}")


def measure_jobs(url: str) -> float:
    """The baseline: as many jobs of APScheduler, from its job store on the same database."""
    scheduler: Any = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=url)},
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"misfire_grace_time": None, "coalesce": False},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    _done.clear()
    for number in range(ROWS):
        scheduler.add_job(count_down, "date", run_date=datetime.now(UTC), id=f"job {number}")
    _left[0] = ROWS
    seconds = _timed(lambda: (scheduler.resume(), _done.wait(300)))
    scheduler.shutdown()
    if _left[0]:
        raise RuntimeError(f"{_left[0]} jobs were not run")
    return ROWS / seconds


_left = [0]
_done = threading.Event()
_lock = threading.Lock()


def count_down() -> None:
    """A job: APScheduler finds it by its name."""
    with _lock:
        _left[0] -= 1
        if not _left[0]:
            _done.set()


def measure_digests(url: str) -> float:
    """Digests for everybody, from half past eight to the outbox."""
    on = stage(url)
    add_members(on, MEMBERS)
    add_open_items(on, MEMBERS, ITEMS)
    add_diary(on, MEMBERS)
    settle(on)
    seconds = _timed(lambda: asyncio.run(_write_digests(on)))
    with on.database.across_coalitions() as db:
        written = db.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.kind == "digest"))
    if written != MEMBERS:
        raise RuntimeError(f"{written} digests written, not {MEMBERS}")
    on.database.close()
    return MEMBERS / seconds


async def _write_digests(on: Stage) -> None:
    threads = DatabaseThreads(on.database)
    digesting = Digesting(on.database, threads, StoppedClock(MORNING), Reference(on.database))
    digesting.serve(on.workspace.coalition_id)
    await digesting.write_due()
    threads.close()


def _timed(work: Callable[[], object]) -> float:
    gc.collect()  # what the setting up has left behind: a tenth of a second in the middle of a pass
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
