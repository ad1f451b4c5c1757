"""Every area of the bot: adding one here is all that it takes to have its commands everywhere."""

from functools import lru_cache
from types import ModuleType

from handlers import home, organizations
from handlers.candidates import adding, listing, withdrawing
from handlers.coalition import check, lost_channel, lost_person, people, publishing, setup
from handlers.digests import channel, personal, settings
from handlers.districts import card, claiming, coverage, introductions, leading, leaving
from handlers.outreach import (
    changed_by_others,
    contacting,
    correcting,
    following,
    materials,
    other_days,
    replying,
    running_out,
    seeing,
    still_on_it,
)
from handlers.outreach.parity import matrix, why
from handlers.registry import Registry
from handlers.town_halls import adding as adding_town_halls
from handlers.town_halls import asking as asking_at_town_halls
from handlers.town_halls import card as town_hall_card
from handlers.town_halls import correcting as correcting_town_halls
from handlers.town_halls import going, index_cards, questions, reviewing, suggesting, telling, watching
from handlers.town_halls import listing as town_hall_list
from handlers.town_halls.afterwards import again as asking_again
from handlers.town_halls.afterwards import card as outcome_card
from handlers.town_halls.afterwards import noting as noting_outcomes
from handlers.town_halls.afterwards import sharing
from handlers.town_halls.lists import subscribing
from handlers.town_halls.lists import telling as telling_of_lists
from handlers.visits import (
    absence,
    arranging,
    assigning,
    calendar,
    changing,
    coming,
    nearby,
    outsiders,
    preparing,
    reminders,
    requesting,
    stories,
    taking,
    tasks,
    thanks,
)
from handlers.visits import card as visit_card
from handlers.visits import listing as visit_list
from handlers.visits.debrief import answering, noting
from handlers.visits.debrief import card as debrief_card

AREAS: tuple[ModuleType, ...] = (
    claiming, leaving, coverage, card, leading, introductions,
    setup, people, publishing, check, lost_channel, lost_person, organizations,
    listing, adding, withdrawing, contacting, replying, correcting, seeing, following, running_out,
    still_on_it,
    changed_by_others,
    other_days, materials, matrix, why,
    arranging, visit_list, assigning, visit_card, taking, coming, changing, nearby, preparing, requesting,
    absence, reminders, calendar, debrief_card, answering, noting, tasks, thanks, stories, outsiders,
    adding_town_halls, town_hall_list, town_hall_card, reviewing, correcting_town_halls, going, telling,
    watching, subscribing, telling_of_lists,
    suggesting, questions, asking_at_town_halls, index_cards,
    outcome_card, noting_outcomes, asking_again, sharing,
    settings, personal, channel, home,
)  # fmt: skip


@lru_cache(maxsize=1)
def all_areas() -> Registry:
    """The registry of all commands, reminders and standing cards: always the same one, since it never
    changes."""
    return Registry(AREAS)
