"""A race with candidates, and people who ask them: what the tests of outreach have in common."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.database import Purpose
from storage.outbox import OutboxRow, SendState
from storage.outreach.contacts import ContactRow
from storage.outreach.replies import ReplyRow
from tests.handlers.seeing import answer, shows
from tests.workspace import ANA, Acted, Json, Workspace, labels

NEW_YORK = ZoneInfo("America/New_York")
JANE, SAM = "Jane Doe", "Sam Blake"


def add_candidate(workspace: Workspace, name: str = JANE, seat: str = "PA-07", user: str = ANA) -> None:
    """Put a candidate into the seat's coming race."""
    view = workspace.type(f"/add-candidate {seat}", user).view
    workspace.submit(view, user, Name=name)


def to_monday(workspace: Workspace, hour: int = 10) -> datetime:
    """Move the clock to the next Monday in New York that is at least a day away; answers that moment."""
    now = workspace.runtime.clock.now().astimezone(NEW_YORK)
    day = now.date() + timedelta(days=(7 - now.weekday()) % 7 or 7)
    return go_to(workspace, datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK))


def go_to(workspace: Workspace, moment: datetime) -> datetime:
    """Move the clock to a moment, and have everything said that is due by then."""
    away = (moment - workspace.runtime.clock.now()).total_seconds()
    assert away >= 0
    workspace.advance(seconds=away + 2)
    workspace.settle()
    return moment.astimezone(UTC)


def days_later(monday: datetime, days: int, hour: int = 9) -> datetime:
    """That hour so many days after a Monday, in New York."""
    local = monday.astimezone(NEW_YORK) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def log(workspace: Workspace, how: str = "email", name: str = JANE, user: str = ANA) -> Json:
    """Log a contact by typing; the answer."""
    return answer(workspace.type(f'/log-contact "{name}" {how}', user))


def log_another(workspace: Workspace, how: str = "email", name: str = JANE, user: str = ANA) -> Json:
    """Log a contact, even where the same was logged within the last minute; the answer."""
    told = log(workspace, how, name, user)
    if "Log it once more" not in labels(told):
        return told
    workspace.press("Log it once more", told, user)
    return shows(workspace, told, "Logged: ", user)


def log_reply(workspace: Workspace, user: str = ANA, name: str = JANE, words: str = "", **more: str) -> Acted:
    """Log a reply by the form."""
    view = workspace.type(f'/log-reply "{name}"', user).view
    return workspace.submit(view, user, Answer=more.pop("Answer", "support"), Their_words=words, **more)


def contacts(workspace: Workspace) -> list[ContactRow]:
    """All logged contacts, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(ContactRow).order_by(ContactRow.id)))


def replies(workspace: Workspace) -> list[ReplyRow]:
    """All logged replies, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(ReplyRow).order_by(ReplyRow.id)))


def waiting(workspace: Workspace, kind: str) -> list[datetime]:
    """When rows of a kind are still to be said, in New York."""
    statement = (
        select(OutboxRow.due_at)
        .where(OutboxRow.kind == kind, OutboxRow.state == SendState.PENDING)
        .order_by(OutboxRow.due_at)
    )
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [due.astimezone(NEW_YORK) for due in db.scalars(statement)]


def nudges(workspace: Workspace, user: str = ANA, words: str = "Follow up with") -> list[Json]:
    """The follow-ups that a person has been reminded of, as they look now."""
    return [message for message in workspace.direct(user) if words in message["text"]]
