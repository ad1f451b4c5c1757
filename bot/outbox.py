"""`coalition-bot outbox`: what is to be said and what could not be, as an operator sees and mends it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from bot.coalition import chosen
from config.logging import redacted
from config.settings import SettingsError
from storage import posted_cards, queue
from storage.database import Database, Purpose
from storage.migrations import upgrade
from storage.outbox import OPEN, SendState
from storage.queue import Queued

_MOST = 50
_BY_OPERATOR = "dropped by an operator"
_TITLES = ("id", "kind", "to", "due", "state", "why")


class Listed(StrEnum):
    """How much of the outbox is listed."""

    QUEUE = "queue"
    """What failed, what is to come, and what was dropped lately."""
    FAILED = "failed"
    """What failed, and nothing else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an operator asks for: the row to retry or to drop by its number, else a list."""

    listed: Listed = Listed.QUEUE
    retry: int | None = None
    drop: int | None = None


class OutboxError(Exception):
    """A row cannot be retried or dropped. The message is one sentence."""


def answer(database: Database, coalition: str | None, asked: Asked, now: datetime) -> list[str]:
    """Do what is asked; the lines to print. Brings the tables up to date first.

    `coalition` is its name, needed only where there are several.

    Raises:
        OutboxError: when there is no such row, or it stands otherwise.
        SettingsError: with a sentence, when it cannot be told which coalition or what is asked.
    """
    if asked.retry is not None and asked.drop is not None:
        raise SettingsError("Give --retry or --drop, not both.")
    upgrade(database)
    coalition_id = chosen(database, coalition)
    if asked.retry is not None:
        return [_retry(database, coalition_id, asked.retry, now)]
    if asked.drop is not None:
        return [_drop(database, coalition_id, asked.drop, now)]
    return list(_listing(database, coalition_id, asked.listed))


def _listing(database: Database, coalition_id: int, listed: Listed) -> Iterator[str]:
    """The queue as lines of a table, and how many rows there are: the newest failures first."""
    with database.transaction(coalition_id, Purpose.READ) as db:
        rows = queue.ended(db, SendState.FAILED, _MOST)
        if listed is Listed.QUEUE:
            rows += [*queue.to_come(db, _MOST), *queue.ended(db, SendState.DROPPED, _MOST)]
        counts = queue.counts(db)
    if rows:
        yield from _table([_TITLES, *(_cells(row) for row in rows)])
    failed, dropped = (counts.get(state, 0) for state in (SendState.FAILED, SendState.DROPPED))
    to_come = sum(counts.get(state, 0) for state in OPEN)
    shown = (failed, to_come, dropped) if listed is Listed.QUEUE else (failed,)
    more = f"; of each, the first {_MOST} are listed" if max(shown) > _MOST else ""
    words = zip(shown, ("failed", "to be said", "dropped"), strict=False)
    yield ", ".join(f"{count} {word}" for count, word in words) + f"{more}."


def _retry(database: Database, coalition_id: int, row_id: int, now: datetime) -> str:
    with database.transaction(coalition_id) as db:
        if not queue.retry(db, row_id, now):
            raise OutboxError(_refusal(queue.with_id(db, row_id), row_id, "failed or was dropped", "retried"))
    return f"Row {row_id} is pending again and due now."


def _drop(database: Database, coalition_id: int, row_id: int, now: datetime) -> str:
    with database.transaction(coalition_id) as db:
        if not queue.give_up(db, row_id, _BY_OPERATOR, now):
            raise OutboxError(_refusal(queue.with_id(db, row_id), row_id, "is pending or failed", "dropped"))
        posted_cards.abandon(db, row_id)
    return f"Row {row_id} is dropped and will not be said."


_STANDS: dict[SendState, str] = {
    SendState.PENDING: "is pending",
    SendState.SENDING: "is being sent",
    SendState.SENT: "was sent",
    SendState.DROPPED: "was dropped",
    SendState.FAILED: "failed",
}


def _refusal(row: Queued | None, row_id: int, wanted: str, done: str) -> str:
    if row is None:
        return f"There is no row {row_id} in this coalition's outbox."
    return f"Row {row_id} {_STANDS[row.state]}: only what {wanted} can be {done}."


def instant(moment: datetime) -> str:
    """A moment in the form that `--at` takes."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cells(row: Queued) -> tuple[str, ...]:
    to = _printable(row.channel or row.member or "")
    return (str(row.id), row.kind, to, instant(row.due_at), row.state.value, redacted(row.why or ""))


def _printable(name: str) -> str:
    """A name that does nothing to a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _table(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for cells in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
