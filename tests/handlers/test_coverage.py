"""What is covered: counts by seat and by organisation, then the districts with their people, in pages."""

from collections.abc import Generator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from storage.files.targets import import_targets
from tests.bot.timed import silence
from tests.handlers.arranging import fill
from tests.handlers.seeing import answer, markup, newest, now, shows, words_of
from tests.handlers.stored import everything
from tests.statements import statements_of
from tests.storage.files.made_up_tables import write_text
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, controls, label, labels


def look(workspace: Workspace, words: str = "", user: str = ANA) -> Json:
    """What `/districts` answers, to the person alone."""
    told = answer(workspace.type(f"/districts {words}".strip(), user))
    assert told["ephemeral"]
    return told


def rows(message: Json) -> dict[str, str]:
    """The districts on a page by their codes, each with the label of its button."""
    found: dict[str, str] = {}
    for words, below in pairwise(message["blocks"]):
        if words["type"] == "rich_text" and below["type"] == "actions":
            found[words["elements"][0]["elements"][0]["text"]] = label(below["elements"][0])
    return found


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    """Two organisations and four people on four districts, one of them without a lead."""
    for words, user in (
        ("/coalition organization Temple", ANA),
        ("/coalition organization Lehigh", BEN),
        ("/claim-district PA-07", ANA),
        ("/claim-district PA-07", BEN),
        ("/claim-district PA-08", ANA),
        ("/claim-district PA-SEN-1", CORA),
        ("/claim-district WA Senate 32 support", BEN),
    ):
        on_sqlite.type(words, user)
    on_sqlite.settle()
    return on_sqlite


class TestEverything:
    """/districts alone: the counts, then all that somebody works."""

    def test_counts_are_by_seat_and_by_organisation(self, campaign: Workspace) -> None:
        assert look(campaign)["text"].startswith(
            "Districts\n"
            "House: 2 of 441 seats covered, 2 with a lead.\n"
            "Senate: 1 of 100 seats covered, 1 with a lead.\n"
            "1 seat outside Congress covered.\n"
            "Lehigh: 2 seats, leads 0\n"
            "Temple: 2 seats, leads 2\n"
            "No organisation yet: 1 seat, leads 1\n"
        )

    def test_then_come_the_districts_with_their_people(self, campaign: Workspace) -> None:
        told = look(campaign)
        assert (
            "PA-07 Pennsylvania 7th\n<@U0ANA> leads, for Temple.\nSupporting: <@U0BEN> (Lehigh)."
            in told["text"]
        )
        assert rows(told) == dict.fromkeys(("PA-07", "PA-08", "PA-SEN-1", "WA Senate 32"), "See it")
        assert labels(told)[-1] == "See it"

    def test_a_districts_button_shows_it_beside_the_list(self, campaign: Workspace) -> None:
        told = look(campaign)
        campaign.press("See it", told, ANA)
        assert newest(campaign, "<@U0ANA> (Temple) leads, since", ANA)["ephemeral"]
        assert now(campaign, told) == told

    def test_released_and_other_coalitions_claims_do_not_count(self, campaign: Workspace) -> None:
        campaign.type("/release-district PA-SEN-1", CORA)
        assert "Senate: 0 of 100 seats covered, 0 with a lead." in look(campaign)["text"]

    def test_before_the_first_claim(self, workspace: Workspace) -> None:
        before = everything(workspace)
        told = look(workspace)
        assert "House: 0 of 441 seats covered, 0 with a lead." in told["text"]
        assert told["text"].endswith("Nobody has claimed a district yet. /claim-district takes the first.")
        assert everything(workspace) == before


class TestMine:
    """/districts mine: one's own, longest first."""

    def test_one_sees_only_ones_own(self, campaign: Workspace) -> None:
        assert look(campaign, "mine", BEN)["text"].startswith("Your districts\nPA-07 ")
        assert list(rows(look(campaign, "mine", BEN))) == ["PA-07", "WA Senate 32"]
        assert list(rows(look(campaign, "mine", ANA))) == ["PA-07", "PA-08"]

    def test_who_works_none_is_told_how_to_take_one(self, campaign: Workspace) -> None:
        assert look(campaign, "mine", DEE)["text"].endswith(
            "You work no district yet. /claim-district takes one."
        )


class TestOpen:
    """/districts open: the seats of Congress that nobody works, each with a button."""

    def test_they_are_counted_and_listed(self, campaign: Workspace) -> None:
        told = look(campaign, "open")
        assert told["text"].startswith("Open districts\n538 of 541 seats in Congress have nobody yet.\n")
        assert list(rows(told).values()) == ["Claim it"] * 8
        assert "Page 1 of 68" in told["text"]

    def test_its_button_claims_for_all_to_see(self, campaign: Workspace) -> None:
        told = look(campaign, "open", DEE)
        (first, *_) = rows(told)
        campaign.press("Claim it", told, DEE)
        assert "<@U0DEE> leads" in newest(campaign, f"{first} · ", ANA)["text"]
        assert first not in rows(look(campaign, "open", DEE))


class TestAState:
    """/districts PA: its seats in Congress and whatever else somebody works there."""

    def test_counts_and_seats_are_the_states_own(self, campaign: Workspace) -> None:
        told = look(campaign, "PA")
        assert told["text"].startswith(
            "Districts in Pennsylvania\n"
            "House: 2 of 17 seats covered, 2 with a lead.\n"
            "Senate: 1 of 2 seats covered, 1 with a lead.\n"
            "Temple: 2 seats, leads 2\n"
            "Lehigh: 1 seat, leads 0\n"
        )
        assert rows(told)["PA-07"] == "See it"
        assert rows(told)["PA-01"] == "Claim it"

    @pytest.mark.parametrize("words", ["Pennsylvania", "penn", "pa."])
    def test_however_it_is_written(self, campaign: Workspace, words: str) -> None:
        assert look(campaign, words)["text"].startswith("Districts in Pennsylvania\n")

    def test_state_legislative_districts_are_listed_where_somebody_works_them(
        self, campaign: Workspace
    ) -> None:
        told = look(campaign, "WA")
        assert "1 seat outside Congress covered." in told["text"]
        campaign.press("Next page", told, ANA)
        assert "WA Senate 32" in rows(shows(campaign, told, "Page 2 of 2"))

    def test_a_single_seat_shows_its_card(self, campaign: Workspace) -> None:
        told = look(campaign, "PA-07")
        assert told["text"].startswith("PA-07 · Pennsylvania 7th\n<@U0ANA> leads")
        assert labels(told) == ["I'll support", "See the district"]
        assert look(campaign, "Guam")["text"].startswith("GU-AL · ")

    def test_what_is_unclear_is_asked_and_the_buttons_work(self, campaign: Workspace) -> None:
        told = look(campaign, "PA-07 or 08")
        assert labels(told) == ["PA-07", "PA-08"]
        campaign.press("PA-08", told, ANA)
        shows(campaign, told, "PA-08 · Pennsylvania 8th\n<@U0ANA> leads")
        for words in ("SD-12", "WA-32", "qwertz uiop", "<!channel>", "x" * 3000):
            assert "Something went wrong" not in look(campaign, words)["text"]


class TestPages:
    """Lists come in pages whose buttons redraw the list in place."""

    def test_forth_and_back(self, campaign: Workspace) -> None:
        first = look(campaign, "PA")
        assert "Page 1 of 3" in first["text"]
        assert [one for one in labels(first) if "page" in one] == ["Next page"]
        campaign.press("Next page", first, ANA)
        second = shows(campaign, first, "Page 2 of 3")
        assert [one for one in labels(second) if "page" in one] == ["Previous page", "Next page"]
        assert "seats covered" not in second["text"]
        campaign.press("Next page", second, ANA)
        third = shows(campaign, first, "Page 3 of 3")
        assert [one for one in labels(third) if "page" in one] == ["Previous page"]
        seen = [*rows(first), *rows(second), *rows(third)]
        assert seen == [*(f"PA-{number:02}" for number in range(1, 18)), "PA-SEN-1", "PA-SEN-3"]
        campaign.press("Previous page", third, ANA)
        shows(campaign, first, "Page 2 of 3")

    def test_a_page_that_is_no_more_shows_the_last(self, campaign: Workspace) -> None:
        told = look(campaign, "mine", ANA)
        assert "Page" not in told["text"]
        for number in range(1, 10):
            campaign.type(f"/claim-district NJ-{number:02}", DEE)
        first = look(campaign, "mine", DEE)
        campaign.type("/release-district NJ-09", DEE)
        campaign.press("Next page", first, DEE)
        campaign.eventually(lambda: "Next page" not in labels(now(campaign, first, DEE) or first))
        assert list(rows(now(campaign, first, DEE) or first))[-1] == "NJ-08"

    @pytest.mark.parametrize("state", ["IN", "OR", "ME", "OH", "CA", "AL", "LA", "MA", "VA", "WA"])
    def test_of_states_whose_codes_are_words_too(self, campaign: Workspace, state: str) -> None:
        told = look(campaign, state)
        assert told["text"].startswith("Districts in ")
        assert all(control["action_id"] for control in controls(told))


class TestALargeCoalition:
    """441 seats and 10,000 claims take as many queries as one claim, and fit into Slack's limits."""

    def test_queries_stay_the_same(self, workspace: Workspace) -> None:
        silence(workspace)
        workspace.type("/claim-district PA-07", ANA)
        workspace.settle()
        few = {words: queries(workspace, words) for words in ("", "open", "PA", "mine")}
        workspace.type("/release-district PA-07", ANA)
        workspace.settle()
        fill(workspace, claims=10_000, people=500, organizations=12)
        workspace.type("/claim-district PA-07 support", ANA)
        workspace.settle()
        assert {words: queries(workspace, words) for words in few} == few
        assert max(few.values()) <= 8

    def test_the_answer_comes_in_time_and_within_the_limits(self, workspace: Workspace) -> None:
        fill(workspace, claims=10_000, people=500, organizations=12)
        acted = workspace.type("/districts")
        assert acted.raw["elapsed_ms"] < 2500
        told = answer(acted)
        assert len(told["text"]) < 40_000
        assert "House: 441 of 441 seats covered, 441 with a lead." in told["text"]
        assert "and 4 more organisations" in told["text"]
        assert "Page 1 of 56" in told["text"]
        assert "and 19 more." in told["text"] or "and 20 more." in told["text"]
        assert "This is shortened" not in words_of(told)
        workspace.press("Next page", told, ANA)
        shows(workspace, told, "Page 2 of 56")
        assert workspace.sandbox.refusals == []

    def test_all_of_congress_taken_leaves_nothing_open(self, on_sqlite: Workspace) -> None:
        fill(on_sqlite, claims=441, people=10, organizations=1)
        told = look(on_sqlite, "open")
        assert "100 of 541 seats in Congress have nobody yet." in told["text"]


_BESIDE = ("outbox", "posted_cards", "reference", "BEGIN", "lead_offers")
"""Statements of the worker and of the look at whether there was an import, which come when they come."""


def queries(workspace: Workspace, words: str) -> int:
    """How many statements the answer to `/districts …` took."""
    with counted(workspace) as statements:
        look(workspace, words)
    return len(statements)


@contextmanager
def counted(workspace: Workspace) -> Generator[list[str]]:
    statements: list[str] = []
    with statements_of(workspace.database) as all_of_them:
        yield statements
    statements += [one for one in all_of_them if not any(word in one for word in _BESIDE)]


class TestPriority:
    """/districts priority: the coalition's own list of targets, the first priority first."""

    def test_without_a_list_it_says_so(self, campaign: Workspace) -> None:
        told = look(campaign, "priority")["text"]
        assert told.startswith("Priority districts\nThere is no list of priority districts yet.")

    def test_it_shows_the_list_with_who_works_them_and_what_is_open(
        self, campaign: Workspace, tmp_path: Path
    ) -> None:
        file = write_text(
            tmp_path / "targets.csv",
            "State,District,Priority,Why",
            "PA,7,2,<!channel> *close*",
            "WA,8,1,",
            "AK,AL,,",
        )
        import_targets(campaign.database, campaign.coalition_id, file, lambda done, all: None)
        told = look(campaign, "priority")
        assert told["text"].startswith(
            "Priority districts\n3 priority districts: 1 covered, 1 with a lead.\n"
        )
        assert list(rows(told).items()) == [("WA-08", "Claim it"), ("PA-07", "See it"), ("AK-AL", "Claim it")]
        assert "PA-07 Pennsylvania 7th, priority 2\n&lt;!channel&gt;" in told["text"]
        assert not any("<!channel>" in words for words in markup(told))

    def test_it_has_pages(self, campaign: Workspace, tmp_path: Path) -> None:
        listed = (f"TX,{number}," for number in range(1, 13))
        file = write_text(tmp_path / "targets.csv", "State,District,Priority", *listed)
        import_targets(campaign.database, campaign.coalition_id, file, lambda done, all: None)
        first = look(campaign, "priority")
        campaign.press("Next page", first)
        second = shows(campaign, first, "Page 2 of 2")
        assert set(rows(second)) == {"TX-09", "TX-10", "TX-11", "TX-12"}
