"""The channel's digest at half past eight: what is covered, new, silent, unequal, and how long is left."""

from datetime import timedelta

import pytest

from bot.sandbox.faults import FaultKind
from bot.sandbox.model import Channel, ChannelKind
from storage.outbox import SendState
from tests.arranged_once import Arranged
from tests.bot.workers import pass_time, rows
from tests.handlers.digests.test_personal import start
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
from tests.workspace import ANA, BEN, CAMPAIGN, Json, Workspace, field_of


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    """It is Monday, ten o'clock in New York; announcements go to #campaign."""
    return arranged(_campaign)


def _campaign(workspace: Workspace) -> None:
    workspace.set_up()
    to_monday(workspace)


def digests(workspace: Workspace) -> list[Json]:
    return [message for message in workspace.posted(CAMPAIGN) if message["text"].startswith("Today, ")]


def next_morning(workspace: Workspace) -> str:
    now = workspace.runtime.clock.now().astimezone(NEW_YORK)
    go_to(workspace, days_later(now, 1, hour=8) + timedelta(minutes=30))
    return digests(workspace)[-1]["text"]


def test_a_quiet_day_says_so(campaign: Workspace) -> None:
    text = next_morning(campaign)
    assert "0 seats have somebody, 0 with a lead." in text
    assert "Nothing new since yesterday." in text


def test_it_tells_what_is_new_since_yesterday_and_not_again(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07")
    campaign.type("/claim-district PA-08", BEN)
    add_candidate(campaign, JANE)
    log_reply(campaign, words="I stand with them.\nAlways have.", name=JANE)
    text = next_morning(campaign)
    assert "2 seats have somebody, 2 with a lead." in text
    assert "2 new claims: PA-07 (ana) and PA-08 (ben)." in text
    assert "1 new answer" in text
    assert "Jane Doe (PA-07): Stated support. “I stand with them.”" in text
    assert "Always have" not in text
    assert "Nothing new since yesterday." in next_morning(campaign)


def test_what_was_taken_back_is_not_new(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07")
    campaign.type("/release-district PA-07")
    add_candidate(campaign, JANE)
    view = log_reply(campaign, name=JANE).view
    campaign.press_in_view("Take it back", view)
    assert "Nothing new since yesterday." in next_morning(campaign)


def test_silent_and_unequal_races(campaign: Workspace) -> None:
    for code, names in (("PA-07", (JANE, SAM)), ("PA-08", ("Lee Castillo",))):
        campaign.type(f"/claim-district {code}")
        for name in names:
            add_candidate(campaign, name, code)
    assert "2 races were not contacted yet: PA-07 and PA-08." in next_morning(campaign)
    log(campaign, "email", JANE)
    text = next_morning(campaign)
    assert "1 race was not contacted yet: PA-08." in text
    assert "1 race is unequal: PA-07 (Sam Blake)." in text


def test_it_counts_down_to_the_deadline(campaign: Workspace) -> None:
    monday = start(campaign)
    deadline = (monday + timedelta(days=3)).date()
    form = campaign.type("/coalition setup").view
    campaign.submit(form, Deadline=deadline.isoformat())
    assert "2 days to the campaign's deadline, " in next_morning(campaign)
    assert "1 day to the campaign's deadline, " in next_morning(campaign)
    assert "The campaign's deadline is today." in next_morning(campaign)
    assert "deadline" not in next_morning(campaign)


@pytest.mark.parametrize("typed", ["yesterday", "2019-01-01", "soon", "2117-01-01"])
def test_a_deadline_that_cannot_be(campaign: Workspace, typed: str) -> None:
    form = campaign.type("/coalition setup").view
    acted = campaign.submit(form, Deadline=typed)
    assert acted.view["id"] == form["id"]
    again = campaign.type("/coalition setup").view
    assert "initial_value" not in field_of(again, "Deadline")["element"]


def test_it_comes_once_a_day_in_the_coalitions_zone(campaign: Workspace) -> None:
    monday = start(campaign)
    before = len(digests(campaign))
    go_to(campaign, days_later(monday, 1, hour=8) + timedelta(minutes=25))
    assert len(digests(campaign)) == before
    go_to(campaign, days_later(monday, 1, hour=8) + timedelta(minutes=30))
    go_to(campaign, days_later(monday, 1, hour=18))
    assert len(digests(campaign)) == before + 1


class TestWhatItCovers:
    """Each piece of news is in one digest, whatever happens to digests."""

    def half_past_eight(self, workspace: Workspace, days: int) -> None:
        now = workspace.runtime.clock.now().astimezone(NEW_YORK)
        go_to(workspace, days_later(now, days, hour=8) + timedelta(minutes=30))

    def news(self, workspace: Workspace) -> str:
        return "\n".join(message["text"] for message in digests(workspace))

    def test_after_days_away_nothing_is_lost(self, campaign: Workspace) -> None:
        monday = start(campaign)
        campaign.type("/claim-district PA-07")
        add_candidate(campaign, JANE)
        log_reply(campaign, words="I stand with them.", name=JANE)
        go_to(campaign, days_later(monday, 3, hour=22))  # too late for the digest of that day
        before = len(digests(campaign))
        text = next_morning(campaign)
        assert len(digests(campaign)) == before + 1
        assert f"What is new since Mon {monday.day} {monday:%b}:" in text
        assert "1 new claim: PA-07 (ana)." in text
        assert "I stand with them." in text
        assert "Nothing new since yesterday." in next_morning(campaign)

    def test_after_quiet_days_away_it_says_since_when(self, campaign: Workspace) -> None:
        monday = start(campaign)
        go_to(campaign, days_later(monday, 3, hour=22))
        assert f"Nothing new since Mon {monday.day} {monday:%b}." in next_morning(campaign)

    def test_what_comes_while_it_is_late_is_in_the_next_one(self, campaign: Workspace) -> None:
        """Slack does not take it at once; meanwhile Ben takes a district."""
        campaign.type("/claim-district PA-07")
        campaign.settle()
        campaign.sandbox.faults.fail("chat.postMessage", FaultKind.DROPPED)
        before = len(digests(campaign))
        self.half_past_eight(campaign, 1)
        assert len(digests(campaign)) == before
        campaign.advance(minutes=40)
        campaign.type("/claim-district PA-08", BEN)
        pass_time(campaign)
        campaign.settle()
        assert "1 new claim: PA-07 (ana)." in digests(campaign)[-1]["text"]
        assert "1 new claim: PA-08 (ben)." in next_morning(campaign)
        assert "Nothing new since yesterday." in next_morning(campaign)

    def test_where_it_could_not_be_said_the_next_one_says_it(self, campaign: Workspace) -> None:
        campaign.type("/claim-district PA-07")
        for _ in range(2):
            campaign.settle()
            campaign.sandbox.faults.refuse("chat.postMessage", "not_in_channel")
            self.half_past_eight(campaign, 1)
            campaign.sandbox.faults.clear()
        assert [row.state for row in rows(campaign, "channel-digest")][-2:] == [SendState.FAILED] * 2
        assert "1 new claim: PA-07 (ana)." in next_morning(campaign)
        assert self.news(campaign).count("PA-07 (ana)") == 1

    @pytest.mark.parametrize("kind", [FaultKind.DROPPED, FaultKind.DROPPED_AFTER])
    def test_the_next_one_waits_until_it_is_known_what_became_of_the_last(
        self, campaign: Workspace, kind: FaultKind
    ) -> None:
        """The first got no answer, and it may or may not hang there when the second is due."""
        campaign.type("/claim-district PA-07")
        campaign.settle()
        campaign.sandbox.faults.fail("chat.postMessage", kind)
        self.half_past_eight(campaign, 1)
        campaign.type("/claim-district PA-08", BEN)
        for _ in range(3):
            self.half_past_eight(campaign, 1)
            campaign.advance(minutes=2)
            pass_time(campaign)
            campaign.settle()
            campaign.advance(minutes=2)
            campaign.settle()
        assert self.news(campaign).count("PA-07 (ana)") == 1
        assert self.news(campaign).count("PA-08 (ben)") == 1

    def test_in_another_channel_it_goes_on_where_the_last_ended(self, campaign: Workspace) -> None:
        campaign.type("/claim-district PA-07")
        assert "PA-07 (ana)" in next_morning(campaign)
        campaign.type("/claim-district PA-08", BEN)
        other = Channel(id="C0OTHER", name="other", kind=ChannelKind.PUBLIC)
        campaign.sandbox.add_channel(other, members=(ANA, "U0BOT"))
        form = campaign.type("/coalition setup").view
        campaign.submit(form, Announcement_channel="C0OTHER")
        now = campaign.runtime.clock.now().astimezone(NEW_YORK)
        go_to(campaign, days_later(now, 1, hour=8) + timedelta(minutes=30))
        (told,) = [one["text"] for one in campaign.posted("C0OTHER") if one["text"].startswith("Today, ")]
        assert "1 new claim: PA-08 (ben)." in told


def test_without_a_channel_there_is_none(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA, None)
    to_monday(on_sqlite)
    go_to(on_sqlite, days_later(start(on_sqlite), 1, hour=9))
    assert digests(on_sqlite) == []
