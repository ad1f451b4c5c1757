"""What reading a typed district can come to: one seat, or a question with seats to choose from."""

from dataclasses import dataclass, field
from enum import StrEnum

from storage.seats import Seat, State


class Reason(StrEnum):
    """Why a person is asked instead of answered. The sentence for each is written elsewhere."""

    EMPTY = "empty"
    """Nothing was typed, or only dashes and dots."""
    TOO_LONG = "too_long"
    """More than a hundred characters; nobody looked at them."""
    UNSURE = "unsure"
    """They said that they do not know, or named what it is not. Offers what they named, if anything."""
    UNKNOWN = "unknown"
    """No seat is called so. Offers the three nearest, what was half understood first."""
    NO_STATE = "no_state"
    """A number, an office or "at-large" without a state. Offers seats only if three or fewer fit."""
    WHOLE_STATE = "whole_state"
    """A state alone. Offers its House seats, then its Senate seats; a legislature's, if that was named."""
    SEVERAL = "several"
    """Two or more seats fit, and all are offered."""
    IMPOSSIBLE = "impossible"
    """The state has no House seat of that number. Offers its legislative districts of it, upper first."""
    AT_LARGE_ONLY = "at_large_only"
    """A number in a state with one seat at large (offers that seat, then legislative districts of the
    number), or at-large in a state with numbered seats (offers those). `state.at_large` tells which."""


@dataclass(frozen=True, slots=True)
class Found:
    """Exactly one seat was meant, and it exists. `beside` are words of the text that say nothing of it."""

    seat: Seat
    beside: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing is certain; `offers` are the seats to choose from, the likeliest first.

    `state` is set when one state was understood, `number` when one district number was ("32", "37B",
    without leading zeros). `typed` is what the person wrote, stripped and cut to a hundred characters:
    it may hold markup, so it is to be escaped like any other typed text.
    """

    reason: Reason
    offers: tuple[Seat, ...]
    state: State | None = None
    number: str = ""
    typed: str = ""


Reading = Found | Asked
