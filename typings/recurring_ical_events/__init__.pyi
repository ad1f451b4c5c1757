from datetime import datetime

from icalendar import Component

class CalendarQuery:
    def between(self, start: datetime, stop: datetime) -> list[Component]: ...

def of(
    a_calendar: Component,
    keep_recurrence_attributes: bool = ...,
    components: tuple[str, ...] = ...,
    skip_bad_series: bool = ...,
) -> CalendarQuery: ...
