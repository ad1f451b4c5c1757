"""That nothing is lost and nothing is said twice: killed processes, a moody Slack, months in a minute.

A short form of each runs with all other tests; the whole runs with `make soak`.
"""
