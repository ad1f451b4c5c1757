"""Visits: when and where a delegation meets somebody, who comes, and who does what there."""
