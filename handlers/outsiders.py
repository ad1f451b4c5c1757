"""Accounts that can take no part, in words."""

from handlers.request import Scene
from handlers.text import N_, Text
from storage import members
from storage.members import Outsider, Person

_WHY = {
    Outsider.BOT: N_("{who} is a bot"),
    Outsider.GUEST: N_("{who} is a guest from another workspace"),
    Outsider.GONE: N_("{who} is not in your workspace any more"),
}


def why_not(scene: Scene, who: Person) -> Text:
    """Why somebody can take no part, as the beginning of a sentence."""
    return Text(_WHY[members.outsider(scene.db, who.member_id) or Outsider.GONE], who=who)
