"""Districts as people type them: `DistrictIndex` reads them, and completes them while they are typed."""

from handlers.arguments.districts.answers import Asked, Found, Reading, Reason
from handlers.arguments.districts.index import DistrictIndex
from handlers.arguments.districts.notation import LONGEST

__all__ = ["LONGEST", "Asked", "DistrictIndex", "Found", "Reading", "Reason"]
