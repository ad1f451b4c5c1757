"""Moments and days as people type them: `read` reads them, `written` writes one so that it reads back."""

from handlers.arguments.moments.answers import Moment, Reason, Tends, Unclear
from handlers.arguments.moments.local_time import written
from handlers.arguments.moments.reading import LONGEST, read

__all__ = ["LONGEST", "Moment", "Reason", "Tends", "Unclear", "read", "written"]
