"""How parity is put into words."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.outreach.parity.reckoning import Item, Parity, Treated, Treatment
from handlers.outreach.tactics import label
from handlers.outreach.wording import material_name
from handlers.text import N_, Listing, Text
from storage.candidates import Running
from storage.outreach.materials import Material

_SENTENCES = {
    Treated.GIVEN: N_("{item}: given {day}"),
    Treated.OFFERED: N_("{item}: offered {day}"),
    Treated.DECLINED: N_("{item}: they declined {day}"),
}


def item_name(item: Item) -> Text:
    """An item as a list names it."""
    return material_name(item) if isinstance(item, Material) else label(item)


def treatment_line(treatment: Treatment, zone: ZoneInfo) -> Text:
    """How a candidate stands with an item; the day of it in that zone."""
    item = item_name(treatment.item)
    if treatment.contact is not None:
        day = treatment.contact.at.astimezone(zone).date()
        return Text(_SENTENCES[treatment.state], item=item, day=day)
    if treatment.older is not None:
        return Text(N_("{item}: owed, has version {version}"), item=item, version=treatment.older.version)
    return Text(N_("{item}: owed"), item=item)


def owed_to(running: Running, items: Sequence[Item]) -> Text:
    """Who is owed what, in one piece: Sam Blake (Email and Welcome kit, version 2)."""
    owed = Listing(tuple(item_name(item) for item in items))
    return Text(N_("{name} ({items})"), name=running.name, items=owed)


def owed(parity: Parity) -> tuple[Running, ...]:
    """Whoever is owed something."""
    return tuple(dict.fromkeys(debt.running for debt in parity.debts))
