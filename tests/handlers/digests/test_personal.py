"""A person's digest: what it says, when it comes, and when it does not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.outbox import OutboxRow
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    SAM,
    add_candidate,
    days_later,
    go_to,
    log,
    log_reply,
    to_monday,
)
from tests.handlers.seeing import answer, newest
from tests.workspace import ANA, BEN, Json, Workspace, labels


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    """Ana, in New York, leads PA-07, for which Jane Doe and Sam Blake run. It is Monday, ten o'clock."""
    return arranged(_campaign)


def _campaign(workspace: Workspace) -> None:
    workspace.set_up()
    to_monday(workspace)
    workspace.type("/claim-district PA-07")
    add_candidate(workspace, JANE)
    add_candidate(workspace, SAM)


def at_half_past_eight(workspace: Workspace, monday: datetime, days: int) -> None:
    go_to(workspace, days_later(monday, days, hour=8) + timedelta(minutes=30))


def start(workspace: Workspace) -> datetime:
    return workspace.runtime.clock.now().astimezone(NEW_YORK)


def digests(workspace: Workspace, user: str = ANA) -> list[Json]:
    return [message for message in workspace.direct(user) if message["text"].startswith("Today, ")]


def rows(workspace: Workspace) -> list[Any]:
    statement = select(OutboxRow).where(OutboxRow.kind.startswith("digest")).order_by(OutboxRow.id)
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(statement))


def test_where_nothing_waits_no_digest_comes(campaign: Workspace) -> None:
    at_half_past_eight(campaign, start(campaign), 1)
    assert digests(campaign) == []
    assert rows(campaign) == []


def test_it_names_what_is_unequal_and_what_comes_up(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    at_half_past_eight(campaign, monday, 1)
    (told,) = digests(campaign)
    tuesday = monday + timedelta(days=1)
    lines = told["text"].splitlines()
    assert lines[0] == f"Today, {tuesday:%a} {tuesday.day} {tuesday:%b}"
    assert lines[1] == "1 race is unequal: PA-07 (Sam Blake)."
    assert lines[2].startswith("1 follow-up is coming up: Jane Doe (PA-07) ")
    assert labels(told) == ["Open my list", "Not at this hour"]


def test_it_comes_once_a_day_and_only_to_whom_it_is_for(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    at_half_past_eight(campaign, monday, 1)
    go_to(campaign, days_later(monday, 1, hour=20))
    assert len(digests(campaign)) == 1
    assert digests(campaign, BEN) == []
    at_half_past_eight(campaign, monday, 2)
    assert len(digests(campaign)) == 2


def test_what_gets_its_own_message_that_morning_is_left_out(campaign: Workspace) -> None:
    """On Thursday, day 3, the nudge comes at nine: the digest does not say it before."""
    monday = start(campaign)
    log(campaign, "email", JANE)
    log(campaign, "email", SAM)
    at_half_past_eight(campaign, monday, 2)
    assert "coming up: Jane Doe" in digests(campaign)[-1]["text"]
    before = len(digests(campaign))
    at_half_past_eight(campaign, monday, 3)
    assert len(digests(campaign)) == before


def test_a_reminder_that_will_not_come_hides_nothing(campaign: Workspace) -> None:
    """Asked twice on a Sunday, Jane was followed up once: what would come on Wednesday does not."""
    monday = start(campaign)
    go_to(campaign, days_later(monday, 6, hour=12))
    log(campaign, "email", JANE)
    log(campaign, "phone", JANE)
    at_half_past_eight(campaign, monday, 9)
    assert "1 follow-up is coming up: Jane Doe (PA-07) Mon " in digests(campaign)[-1]["text"]
    before = len(campaign.direct(ANA))
    go_to(campaign, days_later(monday, 9, hour=12))
    assert len(campaign.direct(ANA)) == before


def test_after_an_outage_it_leaves_out_what_comes_late_that_morning(campaign: Workspace) -> None:
    """The nudge and the thank-you were due on Thursday; on Friday the bot is back."""
    monday = start(campaign)
    log(campaign, "email", JANE)
    log(campaign, "email", SAM)
    log_reply(campaign, name=SAM)
    go_to(campaign, days_later(monday, 4, hour=9) + timedelta(minutes=20))
    mine = [message["text"] for message in campaign.direct(ANA)]
    assert sum("Follow up with Jane Doe" in text for text in mine) == 1
    assert sum("Thank Sam Blake" in text for text in mine) == 1
    assert "overdue" not in "".join(mine)
    assert "owed" not in "".join(text for text in mine if text.startswith("Today, "))


def test_what_is_late_and_waits_for_monday_is_said_on_saturday(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    go_to(campaign, days_later(monday, 5, hour=9))
    assert "1 follow-up is overdue: Jane Doe (PA-07)." in digests(campaign)[-1]["text"]


def test_what_was_not_logged_is_overdue_the_day_after(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    log(campaign, "email", SAM)
    go_to(campaign, days_later(monday, 3))
    at_half_past_eight(campaign, monday, 4)
    assert (
        "2 follow-ups are overdue: Jane Doe (PA-07) and Sam Blake (PA-07)." in digests(campaign)[-1]["text"]
    )


def test_a_thank_you_is_owed_from_the_second_day_on(campaign: Workspace) -> None:
    monday = start(campaign)
    for name in (JANE, SAM):
        log(campaign, "email", name)
        log_reply(campaign, name=name)
    at_half_past_eight(campaign, monday, 1)
    assert digests(campaign) == []
    go_to(campaign, days_later(monday, 1))
    at_half_past_eight(campaign, monday, 2)
    assert "2 thank-yous owed: Jane Doe and Sam Blake." in digests(campaign)[-1]["text"]


def test_its_button_opens_the_list_with_what_to_press(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    at_half_past_eight(campaign, monday, 4)
    (told,) = digests(campaign)[-1:]
    campaign.press("Open my list", told)
    listed = newest(campaign, "To do first", ANA, told["channel"])
    assert "Follow up with Jane Doe (PA-07), follow-up 1 of 3." in listed["text"]
    assert "PA-07: Sam Blake is owed the same as the others." in listed["text"]
    assert labels(listed) == ["I followed up", "They replied", "See what"]


def test_what_was_done_meanwhile_is_not_said(campaign: Workspace) -> None:
    """The digest waits in the outbox over a weekend's quiet hours, say; it is drawn when it is said."""
    monday = start(campaign)
    log(campaign, "email", JANE)
    campaign.type("/digest 22:30")
    go_to(campaign, days_later(monday, 0, hour=22))
    log(campaign, "email", SAM)
    go_to(campaign, days_later(monday, 0, hour=22) + timedelta(minutes=30))
    assert "unequal" not in digests(campaign)[-1]["text"]


def test_after_a_morning_away_it_still_comes_but_not_after_a_day(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    go_to(campaign, days_later(monday, 1, hour=12))
    assert len(digests(campaign)) == 1
    go_to(campaign, days_later(monday, 2, hour=20) + timedelta(minutes=45))
    assert len(digests(campaign)) == 1


def test_of_several_days_away_only_the_last_digest_comes(campaign: Workspace) -> None:
    monday = start(campaign)
    log(campaign, "email", JANE)
    go_to(campaign, days_later(monday, 5, hour=9))
    assert len(digests(campaign)) == 1


def test_each_gets_it_in_their_own_zone(campaign: Workspace) -> None:
    """Ben is in Chicago: his half past eight is an hour later."""
    monday = start(campaign)
    campaign.type("/claim-district PA-07", BEN)
    log(campaign, "email", JANE)
    at_half_past_eight(campaign, monday, 1)
    assert (len(digests(campaign)), len(digests(campaign, BEN))) == (1, 0)
    go_to(campaign, days_later(monday, 1, hour=9) + timedelta(minutes=30))
    assert (len(digests(campaign)), len(digests(campaign, BEN))) == (1, 1)


def test_see_it_now(campaign: Workspace) -> None:
    assert "Nothing waits for you." in answer(campaign.type("/digest now"))["text"]
    log(campaign, "email", JANE)
    told = answer(campaign.type("/digest now"))
    assert told["ephemeral"]
    assert "PA-07: Sam Blake is owed the same as the others." in told["text"]
    assert "1 follow-up is coming up: Jane Doe" in told["text"]
