"""`coalition-bot import …`: what an operator sees while a file is imported, and afterwards."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from bot.coalition import chosen
from bot.imports.complaint import complaint
from bot.imports.report import lines
from storage.database import Database
from storage.files import fec, legislators, state_legislators, targets
from storage.files.importing import Progress, Report
from storage.files.outcomes import UnreadableError
from storage.migrations import upgrade

DONE = 0
UNREADABLE = 2


def import_legislators(
    database: Database,
    file: Path,
    offices: Path | None,
    today: date,
    console: Console,
    errors: Console | None = None,
) -> int:
    """Import the sitting Members of Congress; answers the exit code: 0, or 2 for an unreadable file.

    `console` gets the counts in one line of fixed form ("537 read: 537 new, 0 changed, 0 same,
    0 questions"), then a line for each question and remark; `errors` (stderr, if not given) the
    progress, on a terminal only, and the sentence about an unreadable file. Brings the tables up to
    date first.
    """
    return _import(
        database,
        lambda progress: legislators.import_legislators(database, file, offices, today, progress),
        console,
        errors or Console(stderr=True),
    )


def import_fec(
    database: Database, file: Path, cycle: int, console: Console, errors: Console | None = None
) -> int:
    """Import the candidates of a cycle; answers the exit code: 0, or 2 for an unreadable file.

    Like `import_legislators`, but the counts end with what was left out ("7611 read: 2033 new, 0 changed,
    0 same, 67 questions, 5511 left out"), and each question begins with its line.
    """
    return _import(
        database,
        lambda progress: fec.import_candidates(database, file, cycle, progress),
        console,
        errors or Console(stderr=True),
    )


def import_state_legislators(
    database: Database,
    file: Path,
    state: str | None,
    today: date,
    console: Console,
    errors: Console | None = None,
) -> int:
    """Import the sitting legislators of one state; answers the exit code: 0, or 2 for an unreadable file.

    Like `import_legislators`. Districts that were not known are added, and counted in a remark.
    """
    return _import(
        database,
        lambda progress: state_legislators.import_state_legislators(database, file, state, today, progress),
        console,
        errors or Console(stderr=True),
    )


def import_targets(
    database: Database, file: Path, coalition: str | None, console: Console, errors: Console | None = None
) -> int:
    """Import a coalition's list of targets; answers the exit code: 0, or 2 for an unreadable file.

    Like `import_fec`. `coalition` is its name, needed only where there are several.

    Raises:
        SettingsError: when it cannot be told whose list it is.
    """
    upgrade(database)
    whose = chosen(database, coalition)
    return _import(
        database,
        lambda progress: targets.import_targets(database, whose, file, progress),
        console,
        errors or Console(stderr=True),
    )


def _import(database: Database, run: Callable[[Progress], Report], console: Console, errors: Console) -> int:
    upgrade(database)
    try:
        with _bar(errors) as progress:
            report = run(progress)
    except UnreadableError as error:
        errors.out(complaint(error.why), highlight=False)
        return UNREADABLE
    for line in lines(report):
        console.out(line, highlight=False)
    return DONE


@contextmanager
def _bar(console: Console) -> Generator[Progress]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def show(done: int, total: int) -> None:
            bar.update(
                task, completed=done, total=total, description="Saving" if done == total else "Placing"
            )

        yield show
