"""The id of a request: every log line about it bears it, and the person sees it when the fault is ours."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_KEY = "request"


@contextmanager
def request_id() -> Generator[None]:
    """Give the request that is handled within an id of its own: K7Q2-9F. Threads and tasks inherit it."""
    number, drawn = secrets.randbelow(len(_LETTERS) ** 6), ""
    for _ in range(6):
        number, letter = divmod(number, len(_LETTERS))
        drawn += _LETTERS[letter]
    with bound_contextvars(**{_KEY: f"{drawn[:4]}-{drawn[4:]}"}):
        yield


def current_request_id() -> str:
    """The id of the request that is being handled; "" outside of any."""
    return str(get_contextvars().get(_KEY, ""))
