"""The questions that members have suggested, in their groups, topic by topic."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from config.campaign import question_topics
from handlers.cards import Block, Button, Card, Note, Press, Reply, Row, Rows, Style
from handlers.questions.bank import variant_with
from handlers.registry import Effect, Label, command
from handlers.request import Request
from handlers.text import N_, NP_, Message, Strong, Text, Value
from handlers.town_halls.suggesting import ask_question, change_question, take_back_question
from handlers.town_halls.topics import OTHER, TopicKind, reads_spanish, topic_name
from handlers.town_halls.wording import short
from storage import members
from storage.members import Person
from storage.town_halls import questions, town_halls
from storage.town_halls.questions import Question
from storage.town_halls.town_halls import TownHall

_PAGE = 8
_SHOWN = 4
"""How many of a group are shown before the rest is counted."""


@command("questions", N_("See the questions that were suggested for town halls"), effect=Effect.READS)
def list_questions(
    request: Request,
    topic: Annotated[str | None, TopicKind(), Label(N_("Topic"))] = None,
    page: int = 1,
) -> Reply:
    """Show the questions in their groups to the person who asks."""
    groups = _groups(questions.every(request.db), topic)
    pages = max(1, -(-len(groups) // _PAGE))
    page = min(max(page, 1), pages)
    body = _body(request, groups[(page - 1) * _PAGE : page * _PAGE])
    if pages > 1:
        body.append(Note(Text(N_("Page {page} of {pages}"), page=page, pages=pages)))
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    suggest = Button(N_("Suggest a question"), ask_question, style=Style.PRIMARY, press=Press.ASKS)
    actions = (*(Button(words, list_questions, topic=topic, page=number) for words, number in turns), suggest)
    return Reply(Card(Text(N_("Questions for town halls")), tuple(body), actions))


def _groups(suggested: Sequence[Question], topic: str | None) -> list[list[Question]]:
    """Those that ask the same, together: in the order of the bank's topics, the oldest group first."""
    together: dict[str, list[Question]] = {}
    for one in suggested:
        together.setdefault(one.group, []).append(one)
    order = {known.id: number for number, known in enumerate(question_topics())} | {OTHER: 1_000}
    groups = [one for one in together.values() if topic in (None, one[0].told.topic)]
    return sorted(groups, key=lambda one: order.get(one[0].told.topic, 999))


def _body(request: Request, groups: Sequence[Sequence[Question]]) -> list[Block]:
    if not groups:
        return [
            Text(N_("Nobody has suggested a question here yet. The campaign's own are handed out first."))
        ]
    every = [one for group in groups for one in group]
    people = members.people(request.db, sorted({one.author_id for one in every}))
    named = {one.told.town_hall_id for one in every if one.told.town_hall_id is not None}
    events = {one.id: one for one in town_halls.of_ids(request.db, named)}
    by_topic: dict[str, list[Row]] = {}
    for group in groups:
        by_topic.setdefault(group[0].told.topic, []).append(_row(request, group, people, events))
    body: list[Block] = []
    for topic, rows in by_topic.items():
        body += [
            Text(N_("{topic}"), topic=Strong(topic_name(topic, reads_spanish(request)))),
            Rows(tuple(rows)),
        ]
    return body


def _row(
    request: Request,
    group: Sequence[Question],
    people: Mapping[int, Person],
    events: Mapping[int, TownHall],
) -> Row:
    lines = [_line(request, one, people, events) for one in group[:_SHOWN]]
    variant = variant_with(group[0].same_as or "")
    if variant is not None:
        words = variant.es if reads_spanish(request) else variant.en
        lines.insert(0, Text(N_("“{words}” of the campaign"), words=words))
    above = lines[0]
    for line in lines[1:]:
        above = Text(N_("{above}\n• much the same: {line}"), above=above, line=line)
    if len(group) > _SHOWN:
        more = NP_("{above}\nand {n} more like it", "{above}\nand {n} more like it")
        above = Text(more, above=above, n=len(group) - _SHOWN)
    own = next((one for one in group if one.author_id == request.member.id), None)
    return Row(above, () if own is None else _of_author(own))


def _of_author(own: Question) -> tuple[Button, ...]:
    return (
        Button(N_("Change it"), change_question, press=Press.ASKS, question=own),
        Button(N_("Take it back"), take_back_question, question=own),
    )


def _line(
    request: Request, one: Question, people: Mapping[int, Person], events: Mapping[int, TownHall]
) -> Text:
    values: dict[str, Value] = {"words": one.told.words, "who": people[one.author_id]}
    sentence: Message = N_("“{words}” {who}")
    event = events.get(one.told.town_hall_id or 0)
    if event is not None:
        sentence = N_("“{words}” {who}, for {event}")
        values["event"] = short(request, event.told)
    return Text(sentence, **values)
