"""Made-up candidates, in the form of the FEC's candidate master file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Filed:
    """One row of the file."""

    id: str
    name: str
    state: str = "PA"
    district: str = "07"
    office: str = "H"
    party: str = "DEM"
    year: str = "2020"
    status: str = "C"
    incumbency: str = "C"
    committee: str = ""

    def row(self) -> str:
        fields = (
            self.id, self.name, self.party, self.year, self.state, self.office, self.district,
            self.incumbency, self.status, self.committee, "1 HOME ST", "APT 2", "HOMETOWN", "PA", "18101",
        )  # fmt: skip
        return "|".join(fields)


ALVA = Filed("H0PA07001", "ALVA, ANA MRS.", incumbency="I")
BELL = Filed("H0PA07002", 'BELL, ROBERT E "BUD" JR', party="REP")
COLE = Filed("S0AZ00001", "COLE, CORA", state="AZ", district="00", office="S", party="LIB")


def like(filed: Filed, **values: Any) -> Filed:
    return replace(filed, **values)


def write_filed(path: Path, rows: Sequence[Filed]) -> Path:
    path.write_text("".join(f"{one.row()}\n" for one in rows), encoding="latin-1")
    return path
