"""How parity is put into words."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from config.campaign import Topic
from handlers.outreach.parity.items import Item, Treated, Treatment
from handlers.outreach.parity.reckoning import Parity
from handlers.outreach.tactics import label
from handlers.outreach.wording import material_name
from handlers.text import N_, Listing, Text
from handlers.town_halls.topics import topic_name
from storage.candidates import Running
from storage.outreach.materials import Material

_SENTENCES = {
    Treated.GIVEN: N_("{item}: given {day}"),
    Treated.OFFERED: N_("{item}: offered {day}"),
    Treated.DECLINED: N_("{item}: they declined {day}"),
}


_OF_A_TOPIC = {
    Treated.GIVEN: N_("{item}: asked {day}"),
    Treated.OFFERED: N_("{item}: offered {day}"),
    Treated.DECLINED: N_("{item}: declined to say {day}"),
}


def item_name(item: Item, in_spanish: bool = False) -> Text:
    """An item as a list names it; a topic in the reader's language."""
    if isinstance(item, Topic):
        return Text(N_("Topic “{topic}”"), topic=topic_name(item.id, in_spanish))
    return material_name(item) if isinstance(item, Material) else label(item)


def treatment_line(treatment: Treatment, zone: ZoneInfo, in_spanish: bool = False) -> Text:
    """How a candidate stands with an item; the day of it in that zone."""
    item = item_name(treatment.item, in_spanish)
    if treatment.deed is not None:
        sentences = _OF_A_TOPIC if isinstance(treatment.item, Topic) else _SENTENCES
        day = treatment.deed.at.astimezone(zone).date()
        return Text(sentences[treatment.state], item=item, day=day)
    if treatment.older is not None:
        return Text(N_("{item}: owed, has version {version}"), item=item, version=treatment.older.version)
    if treatment.planned is not None:
        return Text(N_("{item}: owed, to be asked {day}"), item=item, day=treatment.planned)
    return Text(N_("{item}: owed"), item=item)


def owed_to(running: Running, items: Sequence[Item]) -> Text:
    """Who is owed what, in one piece: Sam Blake (Email and Welcome kit, version 2)."""
    owed = Listing(tuple(item_name(item) for item in items))
    return Text(N_("{name} ({items})"), name=running.name, items=owed)


def owed(parity: Parity) -> tuple[Running, ...]:
    """Whoever is owed something."""
    return tuple(dict.fromkeys(debt.running for debt in parity.debts))
