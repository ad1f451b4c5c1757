"""The coalition itself: its name and zone, its people and what they may do."""
