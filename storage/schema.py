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
    tasks,
    watches,
)
from storage.outreach import chains, contacts, materials, replies
from storage.tenancy import Owned, Table
from storage.town_halls import goers, sources, town_halls
from storage.visits import attendance, debriefs, parts, points, requests, stories, visits

__all__ = ["MODULES", "Owned", "Table"]

MODULES = (
    attendance,
    calendar_feeds,
    candidates,
    chains,
    claims,
    coalitions,
    contacts,
    debriefs,
    digests,
    goers,
    history,
    inbox,
    lead_offers,
    materials,
    members,
    officials,
    organizations,
    outbox,
    pacing,
    parts,
    points,
    posted_cards,
    races,
    reference,
    replies,
    requests,
    roles,
    seats,
    sources,
    stories,
    targets,
    tasks,
    town_halls,
    visits,
    watches,
)
