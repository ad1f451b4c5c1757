"""Digests: what waits for a person, and what is new for everybody, once a day."""
