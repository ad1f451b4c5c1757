"""Every table, by importing the modules that define them."""

from storage import (
    candidates,
    claims,
    coalitions,
    inbox,
    lead_offers,
    members,
    officials,
    organizations,
    outbox,
    posted_cards,
    races,
    reference,
    seats,
    targets,
)
from storage.tenancy import Owned, Table

__all__ = ["MODULES", "Owned", "Table"]

MODULES = (
    candidates,
    claims,
    coalitions,
    inbox,
    lead_offers,
    members,
    officials,
    organizations,
    outbox,
    posted_cards,
    races,
    reference,
    seats,
    targets,
)
