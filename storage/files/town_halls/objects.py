"""JSON lists of town halls, in the shape of the Town Hall Project's: objects in a list, or by their ids."""

import json
from collections.abc import Iterator, Mapping
from typing import NoReturn, cast

from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.town_halls.listed import MOST_ROWS, Doubt, Listed, Trouble
from storage.files.town_halls.rows import Fields, read_row
from storage.files.town_halls.zones import zone_of


def read_objects(content: bytes, name: str) -> Iterator[Listed | Trouble]:
    """What each record of such a file says.

    Raises:
        UnreadableError: when it is no such file.
    """
    records = _records(content, name)
    if len(records) > MOST_ROWS:
        raise UnreadableError(Unreadable(name, Fault.TOO_MANY_ROWS, expected=str(MOST_ROWS)))
    for row, (key, value) in enumerate(records, start=1):
        if isinstance(value, dict):
            yield read_row(_fields(row, key, _Record(cast(dict[str, object], value))))
        else:
            yield Trouble(row, Doubt.NOT_A_RECORD, Fault.WRONG_TYPE, source_id=key)


class _Record:
    """The fields of a record as text, under any case; "" for what is missing or is no text or number."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._folded = {key.casefold(): value for key, value in values.items()}

    def __getitem__(self, key: str) -> str:
        value = self._values.get(key, self._folded.get(key.casefold()))
        if isinstance(value, str):
            return value
        return str(value) if isinstance(value, int | float) else ""


def _fields(row: int, key: str, record: _Record) -> Fields:
    exact = record["zoneString"] if zone_of(record["zoneString"]) else ""
    return Fields(
        row=row,
        source_id=record["eventId"] or key or record["id"],
        who=record["Member"],
        seat=record["District"],
        state=record["State"] or record["stateName"] or record["StateAb"],
        kind=record["meetingType"],
        title=record["eventName"] or record["title"],
        day=record["Date"] or record["dateString"],
        exact_day=record["yearMonthDay"],
        clock=record["Time"],
        exact_clock=record["timeStart24"],
        end=record["timeEnd"],
        zone=exact or record["timeZone"],
        places=(record["Location"], record["address"]),
        phone=record["phoneNumber"],
        link=record["link"],
        notes=(record["Notes"], record["repeatingEvent"], record["RSVP"]),
        status=record["status"],
        private=record["private"],
    )


def _records(content: bytes, name: str) -> list[tuple[str, object]]:
    values = _parsed(content, name)
    if isinstance(values, dict):
        return list(cast(dict[str, object], values).items())
    if not isinstance(values, list):
        raise UnreadableError(Unreadable(name, Fault.NOT_JSON))
    return [("", value) for value in cast(list[object], values)]


def _parsed(content: bytes, name: str) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(Unreadable(name, Fault.NOT_UTF8, line=line)) from error
    except json.JSONDecodeError as error:
        fault = Unreadable(name, Fault.NOT_JSON, line=error.lineno, column=error.colno)
        raise UnreadableError(fault) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(Unreadable(name, Fault.NOT_JSON)) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
