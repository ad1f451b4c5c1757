"""What an answer counts for: a reply of the candidate, logged once and corrected when it changes.

An official who runs again is a candidate, too. What one answered who does not run has no reply: it stands
with their seat, as what was answered at visits does.
"""

from handlers.outreach.correcting import put_right, thanks_after
from handlers.outreach.replying import end_the_chain, remember_thanks, take_back
from handlers.request import Request
from handlers.town_halls.running import is_same, race_of
from handlers.town_halls.wording import in_plain_words
from storage import candidates
from storage.outreach import replies
from storage.outreach.replies import Answer, Answered, NewReply
from storage.town_halls import outcomes
from storage.town_halls.outcomes import ASKED, Outcome
from storage.town_halls.town_halls import TownHall


def count(request: Request, event: TownHall, outcome: Outcome) -> None:
    """Have what came of an event count as it stands now, whatever it was before."""
    if outcome.result is None:
        return
    logged = _standing(request, outcome)
    if outcome.result not in ASKED or outcome.answer is None:
        if logged is not None:
            take_back(request, logged)
        return
    candidate_id = logged.candidate_id if logged is not None else _candidate(request, event)
    if candidate_id is None:
        return
    at = logged.at if logged is not None else min(event.told.meeting.ends_at, request.now)
    source = outcome.link or in_plain_words(request, event.told)
    new = NewReply(candidate_id, outcome.answer, outcome.their_words or "", source, at)
    if logged is None:
        _log(request, outcome, new)
    elif new != NewReply(candidate_id, logged.answer, logged.words, logged.source, logged.at):
        put_right(request, logged, new)
        thanks_after(request, logged, new.answer)


def _candidate(request: Request, event: TownHall) -> int | None:
    """The coalition's own row of whoever answered, where they run."""
    told = event.told
    if told.candidate_id is not None:
        return told.candidate_id
    running = next((one for one in race_of(request, told) if is_same(one, told)), None)
    return None if running is None else candidates.own_row(request.db, running, request.member, request.now)


def _standing(request: Request, outcome: Outcome) -> Answered | None:
    """The reply as which it was logged, unless that was taken back."""
    logged = replies.with_id(request.db, outcome.reply_id) if outcome.reply_id is not None else None
    return None if logged is None or logged.withdrawn_at is not None else logged


def _log(request: Request, outcome: Outcome, new: NewReply) -> None:
    """It ends the follow-ups, and a supportive one is to be thanked for, as any reply."""
    reply = replies.log(request.db, new, request.member.id, request.now)
    outcomes.logged_as(request.db, outcome, reply.id)
    end_the_chain(request, reply)
    if new.answer is Answer.SUPPORT:
        remember_thanks(request, reply, request.now)
