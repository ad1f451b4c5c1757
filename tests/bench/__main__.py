"""`make bench`: how fast it is, as ratios to a baseline in the same run."""

import sys
import tempfile
from pathlib import Path

from tests.bench.claiming import CONCURRENT, Measured, measure_bare, measure_bot, seat_codes
from tests.bench.files import measure_fec
from tests.bench.starting import measure_start
from tests.databases import PostgresFactory, SqliteFactory, postgres_server


def main() -> int:
    """Measure everything and print it; 1 when a figure is not met."""
    lines: list[tuple[str, str, str, bool]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = measure_bare()
        _say(f"baseline: a bare AsyncApp that only acknowledges, {CONCURRENT} at a time", bare)
        with SqliteFactory(folder).fresh(folder) as url:
            sqlite, memory = measure_bot(url, seat_codes(url))
        _say("/claim-district on SQLite", sqlite, bare)
        with postgres_server() as server:
            factory = PostgresFactory(server)
            with factory.fresh(folder) as url:
                postgres, _ = measure_bot(url, seat_codes(url))
            factory.close()
        _say("/claim-district on PostgreSQL", postgres, bare)
        lines += [
            _met("claims on SQLite, of the baseline", sqlite.per_second / bare.per_second, 0.2, ""),
            _met("claims on PostgreSQL, of the baseline", postgres.per_second / bare.per_second, 0.15, ""),
            _met("p99 on SQLite", sqlite.p99, 500, "ms", most=True),
            _met("p99 on PostgreSQL", postgres.p99, 500, "ms", most=True),
            _met("memory after 1,000 commands", memory, 160, "MiB", most=True),
        ]
        fec = measure_fec(folder)
        _tell(
            f"7,611 FEC rows: {fec.seconds:.2f} s, {fec.ratio:.1f} times the baseline ({fec.baseline:.2f} s: "
            "reading the rows and inserting as many bare ones)"
        )
        start = measure_start(folder)
        _tell(
            f"ready after start: {start.seconds:.2f} s, {start.ratio:.1f} times the baseline "
            f"({start.baseline:.2f} s: importing Bolt, SQLAlchemy and uvicorn)"
        )
        lines += [
            _met("7,611 FEC rows", fec.seconds, 3, "s", most=True),
            _met("ready after start", start.seconds, 2.5, "s", most=True),
        ]
    _tell("")
    for figure, measured, limit, met in lines:
        _tell(f"{'met    ' if met else 'NOT MET'} {figure}: {measured} ({limit})")
    return 0 if all(met for *_, met in lines) else 1


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _say(what: str, measured: Measured, bare: Measured | None = None) -> None:
    ratio = "" if bare is None else f", {measured.per_second / bare.per_second:.3f} of the baseline"
    took = f"median {measured.median:.0f} ms, p99 {measured.p99:.0f} ms"
    _tell(f"{what}: {measured.per_second:.0f}/s, {took}{ratio}")


def _met(
    figure: str, measured: float, limit: float, unit: str, *, most: bool = False
) -> tuple[str, str, str, bool]:
    met = measured < limit if most else measured >= limit
    words = f"under {limit:g} {unit}" if most else f"at least {limit:g}"
    shown = f"{measured:.3f}" if measured < 1 else f"{measured:.1f}"
    return figure, f"{shown} {unit}".strip(), words.strip(), met


if __name__ == "__main__":
    sys.exit(main())
