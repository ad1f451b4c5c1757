"""`coalition-bot import …`: what an operator sees while a file is imported, and afterwards."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from storage.database import Database
from storage.files import fec, legislators
from storage.files.importing import (
    Fault,
    Omission,
    Progress,
    Question,
    Reason,
    Remark,
    Report,
    Unreadable,
    UnreadableError,
)
from storage.files.opening import LARGEST_FILE
from storage.migrations import upgrade

DONE = 0
UNREADABLE = 2

_LONGEST = 120


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


def _import(database: Database, run: Callable[[Progress], Report], console: Console, errors: Console) -> int:
    upgrade(database)
    try:
        with _bar(errors) as progress:
            report = run(progress)
    except UnreadableError as error:
        errors.out(_complaint(error.why), highlight=False)
        return UNREADABLE
    for line in _lines(report):
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


def _lines(report: Report) -> list[str]:
    counts = (
        f"{report.read} read: {report.new} new, {report.changed} changed, {report.same} same, "
        f"{len(report.questions)} questions"
    )
    if report.left_out:
        counts += f", {sum(report.left_out.values())} left out"
    omissions = [_omission(omission, count) for omission, count in report.left_out.items() if count]
    remarks = [_remark(remark, count) for remark, count in report.remarks.items()]
    return [counts, *map(_question, report.questions), *omissions, *remarks]


def _question(question: Question) -> str:
    line = "" if question.line is None else f"Line {question.line}: "
    who = f"{_shown(question.who)} ({_shown(question.key)}), {_shown(question.where)}"
    return f"{line}{who}: {_why(question.reason, _shown(question.detail))}"


def _omission(omission: Omission, count: int) -> str:
    match omission:
        case Omission.NOT_RUNNING:
            return f"Left out, because they are not candidates in that year's election: {count}."
        case Omission.PRESIDENT:
            return f"Left out, because they are candidates for President: {count}."
        case Omission.SECOND_ID:
            return f"Left out, because they are second entries of the same candidate and committee: {count}."


def _why(reason: Reason, detail: str) -> str:
    match reason:
        case Reason.NO_SUCH_STATE:
            return f"there is no state {detail}."
        case Reason.NO_SUCH_OFFICE:
            return f"{detail} is no kind of seat in Congress."
        case Reason.NO_SUCH_DISTRICT:
            seats = "one House seat, at-large" if detail == "1" else f"House seats 1 to {detail}"
            return f"there is no such district; the state has {seats}."
        case Reason.NO_SUCH_CLASS if detail:
            return f"there is no such seat; the state's Senators are of classes {detail}."
        case Reason.NO_SUCH_CLASS:
            return "it elects no Senators."
        case Reason.SEAT_TAKEN:
            return f"the file gives this seat to {detail} too."
        case Reason.LISTED_TWICE:
            return f"{detail} is in the file more than once."
        case Reason.SHARED_ID:
            return f"somebody else has the same: {detail}."
        case _:
            return _why_no_race(reason, detail)


def _why_no_race(reason: Reason, detail: str) -> str:
    match reason:
        case Reason.NO_DISTRICT:
            return f"the file names no district; the state has House seats 1 to {detail}."
        case Reason.SEVERAL_ELECTIONS:
            return f"the file does not say which of the state's elections it is: {detail}."
        case _:
            return f"no election for such a seat is known in {detail}."


def _remark(remark: Remark, count: int) -> str:
    match remark:
        case Remark.TERM_OVER:
            return (
                f"Terms that are over, by the dates in the file: {count}. A newer file may know who sits now."
            )
        case Remark.NO_LONGER_LISTED:
            return f"No longer listed for their seats, so no longer shown as sitting: {count}."
        case Remark.OFFICES_OF_NOBODY:
            return f"Offices left out, because the file of legislators does not list their Member: {count}."
        case Remark.NO_LONGER_RUNNING:
            return f"No longer candidates in the file, so no longer listed: {count}."
        case Remark.KNOWN_OFFICIAL:
            return f"Recognised as officials who are known already: {count}."


def _complaint(why: Unreadable) -> str:
    fault = _file_fault(why.fault) or _fec_fault(why) or _content_fault(why)
    return f"Nothing was imported, because {_shown(why.file)} cannot be read: {fault}."


def _file_fault(fault: Fault) -> str | None:
    return {
        Fault.MISSING: "there is no such file",
        Fault.DIRECTORY: "it is a directory, not a file",
        Fault.NOT_PERMITTED: "this account may not open it",
        Fault.UNAVAILABLE: "the system could not open it",
        Fault.TOO_LARGE: f"it is larger than {LARGEST_FILE // 1024 // 1024} MB, so it is not the right file",
        Fault.EMPTY: "it is empty",
        Fault.NOT_A_LIST: "it should be a JSON list of people, and is something else",
        Fault.EMPTY_LIST: "its list is empty",
        Fault.LEGISLATORS_FILE: "it is the file of legislators, and the one with their offices belongs here",
        Fault.OFFICES_FILE: "it is the file of district offices; give it with --offices, "
        "after the one of legislators",
    }.get(fault)


def _fec_fault(why: Unreadable) -> str | None:
    match why.fault:
        case Fault.FIELD_COUNT:
            return f"line {why.line} has {why.expected} fields instead of a candidate master file's 15"
        case Fault.NO_CANDIDATE_ID:
            return f"line {why.line} does not begin with a candidate's id; give the candidate master file"
        case Fault.NO_CANDIDATES:
            return f"it has no candidate for Congress in {why.expected}; check the year after --cycle"
        case Fault.BAD_CHARACTER if why.line is not None:
            return f"line {why.line} has characters that are not text"
        case _:
            return None


def _content_fault(why: Unreadable) -> str:
    line = "" if why.line is None else f", at line {why.line}"
    column = "" if why.column is None else f", column {why.column}"
    field = f"{_entry(why)} has no usable {_shown(why.field)}"
    expected = _shown(why.expected)
    match why.fault:
        case Fault.NOT_UTF8:
            return f"it is not text in UTF-8{line}"
        case Fault.CUT_OFF:
            return f"it stops in the middle{line}{column}; it may not have been downloaded to its end"
        case Fault.MISSING_FIELD:
            return f"{field}; it is missing or empty"
        case Fault.WRONG_TYPE if why.field:
            return f"{field}; it should be {expected}"
        case Fault.WRONG_TYPE:
            return f"{_entry(why)} should be {expected}"
        case Fault.NO_DATE:
            return f"{field}; {expected} is not a date like 2027-01-03"
        case Fault.BAD_CHARACTER:
            return f"{field}; it has characters that are not text"
        case _:
            return f"it is not JSON{line}{column}"


def _entry(why: Unreadable) -> str:
    return f"entry {why.entry} ({_shown(why.who)})" if why.who else f"entry {why.entry}"


def _shown(text: str) -> str:
    """Text from outside on one line: nothing that a terminal would obey, and not endless."""
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
