"""Every table, by importing the modules that define them."""

from storage import (
    calendar_feeds,
    candidates,
    claims,
    coalitions,
    digests,
    history,
    inbox,
    lead_offers,
    members,
    officials,
    organizations,
    outbox,
    pacing,
    posted_cards,
    races,
    reference,
    roles,
    seats,
    targets,
)
from storage.outreach import chains, contacts, materials, replies
from storage.tenancy import Owned, Table

__all__ = ["MODULES", "Owned", "Table"]

MODULES = (
    calendar_feeds,
    candidates,
    chains,
    claims,
    coalitions,
    contacts,
    digests,
    history,
    inbox,
    lead_offers,
    materials,
    members,
    officials,
    organizations,
    outbox,
    pacing,
    posted_cards,
    races,
    reference,
    replies,
    roles,
    seats,
    targets,
)
