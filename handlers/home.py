"""A person's home page: what to do first, and their districts."""

from handlers.candidates.listing import list_candidates
from handlers.cards import Block, Button, Card, Note, Row, Rows, Style
from handlers.digests.settings import digest_settings, settings_line
from handlers.digests.to_do import going_next, to_do
from handlers.districts.card import see_district, who_works
from handlers.districts.claiming import claim_district
from handlers.districts.coverage import districts
from handlers.districts.subjects import HOME
from handlers.registry import standing_card
from handlers.request import Scene
from handlers.text import N_, Strong, Text
from storage import claims, digests

_SHOWN = 20


@standing_card(HOME)
def home_page(scene: Scene, member_id: int) -> Card:
    """What somebody sees who opens the bot's home."""
    own = claims.all_of_member(scene.db, member_id)[:_SHOWN]
    claim = Button(N_("Claim a district"), claim_district, style=Style.PRIMARY)
    see = Button(N_("All districts"), districts)
    settings = Button(N_("When my digest comes"), digest_settings)
    waiting = to_do(scene, member_id)
    body: list[Block] = []
    if waiting.rows:
        body += [Text(N_("{heading}"), heading=Strong(Text(N_("To do first")))), Rows(waiting.rows)]
    body += [*waiting.coming, *going_next(waiting)]
    is_first = not body
    if own:
        if not is_first:
            body.append(Text(N_("{heading}"), heading=Strong(Text(N_("Your districts")))))
        body.append(Rows(_districts(scene, [claim.seat_id for claim in own])))
    else:
        body.append(Text(N_("You work no district yet. Take one, and everybody sees that it has somebody.")))
    body.append(Note(settings_line(digests.of_member(scene.db, member_id))))
    first = N_("Your districts") if own else N_("Start here")
    return Card(Text(first) if is_first else None, tuple(body), (claim, see, settings))


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
