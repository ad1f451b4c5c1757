"""The names under which districts' cards and offers are kept, and the words for a part."""

from handlers.text import N_, Message
from storage.claims import Part

DISTRICT = "district"
"""The standing card of a seat (row: the seat)."""

HOME = "home"
"""The home page of a person (row: the member)."""

LEAD_OFFER = "lead-offer"
"""The standing card of an offered lead (row: the offer)."""

LEAD_OFFER_LAPSES = "lead-offer-lapses"
"""Nobody answered an offered lead for days (row: the offer)."""

PARTS: dict[Part, Message] = {
    Part.LEAD: N_("Lead, if nobody does yet"),
    Part.SUPPORT: N_("Support"),
}
