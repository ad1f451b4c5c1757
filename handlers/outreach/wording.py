"""How contacts and answers are put into words."""

from datetime import datetime

from handlers.outreach.tactics import label, with_id
from handlers.request import Scene
from handlers.text import N_, NP_, Message, Text, Value
from storage import members
from storage.members import Person
from storage.outreach.contacts import Outcome
from storage.outreach.materials import Material
from storage.outreach.replies import Answer, Answered

OUTCOMES = {
    Outcome.SENT: N_("Sent"),
    Outcome.SPOKE: N_("Spoke with them or their staff"),
    Outcome.LEFT_MESSAGE: N_("Left a message"),
    Outcome.UNAVAILABLE: N_("Unavailable"),
    Outcome.DECLINED: N_("They declined"),
}

ANSWERS = {
    Answer.SUPPORT: N_("Stated support"),
    Answer.UNDECIDED: N_("Undecided"),
    Answer.NO_ANSWER: N_("Declined to say"),
    Answer.OPPOSED: N_("Opposed"),
    Answer.MEETING: N_("Wants a meeting"),
    Answer.OTHER: N_("Other"),
}

_QUOTED = 280
"""How much of an answer is shown where it is only mentioned."""


def person(scene: Scene, member_id: int) -> Person:
    """A member as others see them."""
    return members.people(scene.db, [member_id])[member_id]


def tactic(tactic_id: str) -> Text:
    """A tactic's name."""
    return label(with_id(tactic_id))


def material_name(material: Material) -> Text:
    """A material with its version."""
    return Text(N_("{title}, version {version}"), title=material.title, version=material.version)


def did(tactic_id: str) -> Text:
    """What somebody did: completes “You …”."""
    return Text(Message(with_id(tactic_id).did))


def days_ago(moment: datetime, scene: Scene) -> Text:
    """How long ago, in the coalition's days."""
    zone = scene.coalition.zone
    days = (scene.now.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if days <= 0:
        return Text(N_("today"))
    if days == 1:
        return Text(N_("yesterday"))
    return Text(NP_("{n} day ago", "{n} days ago"), n=days)


def answer_line(reply: Answered, who: Value) -> Text:
    """An answer with its words, shortened where they are long."""
    answer = Text(ANSWERS[reply.answer])
    if not reply.words:
        return Text(N_("{who}: {answer}"), who=who, answer=answer)
    words = reply.words if len(reply.words) <= _QUOTED else f"{reply.words[:_QUOTED].rstrip()}…"
    return Text(N_("{who}: {answer}. “{words}”"), who=who, answer=answer, words=words)
