"""Noting that a candidate no longer runs, and that they do after all. Nothing that was logged goes."""

from typing import Annotated

from handlers.candidates.fields import RunningKind
from handlers.cards import Block, Button, Card, Note, Refused, Reply
from handlers.outreach.chains import changed, recount
from handlers.registry import Reach, command
from handlers.request import Request
from handlers.text import N_, Strong, Text
from storage import candidate_names, candidates
from storage.candidates import Running
from storage.outreach import chains
from storage.outreach.chains import Why
from storage.seats import Seat


def may_change(request: Request, running: Running) -> bool:
    """Whether this person may say who a candidate is: whoever added them, or an organiser."""
    return request.may_organise or (
        running.added_by_id is not None and running.added_by_id == request.member.id
    )


def refuse_others(request: Request, running: Running, field: str | None = None) -> None:
    """Raises Refused, about a form's field, for everybody who may not change this."""
    if may_change(request, running):
        return
    if running.listed_id is not None:
        text = N_("{name} is on the official list of candidates, so only organisers can change that.")
    else:
        text = N_("Only whoever added {name}, or an organiser, can change that.")
    raise Refused(Text(text, name=running.name), field=field)


@command("withdraw-candidate", N_("Note that a candidate no longer runs"), reach=Reach.PRESSED)
def withdraw_candidate(request: Request, candidate: Annotated[Running, RunningKind()]) -> Reply:
    """Take a candidate off the coalition's lists; what was logged stays, the follow-ups end."""
    refuse_others(request, candidate)
    withdrawn = candidates.withdraw(request.db, candidate, request.member, request.now)
    if withdrawn is None:
        raise Refused(Text(N_("{name} was taken off the list already."), name=candidate.name))
    ended = _end_the_chain(request, withdrawn)
    text = Text(
        N_("Noted, for your coalition: {name} no longer runs for {seat}."),
        name=Strong(candidate.name),
        seat=_seat(request, candidate),
    )
    body: list[Block] = [text]
    if ended:
        body.append(Text(N_("The follow-ups have stopped.")))
    body.append(Note(Text(N_("What was logged stays."))))
    back = RunningKind().parse(f"own.{withdrawn}", request)
    return Reply(Card(body=tuple(body), actions=(back_button(back),)))


@command("bring-back-candidate", N_("Note that a candidate runs after all"), reach=Reach.PRESSED)
def bring_back_candidate(request: Request, candidate: Annotated[Running, RunningKind()]) -> Reply:
    """Put a candidate back on the coalition's lists; the follow-ups that ended with them go on."""
    refuse_others(request, candidate)
    chain = chains.latest_of(request.db, [candidate.candidate_id or 0]).get(candidate.candidate_id or 0)
    if not candidates.bring_back(request.db, candidate, request.member, request.now):
        raise Refused(Text(N_("{name} is on the list already."), name=candidate.name))
    goes_on = chain is not None and chain.closed_at == candidate.withdrawn_at
    if chain is not None and goes_on:
        chains.reopen(request.db, chain)
        recount(request, chain.id)
    text = Text(
        N_("{name} is on the list for {seat} again."),
        name=Strong(candidate.name),
        seat=_seat(request, candidate),
    )
    more = (Text(N_("The follow-ups go on as before.")),) if goes_on else ()
    return Reply(Card(body=(text, *more)))


def withdraw_button(running: Running) -> Button:
    """The button of somebody who runs."""
    return Button(N_("No longer runs"), withdraw_candidate, candidate=running)


def back_button(running: Running) -> Button:
    """The button of somebody who was taken off the list."""
    return Button(N_("Runs after all"), bring_back_candidate, candidate=running)


def _end_the_chain(request: Request, candidate_id: int) -> bool:
    chain = chains.open_of(request.db, candidate_id)
    if chain is None:
        return False
    if not chains.close(request.db, chain, Why.NO_LONGER_RUNS, request.member.id, request.now):
        return False
    changed(request, chain)
    return True


def _seat(request: Request, running: Running) -> Seat:
    return request.districts.catalogue[candidate_names.race_of(request.db, running).seat_id]
