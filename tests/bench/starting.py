"""From `coalition-bot run` to ready, beside what its libraries take to be imported."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.files import Timed
from tests.processes import COALITION_BOT, environment, free_port

_TIMES = 3
_BASELINE = "import slack_bolt.app.async_app, sqlalchemy.orm, uvicorn"


def measure_start(folder: Path) -> Timed:
    """The best of three starts, on a database that is there; the first start compiles the code."""
    room = folder / "start"
    room.mkdir()
    starts = [_start(room) for _ in range(_TIMES + 1)][1:]
    return Timed(min(starts), min(_imported() for _ in range(_TIMES)))


def _start(room: Path) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [*COALITION_BOT, "run"],
        cwd=room,
        env=environment({"PORT": str(port)}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _is_ready(port):
            if process.poll() is not None:
                raise RuntimeError("it did not start")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        process.kill()
        process.wait()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _imported() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _BASELINE], check=True)
    return time.perf_counter() - began
