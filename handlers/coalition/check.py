"""/coalition check: whether the bot has all that it needs.

What is looked at depends on the platform and takes a while, so it is the bot's part: the command writes
a row to the outbox, and whoever works that row has the checks run and puts their findings on the card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.cards import Card, Reply, Row, Rows, reply
from handlers.registry import Permission, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, NP_, Text
from storage import members
from storage.members import Role

CHECK = "coalition-check"
"""The outbox's kind for looking at everything, and telling one admin what was found."""


class Verdict(StrEnum):
    """What a check came to."""

    GOOD = "good"
    FAULT = "fault"
    UNKNOWN = "unknown"
    """It could not be looked at from here; no fault by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and how a fault is mended."""

    verdict: Verdict
    what: Text
    mend: Text | None = None


MARKS = {Verdict.GOOD: "✓", Verdict.FAULT: "✗", Verdict.UNKNOWN: "–"}


@command("coalition check", N_("See whether the bot has all that it needs"), permission=Permission.ADMIN)
def check(request: Request) -> Reply:
    """Have everything looked at; the findings follow by direct message."""
    member = request.member.id
    request.tell(member, CHECK, member, f"{CHECK}:{member}:{request.now.isoformat()}")
    return reply(
        Text(
            N_(
                "I look at the database, the connection and the channels now. "
                "In a moment you get the answer as a direct message."
            )
        )
    )


@reminder(CHECK)
def check_report(due: DueRequest, member_id: int) -> Card | Dropped:
    """The card before anything was looked at; not for somebody who is no admin any more."""
    member = members.with_id(due.db, member_id)
    if member is None or not member.may_act_as(Role.ADMIN):
        return Dropped("they are no admin any more")
    return findings_card(())


def findings_card(findings: Sequence[Finding]) -> Card:
    """All findings, with how many of them are faults."""
    faults = sum(finding.verdict is Verdict.FAULT for finding in findings)
    title = (
        Text(NP_("{n} thing to mend", "{n} things to mend"), n=faults)
        if faults
        else Text(N_("Nothing needs mending"))
    )
    return Card(title, (Rows(tuple(Row(_line(finding)) for finding in findings)),))


def _line(finding: Finding) -> Text:
    mark = MARKS[finding.verdict]
    if finding.mend is None:
        return Text(N_("{mark} {finding}"), mark=mark, finding=finding.what)
    return Text(N_("{mark} {finding}\n{mend}"), mark=mark, finding=finding.what, mend=finding.mend)
