"""Visits: arranged, filled with people and roles, remembered in time."""
