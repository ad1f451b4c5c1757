"""Importing a candidate master file of 7,611 rows, beside reading it and inserting bare rows."""

import csv
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database
from storage.files.fec import import_candidates
from tests.databases import SqliteFactory
from tests.storage.files.made_up_fec import Filed, write_filed

ROWS, RUNNING = 7_611, 2_100


@dataclass(frozen=True, slots=True)
class Timed:
    """How long something took, and how long the baseline, in seconds."""

    seconds: float
    baseline: float

    @property
    def ratio(self) -> float:
        """The one by the other."""
        return self.seconds / self.baseline


def measure_fec(folder: Path) -> Timed:
    """Both, on files and databases of their own."""
    room = folder / "fec"
    room.mkdir()
    file = write_filed(room / "cn.txt", [_filed(number) for number in range(ROWS)])
    began = time.perf_counter()
    _bare(file, room / "bare.db")
    baseline = time.perf_counter() - began
    with SqliteFactory(folder).fresh(room) as url:
        database = Database(url)
        began = time.perf_counter()
        report = import_candidates(database, file, 2020, lambda done, total: None)
        seconds = time.perf_counter() - began
        database.close()
    if report.read != ROWS or report.new != RUNNING:
        raise RuntimeError(f"{report.read} read and {report.new} new")
    return Timed(seconds, baseline)


def _filed(number: int) -> Filed:
    """Those who run, in the seats of four large states; then those who don't."""
    states = {"CA": 52, "TX": 38, "FL": 28, "NY": 26}
    state = list(states)[number % 4]
    district = f"{number // 4 % states[state] + 1:02}"
    year = "2020" if number < RUNNING else "2016"
    return Filed(f"H0{state}{number:05}", f"NAME{number}, FIRST{number}", state, district, year=year)


def _bare(file: Path, database: Path) -> None:
    with file.open(encoding="latin-1", newline="") as opened:
        rows = [row for row in csv.reader(opened, delimiter="|", quoting=csv.QUOTE_NONE) if row[3] == "2020"]
    connection = sqlite3.connect(database)
    connection.execute(
        "CREATE TABLE candidates (id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, seat TEXT)"
    )
    connection.executemany(
        "INSERT INTO candidates (key, name, seat) VALUES (?, ?, ?)",
        [(row[0], row[1], f"{row[4]}-{row[6]}") for row in rows],
    )
    connection.commit()
    connection.close()
