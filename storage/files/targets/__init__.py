"""A coalition's list of targets: a CSV, or a workbook with a sheet for Representatives and one for Senators.

Organisers make these lists by hand, so headers and sheets count by what they mean. A seat may be given
by state and district, by its code (PA-07), or by who sits there; where two of these disagree, or one
fits several seats, it is a question. The list replaces the one before.
"""

from dataclasses import replace
from pathlib import Path

from storage import officials
from storage.database import Database, Purpose
from storage.files.importing import Format, Progress, Report, import_records
from storage.files.targets.placing import Placing
from storage.files.targets.rows import read
from storage.files.targets.shelf import TargetList

__all__ = ["import_targets"]


def import_targets(database: Database, coalition_id: int, file: Path, progress: Progress) -> Report:
    """Make the coalition's list of targets that of `file`.

    Raises:
        UnreadableError: when the file is not what it should be; then nothing has changed.
    """
    found = read(file)
    with database.across_coalitions(Purpose.READ) as db:
        sitting = officials.sitting(db)
    report = import_records(
        database,
        found.rows,
        Format(place=Placing(sitting).place, open_shelf=TargetList, belongs_to=coalition_id),
        progress,
    )
    return replace(report, remarks={**found.remarks, **report.remarks})
