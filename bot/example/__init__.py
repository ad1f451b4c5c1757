"""The small fictional campaign that the local workspace starts with."""
