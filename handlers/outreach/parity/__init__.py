"""Parity: every candidate of one race gets the same contact and the same materials (501(c)(3))."""
