"""Kinds of events at which voters can ask: the guides' town halls, and what comes near them."""

from enum import StrEnum


class EventKind(StrEnum):
    """How voters meet whoever answers."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    PHONE = "phone"
    ONLINE_QA = "online_qa"
    EMPTY_CHAIR = "empty_chair"
    """Voters hold it without the official, who was invited."""
    CANDIDATE_FORUM = "candidate_forum"
    OFFICE_HOURS = "office_hours"
    """Staff are there, mostly without the official: three of four rows of public lists."""
    OTHER = "other"
    """Another event, such as a breakfast in the capital or a ticketed one."""
