"""Questions for town halls: what the tests of suggesting and asking have in common."""

from sqlalchemy import select

from storage.database import Purpose
from storage.town_halls.askers import AskerRow
from storage.town_halls.questions import QuestionRow
from tests.handlers.seeing import words_of
from tests.workspace import BEN, Acted, Json, Workspace

LIBRARY = "Will you keep our library open on Sundays?"
SUNDAYS = "Would you keep our library open on Sundays?"


def suggest(workspace: Workspace, words: str, user: str = BEN, topic: str = "other", **fields: str) -> Acted:
    """Fill in the form Suggest a question."""
    view = workspace.type("/ask-question", user).view
    return workspace.submit(view, user, Topic=topic, Question=words, **fields)


def read(view: Json) -> str:
    """What a form or its answer says, in one piece."""
    return words_of(view).replace("\n", "")


def open_view(workspace: Workspace, words: str, user: str = BEN) -> Json:
    """The form that is open, or what stands in its place, once it says so."""
    return workspace.eventually(
        lambda: [view for view in workspace.state(user)["views"] if words in read(view)]
    )[-1]


def question_rows(workspace: Workspace) -> list[QuestionRow]:
    """All suggested questions, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(QuestionRow).order_by(QuestionRow.id)))


def asker_rows(workspace: Workspace) -> list[AskerRow]:
    """What everybody was given to ask, the oldest first."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(AskerRow).order_by(AskerRow.id)))
