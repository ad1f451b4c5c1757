"""`coalition-bot` with its modules loaded: every command that is asked for becomes a process of its own.

Loading them takes far longer than most commands. What starts from nothing is tested beside this, once for
every command. A command is a fork of this process, before which nothing but the loading has happened; only
what a library reads from the environment while it is loaded cannot be set here.

python -P -c "from tests.preloaded import main; main()" SOCKET
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.cli import main as program
from tests.soak.dying import CALENDAR, DIE_AT, Point, arm, serve

MODULES = (
    "bot.doctor.report",
    "bot.exports",
    "bot.imports.running",
    "bot.outbox",
    "bot.serving",
    "bot.slack.manifest",
    "bot.tick",
    "rich.console",
)
"""What the commands load, each when it is begun."""


@dataclass(frozen=True)
class Command:
    """What is to be run, where, and with which settings."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]

    def become(self) -> NoReturn:
        """Be the program, as its operator started it."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.argv = [str(Path(sys.executable).with_name("coalition-bot")), *self.arguments]
        die_at = os.environ.pop(DIE_AT, None)
        if die_at is not None:
            arm(Point(die_at))
        calendar = os.environ.pop(CALENDAR, None)
        if calendar is not None:
            serve(Path(calendar))
        program()
        sys.exit()


@dataclass(frozen=True)
class Child:
    """A command that runs: `alive` ends with it, and `report` takes how it ended."""

    number: int
    alive: int
    report: int

    def tell_its_end(self) -> None:
        _, status = os.waitpid(self.number, 0)
        os.write(self.report, f"{os.waitstatus_to_exitcode(status)}\n".encode())

    def forget(self) -> None:
        os.close(self.alive)
        os.close(self.report)


def main() -> None:
    """Load everything, and start whatever the socket asks for until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in MODULES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        command = _serve(asked)
    if command is not None:
        command.become()


def _serve(asked: socket.socket) -> Command | None:
    """Returns in the new processes, each with what it is to do; and in this one when nobody asks any more."""
    with selectors.DefaultSelector() as looking:
        looking.register(asked, selectors.EVENT_READ)
        children: dict[int, Child] = {}
        while True:
            for key, _ in looking.select():
                if key.fd in children:
                    looking.unregister(key.fd)
                    child = children.pop(key.fd)
                    child.tell_its_end()
                    child.forget()
                    continue
                request, files = _received(asked)
                if not request:
                    return None
                started = _forked(files)
                if started is None:
                    for other in children.values():
                        other.forget()
                    return Command(**json.loads(request))
                children[started.alive] = started
                looking.register(started.alive, selectors.EVENT_READ)


def _received(asked: socket.socket) -> tuple[bytes, list[int]]:
    """One line, and the files that come with its beginning: for stdout, for stderr, and for the report."""
    request, files, _, _ = socket.recv_fds(asked, 1 << 16, 3)
    while request and not request.endswith(b"\n"):
        more = asked.recv(1 << 16)
        if not more:
            return b"", []
        request += more
    return request, files


def _forked(files: list[int]) -> Child | None:
    """The new process, or None in it: there, stdout and stderr are the given files."""
    out, err, report = files
    alive, held = os.pipe()
    number = os.fork()
    if number:
        for file in (out, err, held):
            os.close(file)
        os.write(report, f"{number}\n".encode())
        return Child(number, alive, report)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for file in (out, err, report, alive):
        os.close(file)
    return None
