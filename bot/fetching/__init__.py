"""Fetching what people give links to: from the public internet only, briefly, and never too much."""

from bot.fetching.addresses import is_public
from bot.fetching.fetching import Fetched, NotFetched, NotModified, Refusal, Rules, fetch_calendar

__all__ = ["Fetched", "NotFetched", "NotModified", "Refusal", "Rules", "fetch_calendar", "is_public"]
