"""CSV lists of town halls and other events, their headers matched loosely."""

from collections.abc import Iterator

from storage.files.outcomes import Fault, Unreadable, UnreadableError
from storage.files.tables import Column, Line, lines_of
from storage.files.tables.csv_text import table_of
from storage.files.town_halls.listed import MOST_ROWS, Doubt, Listed, Trouble
from storage.files.town_halls.rows import Fields, read_row

_COLUMNS = (
    Column("id", ("Event ID", "ID", "UID", "Key")),
    Column("who", (
        "Member", "Official", "Who", "Representative", "Senator", "Legislator", "Member of Congress", "MoC",
        "Candidate", "Elected official", "Member name", "Name",
    )),
    Column("seat", ("District", "Seat", "Congressional district", "CD", "Code")),
    Column("state", ("State", "State code", "ST", "State name")),
    Column("kind", ("Meeting type", "Kind", "Type", "Event type", "Format")),
    Column("title", ("Title", "Event", "Event name", "Event title", "Summary", "Subject")),
    Column("date", ("Date", "Day", "When", "Start date", "Event date", "Starts", "Date and time")),
    Column("end_date", ("End date", "Last day", "Until")),
    Column("time", ("Time", "Start time", "Start", "Starts at")),
    Column("end", ("Time end", "End time", "End", "Ends", "Ends at")),
    Column("zone", ("Time zone", "Timezone", "TZ", "Zone")),
    Column("venue", ("Location", "Venue", "Where", "Location name", "Building")),
    Column("address", ("Address", "Street address", "Full address", "Street")),
    Column("city", ("City", "Town", "Place")),
    Column("phone", ("Phone", "Phone number", "Dial in", "Call in number")),
    Column("link", ("Link", "URL", "Website", "Web site", "RSVP link", "Event link", "Facebook")),
    Column("notes", ("Notes", "Details", "Description", "Comments", "Note", "More information")),
    Column("status", ("Status",)),
    Column("private", ("Private", "Closed", "Not public")),
)  # fmt: skip
_WHEN = ("date",)


def read_sheet(content: bytes, name: str) -> Iterator[Listed | Trouble]:
    """What each row of a CSV file says. People's addresses and numbers in other columns are not read.

    Raises:
        UnreadableError: when it is no such file, or has no column for the day.
    """
    table = table_of(content, name)
    if len(table.rows) > MOST_ROWS:
        raise UnreadableError(Unreadable(name, Fault.TOO_MANY_ROWS, expected=str(MOST_ROWS)))
    spoilt: list[Unreadable] = []
    for line in lines_of(table, _COLUMNS, _WHEN, spoilt.append):
        yield read_row(_fields(line))
    for why in spoilt:
        yield Trouble(why.line or 0, Doubt.NOT_A_RECORD, why.fault)


def _fields(line: Line) -> Fields:
    return Fields(
        row=line.number,
        source_id=line["id"],
        who=line["who"],
        seat=line["seat"],
        state=line["state"],
        kind=line["kind"],
        title=line["title"],
        day=line["date"],
        last_day=line["end_date"],
        clock=line["time"],
        end=line["end"],
        zone=line["zone"],
        places=(line["venue"], line["address"], line["city"]),
        phone=line["phone"],
        link=line["link"],
        notes=(line["notes"],),
        status=line["status"],
        private=line["private"],
    )
