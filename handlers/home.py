"""A person's home page: their districts, and what to do first."""

from handlers.cards import Button, Card, Row, Rows, Style
from handlers.districts.card import see_district, who_works
from handlers.districts.claiming import claim_district
from handlers.districts.coverage import districts
from handlers.districts.subjects import HOME
from handlers.registry import standing_card
from handlers.request import Scene
from handlers.text import N_, Strong, Text
from storage import claims

_SHOWN = 20


@standing_card(HOME)
def home_page(scene: Scene, member_id: int) -> Card:
    """What somebody sees who opens the bot's home."""
    own = claims.all_of_member(scene.db, member_id)[:_SHOWN]
    people = claims.working(scene.db, [claim.seat_id for claim in own])
    claim = Button(N_("Claim a district"), claim_district, style=Style.PRIMARY)
    see = Button(N_("All districts"), districts)
    if not own:
        text = Text(N_("You work no district yet. Take one, and everybody sees that it has somebody."))
        return Card(Text(N_("Start here")), (text,), (claim, see))
    rows = tuple(
        Row(
            Text(
                N_("{code} {name}\n{people}"),
                code=Strong(seat.code),
                name=seat.name,
                people=who_works(people[seat.id]),
            ),
            Button(N_("See it"), see_district, district=seat),
        )
        for seat in (scene.districts.catalogue[claim.seat_id] for claim in own)
    )
    return Card(Text(N_("Your districts")), (Rows(rows),), (claim, see))
