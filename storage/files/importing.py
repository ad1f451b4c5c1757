"""Importing a file of records: read it, place each record, compare with what is stored, write, report.

A format is one module. It reads its file into records or raises `UnreadableError`; it places each
record, or asks a `Question` about it; and it names the shelf where such rows are kept. The rest is
here: nothing is guessed, and what is written is written in one transaction or not at all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from storage import coalitions, reference
from storage.database import Database, Purpose
from storage.files.outcomes import Omission, Question, Reason, Remark
from storage.files.seat_facts import read_states
from storage.reference import Reference
from storage.seats import SeatCatalogue, load
from storage.tenancy import CoalitionSession

Record = TypeVar("Record")
Row = TypeVar("Row")

Progress = Callable[[int, int], None]
"""Called with how many records are placed and how many there are."""


@dataclass(frozen=True, slots=True)
class Room:
    """Something that only so many records of one file can have: a seat, an id.

    `reason` is the question to ask about all of them when more have it.
    """

    name: str
    reason: Reason
    holds: int = 1


@dataclass(frozen=True, slots=True)
class Placed(Generic[Row]):
    """A record that has its place. `row` is all that will be stored, and is compared by `==`."""

    key: str
    who: str
    where: str
    row: Row
    takes: tuple[Room, ...] = ()
    remark: Remark | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Changes(Generic[Row]):
    """What an import does to a shelf: rows by key.

    `doubtful` are the keys of this file's questions. What is stored and in none of the four is no
    longer in the file.
    """

    new: Mapping[str, Row]
    changed: Mapping[str, Row]
    same: Mapping[str, Row]
    doubtful: frozenset[str]


class Shelf(Protocol[Row]):
    """Rows of one kind from one source, as the database keeps them; lives for one transaction."""

    def stored(self) -> Mapping[str, Row]:
        """What the source brought before, by key."""
        ...

    def write(self, changes: Changes[Row]) -> Mapping[Remark, int]:
        """Write the changes in a few statements; answers what is worth a remark, with how many."""
        ...


@dataclass(frozen=True, slots=True)
class Format(Generic[Record, Row]):
    """What the engine needs to know of a format, besides its records.

    `belongs_to` is the part of the shared reference that it replaces, or the id of the coalition whose own
    rows it brings.
    """

    place: Callable[[Record, SeatCatalogue], Placed[Row] | Question]
    open_shelf: Callable[[CoalitionSession], Shelf[Row]]
    belongs_to: Reference | int


@dataclass(frozen=True, slots=True)
class Report:
    """How an import went; `read` is the sum of `new`, `changed`, `same`, the questions and what was left out.

    `left_out` is empty for a format that uses every record.
    """

    read: int
    new: int
    changed: int
    same: int
    questions: tuple[Question, ...]
    remarks: Mapping[Remark, int]
    left_out: Mapping[Omission, int] = field(default_factory=dict[Omission, int])


def import_records(
    database: Database,
    records: Sequence[Record],
    form: Format[Record, Row],
    progress: Progress,
) -> Report:
    """Bring the database in line with the records: all of them in one short transaction, or none.

    The same records a second time change no row. A second import of the same rows waits.
    """
    with database.across_coalitions(Purpose.READ) as db:
        catalogue = SeatCatalogue(load(db), read_states())
    answers: list[Placed[Row] | Question] = []
    for done, record in enumerate(records, start=1):
        answers.append(form.place(record, catalogue))
        progress(done, len(records))
    answers = _question_the_crowded(answers)
    placed = {answer.key: answer for answer in answers if isinstance(answer, Placed)}
    questions = tuple(answer for answer in answers if isinstance(answer, Question))
    with _alone(database, form.belongs_to) as db:
        shelf = form.open_shelf(db)
        changes = _compare(shelf.stored(), placed, questions)
        remarks = Counter(answer.remark for answer in placed.values() if answer.remark)
        remarks.update(shelf.write(changes))
    return Report(
        read=len(records),
        new=len(changes.new),
        changed=len(changes.changed),
        same=len(changes.same),
        questions=questions,
        remarks=dict(remarks),
    )


@contextmanager
def _alone(database: Database, belongs_to: Reference | int) -> Generator[CoalitionSession]:
    if isinstance(belongs_to, Reference):
        with database.across_coalitions() as db:
            reference.bump(db, belongs_to)
            yield db
    else:
        with database.transaction(belongs_to) as db:
            coalitions.hold(db)
            yield db


def _question_the_crowded(answers: Sequence[Placed[Row] | Question]) -> list[Placed[Row] | Question]:
    """Turn records that cannot all be right into questions: nobody is preferred for coming first."""
    takers: defaultdict[Room, list[Placed[Row]]] = defaultdict(list)
    keys = Counter(answer.key for answer in answers)
    for answer in answers:
        if isinstance(answer, Placed):
            for room in answer.takes:
                takers[room].append(answer)
    return [
        answer if isinstance(answer, Question) else _crowded(answer, takers, keys[answer.key])
        for answer in answers
    ]


def _crowded(
    answer: Placed[Row], takers: Mapping[Room, Sequence[Placed[Row]]], times: int
) -> Placed[Row] | Question:
    if times > 1:
        return _asked(answer, Reason.LISTED_TWICE, answer.key)
    for room in answer.takes:
        if len(takers[room]) <= room.holds:
            continue
        others = ", ".join(f"{other.who} ({other.key})" for other in takers[room] if other is not answer)
        detail = {Reason.SEAT_TAKEN: others, Reason.LISTED_TWICE: room.name}.get(
            room.reason, f"{room.name}, {others}"
        )
        return _asked(answer, room.reason, detail)
    return answer


def _asked(answer: Placed[Row], reason: Reason, detail: str) -> Question:
    return Question(answer.key, answer.who, answer.where, reason, detail, answer.line)


def _compare(
    stored: Mapping[str, Row], placed: Mapping[str, Placed[Row]], questions: Sequence[Question]
) -> Changes[Row]:
    return Changes(
        new={key: answer.row for key, answer in placed.items() if key not in stored},
        changed={
            key: answer.row for key, answer in placed.items() if key in stored and stored[key] != answer.row
        },
        same={key: answer.row for key, answer in placed.items() if stored.get(key) == answer.row},
        doubtful=frozenset(question.key for question in questions),
    )
