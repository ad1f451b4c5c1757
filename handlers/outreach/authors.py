"""Telling whoever logged something that somebody else took it back or corrected it."""

from dataclasses import dataclass

from handlers.request import Request
from storage.history import Deed


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to an entry, and by which member."""

    deed: Deed
    by_id: int


def tell_author(request: Request, kind: str, row_id: int, author_id: int, deed: Deed) -> None:
    """Have its author told, unless they did it themselves."""
    if author_id != request.member.id:
        key = f"{kind}:{row_id}:{deed}:{request.member.id}:{request.now.isoformat()}"
        request.tell(author_id, kind, row_id, key)


def done_by(key: str) -> Done:
    """What a message of that key tells of."""
    _, _, deed, by_id, _ = key.split(":", 4)
    return Done(Deed(deed), int(by_id))
