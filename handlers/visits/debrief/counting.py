"""What an answer counts for beside the debrief: a candidate's reply, and a task to ask again.

Both are made once. A later change corrects the reply, and ends or begins the task.
"""

from datetime import timedelta

from handlers.districts.subjects import HOME
from handlers.outreach.correcting import put_right
from handlers.outreach.replying import end_the_chain, take_back
from handlers.request import Request
from handlers.visits.delegation import delegation
from handlers.visits.subjects import TASK
from handlers.visits.tasks import give
from storage import posted_cards, tasks
from storage.outreach import replies
from storage.outreach.replies import Answer, NewReply
from storage.posted_cards import Shown
from storage.tasks import NewTask, Task, TaskKind
from storage.visits import points
from storage.visits.points import Point, Stance
from storage.visits.visits import Visit

_AGAIN = timedelta(days=7)
"""When an answer that was none is asked for again."""

_AS_REPLY = {Stance.YES: Answer.SUPPORT, Stance.NO: Answer.OPPOSED, Stance.UNDECIDED: Answer.UNDECIDED}


def count(request: Request, visit: Visit, ask: Point) -> None:
    """Have an answer count as it stands now, whatever it was before."""
    if ask.stance is None:
        return
    _ask_again_or_not(request, visit, ask)
    if visit.candidate_id is not None:
        _reply(request, visit, visit.candidate_id, ask, _AS_REPLY.get(ask.stance))


def _reply(request: Request, visit: Visit, candidate_id: int, ask: Point, answer: Answer | None) -> None:
    """A candidate's answer counts as a reply: it ends the follow-ups, and parity sees it."""
    logged = replies.with_id(request.db, ask.reply_id) if ask.reply_id is not None else None
    if logged is not None and logged.withdrawn_at is None:
        if answer is None:
            take_back(request, logged)
            return
        words = ask.their_words or logged.words
        put_right(request, logged, NewReply(candidate_id, answer, words, logged.source, logged.at))
    elif answer is not None:
        at = min(visit.meeting.ends_at, request.now)
        new = NewReply(candidate_id, answer, ask.their_words or "", ask.words, at)
        reply = replies.log(request.db, new, request.member.id, request.now)
        points.logged_as(request.db, ask, reply.id)
        end_the_chain(request, reply)


def _ask_again_or_not(request: Request, visit: Visit, ask: Point) -> None:
    """An undecided answer is to be asked for again; one that is clear by now is not."""
    waiting = [one for one in tasks.of_visit(request.db, visit.id) if _is_to_ask_again(one, ask)]
    if ask.stance is not Stance.UNDECIDED:
        for task in waiting:
            tasks.finish(request.db, task, request.member.id, request.now)
            posted_cards.touch(request.db, Shown(TASK, task.id), Shown(HOME, task.owner_id))
    elif not waiting:
        parts = delegation(request, visit).parts
        asker = next((part.member_id for part in parts if part.role == "ask"), visit.made_by_id)
        day = (request.now + _AGAIN).astimezone(visit.meeting.zone).date()
        give(request, NewTask(asker, ask.words, day, visit.id, TaskKind.ASK_AGAIN))


def _is_to_ask_again(task: Task, ask: Point) -> bool:
    return task.kind is TaskKind.ASK_AGAIN and task.words == ask.words and task.done_at is None
