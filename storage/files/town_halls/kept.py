"""An event of a list as it is kept beside the row made of it, to compare the next list with."""

import json
from dataclasses import asdict
from datetime import date, time
from typing import Any

from storage.files.town_halls.listed import Doubt, Doubted, Listed, ListedSeat
from storage.seats import Office
from storage.town_halls.kinds import EventKind


def written(event: Listed) -> str:
    """The event as JSON."""
    return json.dumps(asdict(event), default=_plain, ensure_ascii=False, sort_keys=True)


def read_again(words: str) -> Listed:
    """The event that `written` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    found: dict[str, Any] = json.loads(words)
    seat = found["seat"]
    office = seat["office"]
    again: dict[str, Any] = {
        **found,
        "seat": ListedSeat(
            seat["written"], seat["state"], Office(office) if office else None, seat["district"]
        ),
        "kind": EventKind(found["kind"]),
        "first": date.fromisoformat(found["first"]),
        "last": date.fromisoformat(found["last"]),
        "clock": time.fromisoformat(found["clock"]) if found["clock"] else None,
        "doubts": tuple(Doubted(Doubt(one["doubt"]), one["detail"]) for one in found["doubts"]),
    }
    return Listed(**again)


def _plain(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
