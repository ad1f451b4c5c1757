"""Calendar files (ICS) as lists of town halls: read line by line, so that one bad event spoils no other."""

from storage.files.town_halls.feeds.reading import FeedRead, read_feed

__all__ = ["FeedRead", "read_feed"]
