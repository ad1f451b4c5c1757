"""`make bench`: how fast it is, as ratios to a baseline in the same run."""

import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from tests.bench.claiming import CONCURRENT, Measured, measure_bare, measure_bot, seat_codes
from tests.bench.files import measure_fec
from tests.bench.pressing import AT_ONCE, measure_list, measure_pressing
from tests.bench.questions import ASKED, measure_grouping
from tests.bench.saying import measure_digests, measure_jobs, measure_pass, measure_rows
from tests.bench.starting import measure_start
from tests.bench.town_halls import TOLD, measure_calendar, measure_publishing
from tests.databases import PostgresFactory, SqliteFactory, postgres_server

Line = tuple[str, str, str, bool]
Fresh = Callable[[Path], AbstractContextManager[str]]
Place = tuple[str, Fresh]
"""A kind of database, and how to get a new one."""


def main() -> int:
    """Measure everything and print it; 1 when a figure is not met."""
    with tempfile.TemporaryDirectory() as name, postgres_server() as server:
        folder = Path(name)
        postgres = PostgresFactory(server)
        places: Sequence[Place] = (("SQLite", SqliteFactory(folder).fresh), ("PostgreSQL", postgres.fresh))
        lines = [
            *_claims(folder, places),
            *_files_and_start(folder),
            *_outbox(folder, places),
            *_visits(folder, postgres),
            *_questions(),
            *_town_halls(folder, places),
        ]
        postgres.close()
    _tell("")
    for figure, measured, limit, met in lines:
        _tell(f"{'met    ' if met else 'NOT MET'} {figure}: {measured} ({limit})")
    return 0 if all(met for *_, met in lines) else 1


def _claims(folder: Path, places: Sequence[Place]) -> list[Line]:
    bare = measure_bare()
    _say(f"baseline: a bare AsyncApp that only acknowledges, {CONCURRENT} at a time", bare)
    lines: list[Line] = []
    for (database, fresh), wanted in zip(places, (0.2, 0.15), strict=True):
        with _emptied(folder), fresh(folder) as url:
            claiming = measure_bot(url, seat_codes(url))
        _say(f"/claim-district on {database}", claiming.known, bare)
        _say(f"/claim-district on {database}, by people nobody had met", claiming.strangers, bare)
        ratio = claiming.known.per_second / bare.per_second
        lines.append(_met(f"claims on {database}, of the baseline", ratio, wanted, ""))
        lines += [
            _met(f"p99 on {database}, {who}", one.p99, 500, "ms", most=True)
            for who, one in (("known people", claiming.known), ("strangers", claiming.strangers))
        ]
        if database == "SQLite":
            lines.append(_met("memory after 1,000 commands", claiming.memory, 160, "MiB", most=True))
    return lines


def _files_and_start(folder: Path) -> list[Line]:
    fec = measure_fec(folder)
    _tell(
        f"7,611 FEC rows: {fec.seconds:.2f} s, {fec.ratio:.1f} times the baseline ({fec.baseline:.2f} s: "
        "reading the rows and inserting as many bare ones)"
    )
    calendar = measure_calendar()
    _tell(
        f"a calendar of 2,000 events read and compared: {calendar.seconds:.2f} s, {calendar.ratio:.1f} times "
        f"the baseline ({calendar.baseline:.2f} s: icalendar parsing it)"
    )
    start = measure_start(folder)
    _tell(
        f"ready after start: {start.seconds:.2f} s, {start.ratio:.1f} times the baseline "
        f"({start.baseline:.2f} s: importing Bolt, SQLAlchemy and uvicorn)"
    )
    return [
        _met("7,611 FEC rows", fec.seconds, 3, "s", most=True),
        _met("a calendar of 2,000 events", calendar.seconds, 3, "s", most=True),
        _met("ready after start", start.seconds, 2.5, "s", most=True),
    ]


def _outbox(folder: Path, places: Sequence[Place]) -> list[Line]:
    lines: list[Line] = []
    for database, fresh in places:

        def on_fresh(measure: Callable[[str], float], fresh: Fresh = fresh) -> float:
            with _emptied(folder), fresh(folder) as url:
                return measure(url)

        rows, jobs = on_fresh(measure_rows), on_fresh(measure_jobs)
        # Each is a sixth of a second, so whatever else the machine does would decide: the best of three.
        few, many = (
            min(on_fresh(partial(measure_pass, future=future)) for _ in range(3))
            for future in (10_000, 1_000_000)
        )
        digests = on_fresh(measure_digests)
        _tell(
            f"outbox on {database}: {rows:.0f} rows/s taken, marked and recorded; the baseline, as many jobs "
            f"in APScheduler's SQLAlchemy job store: {jobs:.0f}/s; 1,000 due rows: {few:.2f} s among 10,000 "
            f"future ones, {many:.2f} s among 1,000,000; {digests:.0f} digests/s"
        )
        lines += [
            _met(f"outbox rows on {database}", rows, 1500, "/s"),
            _met(f"outbox rows on {database}, of APScheduler's jobs", rows / jobs, 3, ""),
            _met(f"a pass among 1,000,000 future rows on {database}", many / few, 1.3, "", most=True),
            _met(f"digests on {database}", digests, 1000, "/s"),
        ]
    return lines


def _town_halls(folder: Path, places: Sequence[Place]) -> list[Line]:
    lines: list[Line] = []
    for database, fresh in places:
        with _emptied(folder), fresh(folder) as url:
            told = measure_publishing(url)
        _tell(
            f"an event announced to {TOLD:,} people on {database}: {told.seconds:.2f} s, {told.ratio:.1f} "
            f"times the baseline ({told.baseline:.2f} s: inserting as many bare rows)"
        )
        figure = f"an event announced to {TOLD:,} people on {database}"
        lines.append(_met(figure, told.seconds, 1, "s", most=True))
    return lines


def _visits(folder: Path, postgres: PostgresFactory) -> list[Line]:
    with _room(folder, "pressing") as room, postgres.fresh(room) as url:
        pressed = measure_pressing(url, room)
    with _room(folder, "list") as room, postgres.fresh(room) as url:
        few, many = measure_list(url, room)
    _tell(
        f"{AT_ONCE} who press at once on a visit's card on PostgreSQL: answered within {pressed.p99:.0f} ms "
        f"at p99; the last who was too late read who was not after {pressed.told:.0f} ms; the card was "
        f"current after {pressed.current:.1f} s. /visits week: {few} statements among 10 visits, {many} "
        "among 2,010"
    )
    return [
        _met(f"p99 of {AT_ONCE} presses at once", pressed.p99, 300, "ms", most=True),
        _met("the card is current", pressed.current, 2, "s", most=True),
        _met("updates of the card in a second", pressed.a_second, 1.01, "", most=True),
        _met("statements for 2,000 visits, of those for 10", many / few, 1.01, "", most=True),
    ]


@contextmanager
def _room(folder: Path, name: str) -> Generator[Path]:
    """A folder for a workspace's messages."""
    room = folder / name
    room.mkdir()
    yield room


def _questions() -> list[Line]:
    grouping = measure_grouping()
    _tell(
        f"a new question against {ASKED:,}: median {grouping.median:.1f} ms, p99 {grouping.p99:.1f} ms; the "
        f"baseline, comparing its words with those of each: {grouping.baseline:.1f} ms; reading the "
        f"{ASKED:,}, once: {grouping.preparing:.1f} s"
    )
    return [_met("a new question against 5,000, p99", grouping.p99, 100, "ms", most=True)]


@contextmanager
def _emptied(folder: Path) -> Generator[None]:
    """SQLite's file is made anew each time."""
    yield
    for file in folder.glob("coalition.db*"):
        file.unlink()


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _say(what: str, measured: Measured, bare: Measured | None = None) -> None:
    ratio = "" if bare is None else f", {measured.per_second / bare.per_second:.3f} of the baseline"
    took = f"median {measured.median:.0f} ms, p99 {measured.p99:.0f} ms"
    _tell(f"{what}: {measured.per_second:.0f}/s, {took}{ratio}")


def _met(figure: str, measured: float, limit: float, unit: str, *, most: bool = False) -> Line:
    met = measured < limit if most else measured >= limit
    words = f"under {limit:g} {unit}" if most else f"at least {limit:g}"
    shown = f"{measured:.3f}" if measured < 1 else f"{measured:.1f}"
    return figure, f"{shown} {unit}".strip(), words.strip(), met


if __name__ == "__main__":
    sys.exit(main())
