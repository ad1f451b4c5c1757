"""Logging what a candidate answered, word for word; taking that back; and saying thank you."""

from datetime import datetime
from typing import Annotated

from config.campaign import cadence
from handlers.arguments.candidate import CandidateKind
from handlers.arguments.plain import OneOf, Words
from handlers.arguments.when import WhenKind
from handlers.candidates.fields import WhereFrom, shown_source
from handlers.cards import About, Button, Card, FieldKind, Note, Press, Refused, Reply, Style
from handlers.districts.subjects import HOME
from handlers.outreach.authors import tell_author
from handlers.outreach.cadence import morning
from handlers.outreach.chains import changed, recount, zone_of
from handlers.outreach.rows import ReplyKind
from handlers.outreach.subjects import ANSWERED, REPLY_CHANGED, THANKS
from handlers.outreach.wording import ANSWERS, answer_line, days_ago, person
from handlers.registry import FromMessage, Label, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Strong, Text
from handlers.timing import Company, Quiet, Weekends
from handlers.visits.arranging import new_visit
from storage import candidate_names, candidates, members, outbox, posted_cards
from storage.candidates import Running
from storage.history import Deed
from storage.outreach import chains, replies
from storage.outreach.chains import Why
from storage.outreach.replies import Answer, Answered, NewReply
from storage.posted_cards import Shown
from storage.whom import Whom

_LONGEST_ANSWER = 3000


@command(
    "log-reply",
    N_("Note what a candidate answered, in their words"),
    title=N_("Log a reply"),
    submit=N_("Log"),
    from_message=FromMessage(N_("Log as a reply"), words="words", at="when", link="source"),
)
def log_reply(
    request: Request,
    candidate: Annotated[Running, CandidateKind(), Label(N_("Candidate"), N_("A name, or a part of it"))],
    answer: Annotated[Answer, OneOf(Answer, ANSWERS), Label(N_("Answer"))],
    words: Annotated[
        str,
        Words(_LONGEST_ANSWER, FieldKind.PARAGRAPH),
        Label(N_("Their words"), N_("Exactly as they wrote or said it")),
    ] = "",
    source: Annotated[str, WhereFrom(), Label(N_("Source"), N_("A link, or where it was said"))] = "",
    when: Annotated[
        datetime | None, WhenKind(), Label(N_("When"), N_("Like “yesterday 3pm”; leave empty for now"))
    ] = None,
) -> Reply:
    """Keep an answer as it was given. It ends the follow-ups; a supportive one is to be thanked for."""
    candidate_id = candidates.own_row(request.db, candidate, request.member, request.now)
    new = NewReply(candidate_id, answer, words, source, when or request.now)
    reply = replies.log(request.db, new, request.member.id, request.now)
    ended = end_the_chain(request, reply)
    thanks_at = remember_thanks(request, reply, request.now) if answer is Answer.SUPPORT else None
    seat = request.districts.catalogue[candidate_names.race_of(request.db, candidate).seat_id]
    who = Text(N_("{name} ({seat})"), name=Strong(candidate.name), seat=seat)
    body = [Text(N_("Logged. {answer}"), answer=answer_line(reply, who))]
    if source:
        body.append(Text(N_("Source: {source}"), source=shown_source(source)))
    if ended:
        body.append(Text(N_("The follow-ups have stopped.")))
    if thanks_at is not None:
        body.append(Text(N_("I'll remind you to say thank you {at}."), at=thanks_at))
    take_back = Button(N_("Take it back"), withdraw_reply, reply=reply)
    if answer is not Answer.MEETING:
        return Reply(Card(body=tuple(body), actions=(take_back,)))
    whom = Whom(candidate.name, seat.id, running=candidate)
    arrange = Button(N_("Arrange the visit"), new_visit, press=Press.ASKS, whom=whom)
    return Reply(Card(body=tuple(body), actions=(arrange, take_back)))


def end_the_chain(request: Request, reply: Answered) -> bool:
    """Stop the follow-ups of whoever has answered, and tell whoever did them; whether there were any."""
    chain = chains.open_of(request.db, reply.candidate_id)
    if chain is None or not chains.close(request.db, chain, Why.REPLIED, request.member.id, request.now):
        return False
    changed(request, chain)
    if chain.member_id != request.member.id:
        request.tell(chain.member_id, ANSWERED, reply.id, f"{ANSWERED}:{reply.id}:{chain.member_id}")
    return True


def remember_thanks(request: Request, reply: Answered, since: datetime) -> datetime:
    """Write the reminders of whoever logged a supportive answer down; answers when the first comes."""
    times = _thanks_at(request, reply, since)
    for number, at in enumerate(times, 1):
        key = f"{THANKS}:{reply.id}:{number}:{since.isoformat()}"
        request.tell_at(reply.by_member_id, THANKS, reply.id, key, at)
    return times[0]


def no_thanks_due(request: Request, reply: Answered) -> None:
    """An answer is not supportive after all: nobody is reminded to say thank you."""
    outbox.call_off(request.db, THANKS, reply.id, "it is no supportive answer", request.now)


def _thanks_at(scene: Scene, reply: Answered, since: datetime) -> list[datetime]:
    """When whoever logged an answer is reminded to say thank you."""
    zone = zone_of(scene, members.with_id(scene.db, reply.by_member_id))
    return [morning(since, days, zone) for days in cadence().thanks]


def _since(key: str, reply: Answered) -> datetime:
    """The moment from which the reminder of that key was counted; without one, when the reply was logged."""
    try:
        return datetime.fromisoformat(key.split(":", 3)[3])
    except (IndexError, ValueError):
        return reply.logged_at


def _number_of(key: str) -> int:
    """Which of these reminders has that key."""
    return int(key.split(":")[2])


@command("withdraw-reply", N_("Take a logged reply back"), reach=Reach.PRESSED)
def withdraw_reply(request: Request, reply: Annotated[Answered, ReplyKind()]) -> Reply:
    """Mark a reply as logged by mistake: the follow-ups go on. It stays in the history."""
    if reply.by_member_id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only whoever logged it, or an organiser, can take it back.")))
    goes_on = take_back(request, reply)
    if goes_on is None:
        raise Refused(Text(N_("That was taken back already.")))
    body = (
        Text(N_("Taken back. The follow-ups go on as before.") if goes_on else N_("Taken back.")),
        Note(Text(N_("It stays in the history. Log it again with /log-reply."))),
    )
    return Reply(Card(body=body))


def take_back(request: Request, reply: Answered) -> bool | None:
    """Mark a reply as one that was not given; whether follow-ups go on by that. None: it was before."""
    if not replies.withdraw(request.db, reply, request.member.id, request.now):
        return None
    goes_on = _goes_on(request, reply)
    tell_author(request, REPLY_CHANGED, reply.id, reply.by_member_id, Deed.WITHDRAWN)
    posted_cards.touch(request.db, Shown(THANKS, reply.id))
    return goes_on


def _goes_on(request: Request, reply: Answered) -> bool:
    """Reopen the chain that this reply ended, unless another reply stands or its requests do not."""
    if replies.of_candidates(request.db, [reply.candidate_id])[reply.candidate_id]:
        return False
    chain = chains.latest_of(request.db, [reply.candidate_id]).get(reply.candidate_id)
    if chain is None or chain.why is not Why.REPLIED:
        return False
    chains.reopen(request.db, chain)
    recount(request, chain.id)
    return chains.open_of(request.db, reply.candidate_id) is not None


@reminder(ANSWERED)
def answered(due: DueRequest, reply_id: int) -> Card | Dropped:
    """Tell whoever followed up that somebody else has the answer."""
    reply = replies.with_id(due.db, reply_id)
    running = candidates.added(due.db, reply.candidate_id) if reply else None
    if reply is None or reply.withdrawn_at is not None or running is None:
        return Dropped("the reply was taken back")
    text = Text(
        N_("{who} logged an answer. You need not follow up any more.\n{answer}"),
        who=person(due, reply.by_member_id),
        answer=answer_line(reply, Strong(running.name)),
    )
    return Card(body=(text,))


@reminder(THANKS, quiet=Quiet.LATER, weekends=Weekends.LATER, company=Company.WITH_OTHERS)
def thanks_due(due: DueRequest, reply_id: int) -> Card | Dropped:
    """Remind whoever logged a supportive answer to say thank you, until that is done."""
    reply = replies.with_id(due.db, reply_id)
    if reply is None or reply.withdrawn_at is not None:
        return Dropped("the reply was taken back")
    if reply.thanked_at is not None:
        return Dropped("they were thanked")
    if not replies.is_to_be_thanked(due.db, reply):
        return Dropped("a newer answer is to be thanked for" if _supports(reply) else "it supports nothing")
    if _number_of(due.key) < sum(at <= due.now for at in _thanks_at(due, reply, _since(due.key, reply))):
        return Dropped("a later reminder is due")
    return thanks_card(due, reply_id) or Dropped("the candidate is gone")


def _supports(reply: Answered) -> bool:
    return reply.answer is Answer.SUPPORT


@standing_card(THANKS)
def thanks_card(scene: Scene, reply_id: int) -> Card | None:
    """A supportive answer and whether it was thanked for."""
    reply = replies.with_id(scene.db, reply_id)
    running = candidates.added(scene.db, reply.candidate_id) if reply else None
    if reply is None or running is None:
        return None
    about = About(THANKS, reply_id)
    name = Strong(running.name)
    if reply.withdrawn_at is not None:
        return Card(body=(Text(N_("The reply of {name} was taken back."), name=name),), about=about)
    if reply.thanked_at is not None:
        return Card(body=(Text(N_("{name} was thanked. Well done."), name=name),), about=about)
    if not _supports(reply):
        text = Text(N_("The reply of {name} was corrected. There is nothing to thank for."), name=name)
        return Card(body=(text,), about=about)
    text = Text(
        N_("{name} stated support {ago}. A short thank-you keeps the door open: repeat what you ask for."),
        name=name,
        ago=days_ago(reply.at, scene),
    )
    done = Button(N_("I said thank you"), say_thanks, style=Style.PRIMARY, reply=reply)
    return Card(Text(N_("Thank {name}"), name=running.name), (text,), (done,), about)


@command("say-thanks", N_("Note that a candidate was thanked"), reach=Reach.PRESSED)
def say_thanks(request: Request, reply: Annotated[Answered, ReplyKind()]) -> Reply:
    """Note that somebody said thank you, for all that a candidate answered: nobody is reminded any more."""
    settle_thanks(request, reply.candidate_id)
    return Reply(About(THANKS, reply.id))


def settle_thanks(request: Request, candidate_id: int) -> None:
    """A candidate (the coalition's own row) was thanked for all that they answered."""
    for one in replies.of_candidates(request.db, [candidate_id])[candidate_id]:
        replies.thank(request.db, one, request.now)
        posted_cards.touch(request.db, Shown(THANKS, one.id), Shown(HOME, one.by_member_id))
