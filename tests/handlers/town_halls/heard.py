"""A town hall from the form to the channel: what the tests of town halls have in common."""

from sqlalchemy import select

from storage.database import Purpose
from storage.town_halls.town_halls import TownHallRow
from tests.handlers.outreach.asking import JANE
from tests.handlers.seeing import answer, newest
from tests.workspace import ANA, Acted, Json, Workspace, labels

IN_TEN_DAYS = "in 10 days 6:30-8pm"


def fill_in(
    workspace: Workspace, user: str = ANA, who: str = JANE, when: str = IN_TEN_DAYS, **more: str
) -> Acted:
    """Fill in the form Add a town hall."""
    view = workspace.type("/town-hall add", user).view
    whom = workspace.pick("Who", who, view, user)
    return workspace.submit(view, user, Who=whom, When=when, **more)


def published(workspace: Workspace, who: str = JANE, when: str = IN_TEN_DAYS, **more: str) -> Json:
    """A town hall that Ana, an organiser, has added and published; its card in the channel."""
    fill_in(workspace, who=who, when=when, **more)
    shown = workspace.eventually(
        lambda: [view for view in workspace.state()["views"] if "Publish" in labels(view)]
    )
    workspace.press_in_view("Publish", shown[-1])
    workspace.settle()
    return newest(workspace, "own hall")


def seen_closely(workspace: Workspace) -> Json:
    """The only town hall as an organiser sees it, with what can be done."""
    workspace.press("See it", answer(workspace.type("/town-halls")))
    return workspace.eventually(lambda: [one for one in workspace.seen() if "Call it off" in labels(one)])[-1]


def rows(workspace: Workspace) -> list[TownHallRow]:
    """All events, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(TownHallRow).order_by(TownHallRow.id)))
