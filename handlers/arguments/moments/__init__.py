"""Moments and days as people type them.

`read` reads one, `read_stay` one to come that may last several days; `written` writes a moment so that it
reads back; `named_zone` and `without_zone` look at the zone alone.
"""

from handlers.arguments.moments.answers import Moment, Reason, Stay, Tends, Unclear
from handlers.arguments.moments.local_time import written
from handlers.arguments.moments.reading import LONGEST, read, read_stay
from handlers.arguments.moments.zones import named_zone, without_zone

__all__ = [
    "LONGEST", "Moment", "Reason", "Stay", "Tends", "Unclear", "named_zone", "read", "read_stay",
    "without_zone", "written",
]  # fmt: skip
