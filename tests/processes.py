"""`coalition-bot` as its operators run it: a process of its own, in a folder of its own."""

import atexit
import ctypes
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

ROOT = Path(__file__).parents[1]
COALITION_BOT = (str(Path(sys.executable).with_name("coalition-bot")),)
PYTHON_M_BOT = (sys.executable, "-m", "bot")
PRELOADED = ()
"""Not started from nothing, but a fork of the program with its modules loaded: in a tenth of the time."""
_PATIENCE = 60.0
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2

Found = TypeVar("Found")


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without anybody's settings, and with these."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    ours = {name: os.environ[name] for name in kept if name in os.environ}
    return {**ours, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **settings}


class Forked:
    """A process that `tests.preloaded` became. To whoever started it, what a `Popen` is."""

    def __init__(self, number: int, out: int, err: int, report: int) -> None:
        self.pid = number
        self.stdout: IO[str] | None = os.fdopen(out, encoding="utf-8")
        self.stderr: IO[str] | None = os.fdopen(err, encoding="utf-8")
        self.returncode: int | None = None
        self._report = report

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._report], [], [], 0)[0]:
            self._read_report()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None and not select.select([self._report], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("coalition-bot", timeout or 0)
        return self._read_report() if self.returncode is None else self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it says until it ends, as `Popen.communicate`."""
        with ThreadPoolExecutor(2) as readers:
            out, err = (readers.submit(_all_of, stream) for stream in (self.stdout, self.stderr))
            try:
                self.wait(timeout)
            finally:
                self.kill()
            return out.result(), err.result()

    def send_signal(self, sign: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _read_report(self) -> int:
        self.returncode = int(_line_of(self._report))
        os.close(self._report)
        return self.returncode


def _all_of(stream: IO[str] | None) -> str:
    if stream is None:
        return ""
    with stream:
        return stream.read()


def _line_of(pipe: int) -> bytes:
    """Read no further than to the end of the line, so that the rest can be waited for."""
    line = b""
    while not line.endswith(b"\n"):
        sign = os.read(pipe, 1)
        assert sign, "the preloaded program has died"
        line += sign
    return line


class Preloaded:
    """The program with its modules loaded, which becomes a process for every command: one for all tests."""

    def __init__(self) -> None:
        self._asking, asked = socket.socketpair()
        begin = "from tests.preloaded import main; main()"
        with asked:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", begin, str(asked.fileno())],
                env=environment({}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[asked.fileno()],
            )
        atexit.register(self._end)

    def start(self, arguments: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Forked:
        (out, said), (err, complained), (report, reporting) = os.pipe(), os.pipe(), os.pipe()
        command = {
            "arguments": [*arguments], "folder": str(folder), "environment": environment(settings)
        }  # fmt: skip
        request = f"{json.dumps(command)}\n".encode()
        sent = socket.send_fds(self._asking, [request], [said, complained, reporting])
        self._asking.sendall(request[sent:])
        for given in (said, complained, reporting):
            os.close(given)
        return Forked(int(_line_of(report)), out, err, report)

    def _end(self) -> None:
        self._asking.close()
        self._process.wait(_PATIENCE)


@functools.cache
def _preloaded() -> Preloaded:
    return Preloaded()


Process = subprocess.Popen[str] | Forked


def _started(
    program: Sequence[str],
    arguments: Sequence[str],
    folder: Path,
    settings: Mapping[str, str],
    prepared: Callable[[], None] | None = None,
) -> Process:
    if not program:
        assert prepared is None, "nothing can be prepared in a program that is loaded already"
        return _preloaded().start(arguments, folder, settings)
    return subprocess.Popen(
        [*program, *arguments],
        cwd=folder,
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepared or interruptible,
    )


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it says on stderr: one line, one sentence, and no traceback."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0][0].isupper(), self.err
        assert lines[0].endswith((".", "?")), self.err
        assert "Traceback" not in self.err
        return lines[0]


def ended(
    arguments: Sequence[str],
    folder: Path,
    settings: Mapping[str, str] | None = None,
    program: Sequence[str] = PRELOADED,
    prepared: Callable[[], None] | None = None,
) -> Ended:
    """Run it until it ends by itself. `prepared` is called in the new process before the program starts."""
    return _end_of(_started(program, arguments, folder, settings or {}, prepared))


def _end_of(process: Process) -> Ended:
    try:
        out, err = process.communicate(timeout=_PATIENCE)
        return Ended(process.wait(), out, err)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(_PATIENCE)


def interruptible() -> None:
    """Have an interrupt end the new process, even if whoever runs the tests is deaf to it (a job with &)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def bound_by_permissions() -> None:
    """Have files' permissions bind this process and those it becomes, even if it is root's."""
    interruptible()
    if os.geteuid() == 0:
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def all_ended(commands: Sequence[Sequence[str]], folder: Path, settings: Mapping[str, str]) -> list[Ended]:
    """Run them all at once."""
    return [_end_of(begun) for begun in [_started(PRELOADED, each, folder, settings) for each in commands]]


@dataclass
class Running:
    """A process that serves until it is stopped."""

    process: Process
    out: list[str] = field(default_factory=list[str])
    err: list[str] = field(default_factory=list[str])

    @property
    def address(self) -> str:
        """The address in its last line."""
        return self.out[-1].split()[-1]

    def stop(self, sign: signal.Signals = signal.SIGINT) -> float:
        """Stop it, as Ctrl-C or a service would; answers how many seconds it took. It must end well."""
        begun = time.monotonic()
        self.process.send_signal(sign)
        code = self.process.wait(_PATIENCE)
        assert code == 0, (code, self.err)
        return time.monotonic() - begun


@contextmanager
def running(
    folder: Path, settings: Mapping[str, str] | None = None, program: Sequence[str] = PRELOADED
) -> Generator[Running]:
    """The bot, from when it has said its address until the end of the block."""
    process = _started(program, ["run"], folder, {"PORT": str(free_port()), **(settings or {})})
    bot = Running(process)
    readers = [
        threading.Thread(target=_read, args=(process.stdout, bot.out)),
        threading.Thread(target=_read, args=(process.stderr, bot.err)),
    ]
    for reader in readers:
        reader.start()
    try:
        eventually(lambda: bot.out or process.poll() is not None)
        assert bot.out, bot.err
        yield bot
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(_PATIENCE)
        for reader in readers:
            reader.join(_PATIENCE)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _read(stream: IO[str] | None, lines: list[str]) -> None:
    for line in stream or ():
        lines.append(line.rstrip("\n"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def eventually(look: Callable[[], Found], patience: float = _PATIENCE) -> Found:
    """Wait until something is there to see, and answer it."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it never came")


@dataclass
class Starting:
    """A process that has only just begun."""

    process: Process
    err: str = ""

    def send(self, sign: signal.Signals) -> None:
        self.process.send_signal(sign)

    def wait(self) -> int:
        """How it ended."""
        _, self.err = self.process.communicate(timeout=_PATIENCE)
        return self.process.wait()


@contextmanager
def running_from_the_beginning(folder: Path) -> Generator[Starting]:
    """The bot, from before it has said anything."""
    process = _started(COALITION_BOT, ["run"], folder, {"PORT": "0"})
    try:
        yield Starting(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
