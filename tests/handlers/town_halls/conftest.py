"""A campaign whose calendar is read: what the tests of lists begin with."""

import pytest

from tests.handlers.town_halls.calendars import LINK, Calendar
from tests.handlers.visits.arranged import ready
from tests.workspace import CORA, Workspace


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    campaign = ready(on_sqlite)
    campaign.type("/claim-district PA-07", CORA)
    return campaign


@pytest.fixture
def calendar(campaign: Workspace) -> Calendar:
    campaign.type(f"/town-hall subscribe {LINK}")
    return Calendar(campaign)
