"""A person's home page: what to do first, and their districts."""

from handlers.candidates.listing import list_candidates
from handlers.cards import Block, Button, Card, Row, Rows, Style
from handlers.districts.card import see_district, who_works
from handlers.districts.claiming import claim_district
from handlers.districts.coverage import districts
from handlers.districts.subjects import HOME
from handlers.outreach.cadence import State
from handlers.outreach.chains import followed, is_over
from handlers.outreach.following import followed_up
from handlers.outreach.replying import log_reply, say_thanks
from handlers.registry import standing_card
from handlers.request import Scene
from handlers.text import N_, Strong, Text
from storage import candidates, claims
from storage.outreach import chains, replies

_SHOWN = 20
_TO_DO = 10
"""How many things to do are named."""


@standing_card(HOME)
def home_page(scene: Scene, member_id: int) -> Card:
    """What somebody sees who opens the bot's home."""
    own = claims.all_of_member(scene.db, member_id)[:_SHOWN]
    claim = Button(N_("Claim a district"), claim_district, style=Style.PRIMARY)
    see = Button(N_("All districts"), districts)
    to_do = [*_follow_ups(scene, member_id), *_thanks(scene, member_id)][:_TO_DO]
    body: list[Block] = []
    if to_do:
        body += [Text(N_("{heading}"), heading=Strong(Text(N_("To do first")))), Rows(tuple(to_do))]
    if own:
        if to_do:
            body.append(Text(N_("{heading}"), heading=Strong(Text(N_("Your districts")))))
        body.append(Rows(_districts(scene, [claim.seat_id for claim in own])))
        return Card(None if to_do else Text(N_("Your districts")), tuple(body), (claim, see))
    body.append(Text(N_("You work no district yet. Take one, and everybody sees that it has somebody.")))
    return Card(Text(N_("Start here")), tuple(body), (claim, see))


def _districts(scene: Scene, seat_ids: list[int]) -> tuple[Row, ...]:
    people = claims.working(scene.db, seat_ids)
    return tuple(
        Row(
            Text(
                N_("{code} {name}\n{people}"),
                code=Strong(seat.code),
                name=seat.name,
                people=who_works(people[seat.id]),
            ),
            (
                Button(N_("See it"), see_district, district=seat),
                Button(N_("Candidates"), list_candidates, district=seat),
            ),
        )
        for seat in (scene.districts.catalogue[seat_id] for seat_id in seat_ids)
    )


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
