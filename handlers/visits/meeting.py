"""From what was typed to when a visit is, and back to words that can be typed."""

from datetime import time

from handlers.arguments.coming import Coming
from handlers.arguments.moments.names import day_in_words
from storage.meetings import Meeting


def meeting_of(coming: Coming, minutes: int) -> Meeting:
    """The meeting that this names; a range of times that was typed counts more than `minutes`."""
    how_long = minutes if coming.minutes is None else coming.minutes
    ends_at = coming.ends_at(how_long)
    return Meeting(coming.first, coming.last, coming.clock, coming.zone, coming.starts_at, ends_at, how_long)


def typed_again(meeting: Meeting, until: time | None = None) -> str:
    """Words for a form that read back to the same days and clock, and to the same end, where it is given."""
    first = day_in_words(meeting.first)
    if meeting.clock is not None:
        end = "" if until is None else f"-{until:%H:%M}"
        return f"{first}, {meeting.clock:%H:%M}{end}"
    if meeting.last > meeting.first:
        return f"{first} - {day_in_words(meeting.last)}"
    return first
