"""A town hall that is over: what the tests of bringing answers back have in common."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage.database import Purpose
from storage.town_halls.outcomes import OutcomeRow
from tests.handlers.outreach.asking import JANE, go_to
from tests.handlers.seeing import shows
from tests.handlers.town_halls.heard import published, rows
from tests.handlers.visits.arranged import ready
from tests.workspace import BEN, CORA, Json, Workspace

TOWN_HALL = "Town hall with Jane Doe"


def over(workspace: Workspace, who: str = JANE) -> Workspace:
    """A town hall with Jane Doe, or somebody else, to which Ben and Cora went; its end is two hours ago."""
    card = published(ready(workspace), who, when="in 10 days 3-4pm")
    for user in (BEN, CORA):
        workspace.press("I'm going", card, user)
    go_to(workspace, ends(workspace) + timedelta(hours=2))
    return workspace


def ends(workspace: Workspace) -> datetime:
    """When the last town hall ends."""
    return rows(workspace)[-1].ends_at


def card_of(workspace: Workspace, user: str = BEN, words: str = TOWN_HALL) -> Json:
    """The newest card that asks a person how it went, or says so."""
    found = [
        one
        for one in workspace.direct(user)
        if words in one["text"] and one["text"].startswith(("How did it go?", "How it went"))
    ]
    return found[-1]


def say(workspace: Workspace, result: str, user: str = BEN, words: str = TOWN_HALL) -> Json:
    """Press how it went; the card then."""
    asked = card_of(workspace, user, words)
    workspace.press(result, asked, user)
    return shows(workspace, asked, f"Noted: {result}.", user)


def tell(workspace: Workspace, user: str = BEN, words: str = TOWN_HALL, **fields: str) -> None:
    """Fill in the form with what they said."""
    view = workspace.press("Their words…", card_of(workspace, user, words), user).view
    workspace.submit(view, user, **fields)
    workspace.settle()


def brought_back(workspace: Workspace) -> list[OutcomeRow]:
    """What came of events, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(OutcomeRow).order_by(OutcomeRow.id)))
