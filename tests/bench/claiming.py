"""`/claim-district` over HTTP, from signature check to committed answer, beside a bare Bolt app."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlalchemy import select

from handlers.outreach.subjects import STILL_ON_IT
from storage.claims import ClaimRow
from storage.database import Database, Purpose
from storage.outbox import OutboxRow
from storage.seats import load
from tests.bench.load import CONCURRENT, Measured, claims, more_claims, send

WARM, COUNT, STRANGERS = 1_000, 3_000, 2_000
_AUTH = (
    b'{"ok":true,"url":"https://bench.slack.com/","team":"Bench","user":"bot","team_id":"T0BENCH",'
    b'"user_id":"U0BOT","bot_id":"B0BOT"}'
)


@dataclass(frozen=True, slots=True)
class Serving:
    """A server in a process of its own."""

    port: int
    process: subprocess.Popen[str]

    @property
    def resident_mib(self) -> float:
        """The memory that it has now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass(frozen=True, slots=True)
class Claiming:
    """What claims came to: by people who had claimed a seat before, and by people nobody had met.

    `memory` is what the program has in MiB after its first thousand commands.
    """

    known: Measured
    strangers: Measured
    memory: float


@contextmanager
def served(*arguments: str) -> Generator[Serving]:
    """A server of `tests.bench.server`, until the end of the block."""
    command = [sys.executable, "-m", "tests.bench.server", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield Serving(int(line), process)
    finally:
        process.kill()
        process.wait()


@contextmanager
def slack_that_knows_us() -> Generator[str]:
    """The one call to Slack that a start needs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's own name
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(_AUTH)))
            self.end_headers()
            self.wfile.write(_AUTH)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    server.shutdown()


def measure_bare() -> Measured:
    """The baseline: a handler that only acknowledges."""
    with served("bare") as serving:
        asyncio.run(send(serving.port, list(claims(["PA-07"], 0, WARM)), b""))
        return asyncio.run(send(serving.port, list(claims(["PA-07"], WARM, COUNT)), b""))


def measure_bot(url: str, seats: Sequence[str]) -> Claiming:
    """The bot on this database.

    Every request is a new pair of member and seat; afterwards each has its claim and its outbox row.
    """
    with slack_that_knows_us() as api, served("bot", url, api) as serving:
        asyncio.run(send(serving.port, list(claims(seats, 0, WARM)), b"leads"))
        memory = serving.resident_mib
        known = asyncio.run(send(serving.port, list(more_claims(WARM, seats, WARM, COUNT)), b"leads"))
        strangers = asyncio.run(send(serving.port, list(claims(seats, WARM + COUNT, STRANGERS)), b"leads"))
    expected = WARM + COUNT + STRANGERS
    database = Database(url)
    with database.across_coalitions(Purpose.READ) as db:
        made = set(db.scalars(select(ClaimRow.id)))
        told = set(db.scalars(select(OutboxRow.about_id).where(OutboxRow.kind == STILL_ON_IT)))
    database.close()
    if len(made) != expected or not made <= told:
        raise RuntimeError(f"{len(made)} claims, {len(made & told)} with an outbox row, not {expected}")
    return Claiming(known, strangers, memory)


def seat_codes(url: str) -> list[str]:
    """The codes of all seats that read as written."""
    database = Database(url)
    with database.across_coalitions(Purpose.READ) as db:
        codes = [seat.code for seat in load(db)]
    database.close()
    return codes


__all__ = ["CONCURRENT", "COUNT", "Claiming", "Measured", "measure_bare", "measure_bot", "seat_codes"]
