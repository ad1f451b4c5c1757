"""Lists of town halls: files that are imported and calendars that are fetched."""
