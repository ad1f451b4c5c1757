"""`coalition-bot` as its operators run it: a process of its own, in a folder of its own."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

ROOT = Path(__file__).parents[1]
COALITION_BOT = (str(Path(sys.executable).with_name("coalition-bot")),)
PYTHON_M_BOT = (sys.executable, "-m", "bot")
_PATIENCE = 60.0
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2

Found = TypeVar("Found")


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without anybody's settings, and with these."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    ours = {name: os.environ[name] for name in kept if name in os.environ}
    return {**ours, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **settings}


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
    program: Sequence[str] = COALITION_BOT,
    prepared: Callable[[], None] | None = None,
) -> Ended:
    """Run it until it ends by itself. `prepared` is called in the new process before the program starts."""
    done = subprocess.run(
        [*program, *arguments],
        cwd=folder,
        env=environment(settings or {}),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        preexec_fn=prepared or interruptible,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


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
    running = [
        subprocess.Popen(
            [*COALITION_BOT, *command],
            cwd=folder,
            env=environment(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=interruptible,
        )
        for command in commands
    ]
    told = [process.communicate(timeout=_PATIENCE) for process in running]
    return [Ended(process.returncode, *said) for process, said in zip(running, told, strict=True)]


@dataclass
class Running:
    """A process that serves until it is stopped."""

    process: subprocess.Popen[str]
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
    folder: Path, settings: Mapping[str, str] | None = None, program: Sequence[str] = COALITION_BOT
) -> Generator[Running]:
    """The bot, from when it has said its address until the end of the block."""
    process = subprocess.Popen(
        [*program, "run"],
        cwd=folder,
        env=environment({"PORT": str(free_port()), **(settings or {})}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
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

    process: subprocess.Popen[str]
    err: str = ""

    def send(self, sign: signal.Signals) -> None:
        self.process.send_signal(sign)

    def wait(self) -> int:
        """How it ended."""
        _, self.err = self.process.communicate(timeout=_PATIENCE)
        return self.process.returncode


@contextmanager
def running_from_the_beginning(folder: Path) -> Generator[Starting]:
    """The bot, from before it has said anything."""
    process = subprocess.Popen(
        [*COALITION_BOT, "run"],
        cwd=folder,
        env=environment({"PORT": "0"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    try:
        yield Starting(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
