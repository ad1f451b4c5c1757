"""Lists of town halls and other events: JSON, tables and calendars, as values. Nothing is stored here."""

from storage.files.town_halls.listed import Doubt, Doubted, Listed, ListedSeat, Reading, Trouble
from storage.files.town_halls.reading import LARGEST_LIST, read_town_halls

__all__ = [
    "LARGEST_LIST",
    "Doubt",
    "Doubted",
    "Listed",
    "ListedSeat",
    "Reading",
    "Trouble",
    "read_town_halls",
]
