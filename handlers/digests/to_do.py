"""What waits for a person, each with its buttons: on the home page, and as the list that a digest opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.cards import Block, Button, Card, Note, Row, Rows
from handlers.digests import agenda
from handlers.digests.agenda import Agenda
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
from handlers.town_halls.listing import see_town_hall
from handlers.town_halls.wording import headline as event_line
from handlers.visits.debrief.card import open_debrief
from handlers.visits.listing import see_visit
from handlers.visits.rows import label
from handlers.visits.rows import with_id as role_with_id
from handlers.visits.tasks import rows_of
from handlers.visits.thanks import thanked
from handlers.visits.wording import headline, whom
from storage import candidates, members, tasks
from storage.outreach import chains, replies
from storage.town_halls import town_halls
from storage.visits import visits
from storage.visits.visits import Visit

_MOST = 10
"""How many things to do are named."""

_NEXT, _AHEAD = 5, timedelta(days=30)
"""How many visits and town halls are named, and how far ahead they may be."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody should do first and where they go next, each with its buttons; and what comes up, a line
    each."""

    rows: tuple[Row, ...]
    going: tuple[Row, ...]
    coming: Sequence[Text]


def to_do(scene: Scene, member_id: int) -> ToDo:
    """What waits for somebody: follow-ups, thank-yous, debriefs, tasks, races that are unequal; where they
    go, and what comes up."""
    zone = zone_of(scene, members.with_id(scene.db, member_id))
    digest = gather(scene, {member_id: zone})[member_id]
    own = agenda.whole(scene, member_id, zone, _AHEAD)
    known = {one.id: one for one in visits.of_ids(scene.db, (*own.visits, *own.debriefs, *own.thanks))}
    rows = [*_follow_ups(scene, member_id), *_thanks(scene, member_id), *_promised(scene, own, known)]
    rows += _unequal(scene, digest)
    return ToDo(tuple(rows[:_MOST]), _going(scene, own, known), coming_lines(scene, digest))


def to_do_card(scene: Scene, member_id: int) -> Card:
    """What waits for somebody, with what comes up."""
    found = to_do(scene, member_id)
    body: list[Block] = [Rows(found.rows)] if found.rows else [Text(N_("Nothing waits for you."))]
    body += going_next(found)
    body += [Note(line) for line in found.coming]
    return Card(Text(N_("To do first")), tuple(body))


def going_next(found: ToDo) -> list[Block]:
    """The visits and town halls that somebody goes to, under a heading of their own; nothing where there are
    none."""
    if not found.going:
        return []
    return [Text(N_("{heading}"), heading=Strong(Text(N_("Where you go next")))), Rows(found.going)]


def _promised(scene: Scene, own: Agenda, known: Mapping[int, Visit]) -> list[Row]:
    """The debriefs and thank-yous that wait for somebody, and the tasks that are due."""
    text = N_("Say what came of the visit with {whom}.")
    debriefs = [
        Row(
            Text(text, whom=Strong(whom(scene, known[visit_id]))),
            (Button(N_("Debrief"), open_debrief, visit=known[visit_id]),),
        )
        for visit_id in own.debriefs
    ]
    text = N_("Thank {whom} for the visit.")
    thank = [
        Row(
            Text(text, whom=Strong(whom(scene, known[visit_id]))),
            (Button(N_("I thanked them"), thanked, visit=known[visit_id]),),
        )
        for visit_id in own.thanks
    ]
    return [*debriefs, *thank, *rows_of(scene, tasks.of_ids(scene.db, own.tasks))]


def _going(scene: Scene, own: Agenda, known: Mapping[int, Visit]) -> tuple[Row, ...]:
    """Where somebody goes, the soonest first."""
    rows = [
        (known[visit_id].meeting.starts_at, _visit(scene, known[visit_id], roles))
        for visit_id, roles in own.visits.items()
    ]
    for event in town_halls.of_ids(scene.db, own.town_halls):
        see = Button(N_("See it"), see_town_hall, event=event)
        rows.append((event.told.meeting.starts_at, Row(event_line(scene, event.told), (see,))))
    return tuple(row for _, row in sorted(rows, key=lambda one: one[0])[:_NEXT])


def _visit(scene: Scene, visit: Visit, roles: Sequence[str]) -> Row:
    line = headline(scene, visit)
    if roles:
        own = Listing(tuple(label(role_with_id(role)) for role in roles))
        line = Text(N_("{visit}\nYou have {roles}."), visit=line, roles=own)
    return Row(line, (Button(N_("See it"), see_visit, visit=visit),))


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
