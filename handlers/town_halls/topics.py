"""What questions are about: the topics of the campaign's bank, and everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.campaign import Topic, question_topics
from handlers.arguments.kind import ArgumentKind
from handlers.cards import Choice, FieldKind, Refused
from handlers.questions.words import Language, plain
from handlers.request import Request
from handlers.text import N_, Text, verbatim

if TYPE_CHECKING:
    from handlers.request import Origin, Scene

OTHER = "other"
"""What none of the bank's topics fits."""


class TopicKind(ArgumentKind[str]):
    """A topic's id, typed by its name."""

    field = FieldKind.MENU
    together = 6

    def evident(self, words: str) -> bool:
        """Whether these words are a topic's name."""
        return _named(words) is not None

    def parse(self, typed: str, request: Request) -> str:
        """The topic of that name."""
        found = _named(typed)
        if found is None:
            known = ", ".join((*(one.id for one in question_topics()), OTHER))
            text = N_("I don't know “{typed}” here. You can say: {known}.")
            raise Refused(Text(text, typed=typed[:60], known=known))
        return found

    def dump(self, value: str, origin: Origin) -> str:
        """The id."""
        return value

    def load(self, kept: str, request: Request) -> str:
        """The id again."""
        return self.parse(kept, request)

    def show(self, kept: str, scene: Scene) -> Choice | None:
        """The topic that is selected."""
        return next((choice for choice in self.choices(scene) if choice.value == kept), None)

    def choices(self, scene: Scene) -> tuple[Choice, ...]:
        """All of the bank, in its order, then what none of them fits."""
        ids = (*(one.id for one in question_topics()), OTHER)
        return tuple(Choice(topic_name(one, reads_spanish(scene)), one) for one in ids)


def topic_name(topic_id: str, in_spanish: bool) -> Text:
    """What a topic is called; one that the bank no longer has still has its id for a name."""
    if topic_id == OTHER:
        return Text(N_("Something else"))
    known = next((one for one in question_topics() if one.id == topic_id), None)
    if known is None:
        return verbatim(topic_id)
    return verbatim(known.es if in_spanish else known.en)


def reads_spanish(scene: Scene) -> bool:
    """Whether whoever acts reads Spanish."""
    return isinstance(scene, Request) and is_spanish(scene.member.locale)


def is_spanish(locale: str | None) -> bool:
    """Whether a platform's locale tag (es-MX) is Spanish."""
    return (locale or "").casefold().replace("_", "-").split("-")[0] == Language.SPANISH


def _named(words: str) -> str | None:
    wanted = " ".join(plain(words).replace("-", " ").replace("_", " ").split())
    if wanted in (OTHER, "something else"):
        return OTHER
    return next((one.id for one in question_topics() if wanted in _names(one)), None)


def _names(topic: Topic) -> tuple[str, ...]:
    return (topic.id.replace("-", " "), plain(topic.en), plain(topic.es))
