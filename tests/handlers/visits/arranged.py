"""A visit with its two cards in the channel: what the tests of visits have in common."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.database import Purpose
from storage.outbox import OutboxRow, SendState
from storage.visits.parts import PartRow
from storage.visits.visits import VisitRow
from tests.handlers.outreach.asking import JANE, add_candidate, to_monday
from tests.handlers.seeing import newest
from tests.workspace import ANA, CAMPAIGN, Acted, Json, Workspace

NEW_YORK = ZoneInfo("America/New_York")


def ready(workspace: Workspace) -> Workspace:
    """Ana is admin and leads PA-07, where Jane Doe runs. It is Monday, two in New York, day everywhere."""
    workspace.set_up()
    to_monday(workspace, 14)
    workspace.type("/claim-district PA-07")
    add_candidate(workspace)
    workspace.settle()
    return workspace


def fill_in(workspace: Workspace, when: str, user: str = ANA, **fields: str) -> Acted:
    """Fill in the form of a visit with Jane Doe."""
    view = workspace.type("/visit new", user).view
    whom = workspace.pick("With", JANE, view, user)
    return workspace.submit(view, user, With=whom, When=when, **fields)


def arrange(workspace: Workspace, when: str = "in 10 days at 10am", user: str = ANA, **fields: str) -> Json:
    """Arrange a visit with Jane Doe; its card in the channel."""
    read = fill_in(workspace, when, user, **fields)
    workspace.press_in_view("Yes, arrange it", read.view, user)
    workspace.settle()
    return newest(workspace, "Visit: Jane Doe (PA-07)", user)


def thread(workspace: Workspace, user: str = ANA) -> list[Json]:
    """What stands in the thread of the last visit, as it is now."""
    visit = [one for one in workspace.seen(user, CAMPAIGN) if one["text"].startswith("Visit: ")][-1]
    return visit["replies"]


def role_card(workspace: Workspace, words: str = "", user: str = ANA) -> Json:
    """The card with the roles of the last visit, once it says so."""
    workspace.settle()
    return workspace.eventually(lambda: [one for one in thread(workspace, user) if words in one["text"]])[0]


def told_in_thread(workspace: Workspace, words: str, user: str) -> Json:
    """What a person is told in the thread, once it is there."""
    return workspace.eventually(lambda: [one for one in thread(workspace, user) if words in one["text"]])[-1]


def take(workspace: Workspace, role: str, user: str) -> Acted:
    """Press a role's button in the thread."""
    return workspace.press(role, role_card(workspace, user=user), user)


def visit_rows(workspace: Workspace) -> list[VisitRow]:
    """All visits, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(VisitRow).order_by(VisitRow.id)))


def part_rows(workspace: Workspace) -> list[PartRow]:
    """Everything that was between people and roles, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(PartRow).order_by(PartRow.id)))


def due(workspace: Workspace, kind: str, state: SendState = SendState.PENDING) -> list[datetime]:
    """When rows of a kind are due, in UTC."""
    statement = (
        select(OutboxRow.due_at)
        .where(OutboxRow.kind == kind, OutboxRow.state == state)
        .order_by(OutboxRow.due_at)
    )
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [at.astimezone(UTC) for at in db.scalars(statement)]
