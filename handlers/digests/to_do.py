"""What waits for a person, each with its buttons: on the home page, and as the list that a digest opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Block, Button, Card, Note, Row, Rows
from handlers.digests.gathering import Digest, gather
from handlers.digests.wording import coming_lines
from handlers.outreach.cadence import State
from handlers.outreach.chains import followed, is_over, zone_of
from handlers.outreach.following import followed_up
from handlers.outreach.parity.matrix import parity
from handlers.outreach.parity.wording import owed
from handlers.outreach.replying import log_reply, say_thanks
from handlers.request import Scene
from handlers.text import N_, NP_, Listing, Strong, Text
from storage import candidates, members
from storage.outreach import chains, replies

_MOST = 10
"""How many things to do are named."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody should do first, each with its buttons; and what comes up, a line each."""

    rows: tuple[Row, ...]
    coming: Sequence[Text]


def to_do(scene: Scene, member_id: int) -> ToDo:
    """What waits for somebody: follow-ups, thank-yous, races that are unequal; and what comes up."""
    zone = zone_of(scene, members.with_id(scene.db, member_id))
    digest = gather(scene, {member_id: zone})[member_id]
    rows = [*_follow_ups(scene, member_id), *_thanks(scene, member_id), *_unequal(scene, digest)]
    return ToDo(tuple(rows[:_MOST]), coming_lines(scene, digest))


def to_do_card(scene: Scene, member_id: int) -> Card:
    """What waits for somebody, with what comes up."""
    found = to_do(scene, member_id)
    body: list[Block] = [Rows(found.rows)] if found.rows else [Text(N_("Nothing waits for you."))]
    body += [Note(line) for line in found.coming]
    return Card(Text(N_("To do first")), tuple(body))


def _follow_ups(scene: Scene, member_id: int) -> list[Row]:
    """The follow-ups that are due, the longest waiting first."""
    known = [followed(scene, chain) for chain in chains.of_member(scene.db, member_id)]
    return [
        Row(
            Text(
                N_("Follow up with {name} ({seat}), follow-up {n} of {all}."),
                name=Strong(one.running.name),
                seat=scene.districts.catalogue[one.race.seat_id],
                n=one.progress.due,
                all=one.progress.all,
            ),
            (
                Button(N_("I followed up"), followed_up, chain=one.chain),
                Button(N_("They replied"), log_reply, candidate=one.running),
            ),
        )
        for one in known
        if one is not None and one.progress.state is State.DUE and not is_over(scene, one.race)
    ]


def _thanks(scene: Scene, member_id: int) -> list[Row]:
    """The supportive answers that a person logged and nobody has said thank you for."""
    rows: list[Row] = []
    for reply in replies.unthanked_of(scene.db, member_id):
        running = candidates.added(scene.db, reply.candidate_id)
        if running is not None:
            text = Text(N_("Thank {name} for their answer."), name=Strong(running.name))
            rows.append(Row(text, (Button(N_("I said thank you"), say_thanks, reply=reply),)))
    return rows


def _unequal(scene: Scene, digest: Digest) -> list[Row]:
    """The races in a person's seats in which somebody is owed something."""
    rows: list[Row] = []
    for one in digest.unequal:
        seat = scene.districts.catalogue[one.race.seat_id]
        behind = owed(one)
        text = Text(
            NP_(
                "{seat}: {who} is owed the same as the others.",
                "{seat}: {who} are owed the same as the others.",
            ),
            n=len(behind),
            seat=Strong(seat),
            who=Listing(tuple(running.name for running in behind)),
        )
        rows.append(Row(text, (Button(N_("See what"), parity, district=seat),)))
    return rows
