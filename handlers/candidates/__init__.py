"""The candidates of a race: listing them, adding those that people know, correcting those on the list."""
