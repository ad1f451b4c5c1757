"""Suggesting a question for town halls: its author is told what it resembles, and of words that attack or
take sides. Nothing is blocked."""

from collections.abc import Mapping
from typing import Annotated

from handlers.arguments.by_id import ById
from handlers.arguments.plain import Words
from handlers.cards import Block, Button, Card, FieldKind, Note, Press, Refused, Reply
from handlers.questions.bank import variant_with
from handlers.questions.language import language_of
from handlers.questions.tone import warnings
from handlers.questions.words import Language, plain_words
from handlers.registry import Label, Reach, command
from handlers.request import Request
from handlers.text import N_, Text
from handlers.town_halls.coming import ComingTownHallKind
from handlers.town_halls.resembling import Resembled, resembled
from handlers.town_halls.rows import to_come
from handlers.town_halls.topics import TopicKind, reads_spanish, topic_name
from handlers.town_halls.wording import headline
from storage import members
from storage.town_halls import questions, town_halls
from storage.town_halls.questions import Question, Worded
from storage.town_halls.town_halls import TownHall

_LONGEST = 300
_WHICH = Label(N_("Town hall"), N_("Leave it empty where it fits any"))
_WORDS = Label(N_("Question"), N_("Short enough to be said in one breath"))


class QuestionKind(ById[Question]):
    """A suggested question that stands."""

    def __init__(self) -> None:
        super().__init__(questions.with_id)


@command(
    "ask-question",
    N_("Suggest a question for town halls"),
    title=N_("Suggest a question"),
    submit=N_("Suggest it"),
)
def ask_question(
    request: Request,
    *,
    event: Annotated[TownHall | None, ComingTownHallKind(), _WHICH] = None,
    topic: Annotated[str, TopicKind(), Label(N_("Topic"))],
    words: Annotated[str, Words(_LONGEST, FieldKind.PARAGRAPH), _WORDS],
) -> Reply:
    """Keep a question; whoever asks for one at a town hall may be given it."""
    told = _told(request, event, topic, words)
    suggested = questions.every(request.db)
    if any(one.author_id == request.member.id and _are_the_same(one.told, told) for one in suggested):
        raise Refused(Text(N_("You have suggested that already. See /questions.")), field="words")
    found = resembled(told.words, suggested)
    group = None if found is None else found.group
    question = questions.add(request.db, told, request.member.id, group, request.now)
    return Reply(_answer(request, question, event, found))


def _as_it_is(request: Request, kept: Mapping[str, str]) -> Mapping[str, object]:
    question = QuestionKind().load(kept["question"], request)
    _own(request, question)
    told = question.told
    event = None if told.town_hall_id is None else town_halls.with_id(request.db, told.town_hall_id)
    return {"topic": told.topic, "words": told.words, "event": event}


@command(
    "change-question",
    N_("Word a question otherwise"),
    reach=Reach.PRESSED,
    title=N_("Change a question"),
    filled=_as_it_is,
)
def change_question(
    request: Request,
    question: Annotated[Question, QuestionKind()],
    *,
    event: Annotated[TownHall | None, ComingTownHallKind(), _WHICH] = None,
    topic: Annotated[str, TopicKind(), Label(N_("Topic"))],
    words: Annotated[str, Words(_LONGEST, FieldKind.PARAGRAPH), _WORDS],
) -> Reply:
    """Word one's own question otherwise; it is compared anew."""
    _own(request, question)
    told = _told(request, event, topic, words)
    others = _without(request, question)
    found = resembled(told.words, others)
    if not questions.change(request.db, question, told, None if found is None else found.group, request.now):
        raise Refused(Text(N_("You have taken that question back. Nothing has changed.")))
    changed = questions.with_id(request.db, question.id) or question
    return Reply(_answer(request, changed, event, found))


@command("keep-question", N_("Leave a question as it is"), reach=Reach.PRESSED)
def keep_question(request: Request, question: Annotated[Question, QuestionKind()]) -> Reply:
    """Leave it as it is, beside the one that it resembles."""
    _own(request, question)
    text = N_("Kept as it is. At one event only one of you is given it. See /questions.")
    return Reply(Card(body=(Text(text),)))


@command("take-back-question", N_("Take a question back"), reach=Reach.PRESSED)
def take_back_question(request: Request, question: Annotated[Question, QuestionKind()]) -> Reply:
    """Have nobody given one's own question any more; whoever was given it keeps it."""
    _own(request, question)
    _without(request, question)
    questions.withdraw(request.db, question, request.now)
    return Reply(Card(body=(Text(N_("Taken back. Whoever has it already keeps it.")),)))


def _told(request: Request, event: TownHall | None, topic: str, words: str) -> Worded:
    if event is not None:
        to_come(request, event, field="event")
    one_line = " ".join(words.split())
    if not plain_words(one_line):
        raise Refused(Text(N_("Write the question as it is to be asked.")), field="words")
    return Worded(topic, one_line, language_of(one_line), None if event is None else event.id)


def _are_the_same(one: Worded, other: Worded) -> bool:
    return one.town_hall_id == other.town_hall_id and plain_words(one.words) == plain_words(other.words)


def _own(request: Request, question: Question) -> None:
    if question.author_id != request.member.id:
        raise Refused(Text(N_("Somebody else has suggested that. Suggest one of your own: /ask-question.")))


def _without(request: Request, question: Question) -> list[Question]:
    """The other questions. Those that asked the same as this one have another first from now on."""
    others = [one for one in questions.every(request.db) if one.id != question.id]
    followers = [one for one in others if one.same_as == question.key]
    if followers:
        first, *rest = followers
        questions.group(request.db, ((first.id, None), *((one.id, first.key) for one in rest)))
        others = [one for one in questions.every(request.db) if one.id != question.id]
    return others


def _answer(request: Request, question: Question, event: TownHall | None, found: Resembled | None) -> Card:
    told = question.told
    topic = topic_name(told.topic, reads_spanish(request))
    body: list[Block] = [
        Text(N_("“{words}”"), words=told.words),
        Note(Text(N_("Topic: {topic}"), topic=topic)),
    ]
    if event is not None:
        body.append(Note(Text(N_("For {event}"), event=headline(request, event.told))))
    doubts = warnings(told.words)
    change = Button(N_("Change it"), change_question, press=Press.ASKS, question=question)
    take_back = Button(N_("Take it back"), take_back_question, question=question)
    if found is not None:
        body.append(_resembles(request, told, found))
    body += doubts
    if found is None and not doubts:
        body.append(Text(N_("Thank you. Whoever asks me for a question may be given it. See /questions.")))
        return Card(Text(N_("Your question is in the bank")), tuple(body), (change, take_back))
    keep = Button(N_("Keep it"), keep_question, question=question)
    return Card(Text(N_("Your question is in the bank")), tuple(body), (keep, change, take_back))


def _resembles(request: Request, told: Worded, found: Resembled) -> Text:
    """What is there already; one of the campaign's in the language of the new one."""
    if found.question is None:
        known = variant_with(found.group)
        words = found.words if known is None else known.es if told.language == Language.SPANISH else known.en
        text = N_(
            "It asks much the same as one of the campaign's: “{other}” Could yours ask for something else? "
            "So more is answered."
        )
        return Text(text, other=words)
    text = N_(
        "It asks much the same as what {who} suggested: “{other}” Could yours ask for something else? "
        "So more is answered."
    )
    who = members.people(request.db, [found.question.author_id])[found.question.author_id]
    return Text(text, who=who, other=found.words)
