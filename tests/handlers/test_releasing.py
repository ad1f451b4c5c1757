"""Giving a district back: the past claim stays as history, and whoever leads is asked for next."""

from storage.claims import Part
from tests.handlers.seeing import answer, newest, now, shows, with_words
from tests.handlers.stored import Held, claims_on, everything, working_on
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, Workspace, controls, labels


def test_who_works_one_district_need_not_name_it(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", BEN)
    told = answer(workspace.type("/release-district", BEN))
    assert told["ephemeral"]
    assert told["text"].startswith("You no longer lead PA-07. Nobody else works it now.")
    assert claims_on(workspace, "PA-07") == [Held(BEN, Part.LEAD, BEN, released_by=BEN)]


def test_a_supporter_is_thanked(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.type("/claim-district PA-07", BEN)
    told = answer(on_sqlite.type("/release-district PA-07", BEN))
    assert told["text"].startswith("You no longer support PA-07. Thank you for what you did there.")
    assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD)]


def test_it_can_be_undone(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07 support", BEN)
    told = answer(on_sqlite.type("/release-district", BEN))
    on_sqlite.press("Claim it again", told, BEN)
    assert "Supporting: <@U0BEN>." in newest(on_sqlite, "PA-07 · ", CORA)["text"]
    assert claims_on(on_sqlite, "PA-07") == [
        Held(BEN, Part.SUPPORT, BEN, released_by=BEN),
        Held(BEN, Part.SUPPORT, BEN),
    ]


def test_posted_cards_show_it(on_sqlite: Workspace) -> None:
    on_sqlite.set_up(ANA)
    on_sqlite.type("/claim-district PA-07", BEN, "C0GENERAL")
    (card,) = [one for one in on_sqlite.posted(CAMPAIGN) if "PA-07" in one["text"]]
    on_sqlite.type("/release-district", BEN)
    redrawn = shows(on_sqlite, card, "Nobody works this district yet.")
    assert labels(redrawn) == ["Claim it", "I'll support", "See the district"]


def test_the_past_claim_stays_and_the_district_can_be_claimed_anew(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", ANA)
    workspace.type("/release-district PA-07", ANA)
    workspace.type("/claim-district PA-07", BEN)
    workspace.type("/claim-district PA-07", ANA)
    assert claims_on(workspace, "PA-07") == [
        Held(ANA, Part.LEAD, ANA, released_by=ANA),
        Held(BEN, Part.LEAD, BEN),
        Held(ANA, Part.SUPPORT, ANA),
    ]


class TestWhichOne:
    """Nothing is released until it is clear what is meant; asking stores nothing."""

    def test_who_works_none(self, workspace: Workspace) -> None:
        before = everything(workspace)
        for words in ("", "PA-07"):
            told = answer(workspace.type(f"/release-district {words}".strip(), BEN))
            assert told["ephemeral"]
            assert told["text"] == "You work no district at the moment. /claim-district takes one."
        assert everything(workspace) == before

    def test_of_several_one_is_chosen_by_a_button(self, workspace: Workspace) -> None:
        for code in ("PA-07", "PA-08", "NJ-07"):
            workspace.type(f"/claim-district {code}", BEN)
        workspace.settle()
        before = everything(workspace)
        told = answer(workspace.type("/release-district", BEN))
        assert told["ephemeral"]
        assert told["text"].startswith("Which district do you want to release?")
        assert labels(told) == ["PA-07", "PA-08", "NJ-07"]
        assert everything(workspace) == before
        workspace.press("PA-08", told, BEN)
        shows(workspace, told, "You no longer lead PA-08.", BEN)
        assert working_on(workspace, "PA-08") == []
        assert working_on(workspace, "PA-07") == [(BEN, Part.LEAD)]

    def test_of_many_by_a_menu(self, on_sqlite: Workspace) -> None:
        for number in range(1, 8):
            on_sqlite.type(f"/claim-district PA-{number:02}", BEN)
        told = answer(on_sqlite.type("/release-district", BEN))
        (menu,) = controls(told)
        assert [option["text"]["text"] for option in menu["options"]][6] == "PA-07 · Pennsylvania 7th"
        on_sqlite.press("Choose one", told, BEN, value=menu["options"][6]["value"])
        shows(on_sqlite, told, "You no longer lead PA-07.", BEN)

    def test_one_that_is_not_theirs(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-08", BEN)
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.settle()
        before = everything(on_sqlite)
        told = answer(on_sqlite.type("/release-district PA-07", BEN))
        assert told["text"].startswith("You don't work PA-07, so there is nothing to release.")
        assert labels(told) == ["PA-08"]
        assert everything(on_sqlite) == before

    def test_one_that_is_unclear(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district NY-06", BEN)
        told = answer(on_sqlite.type("/release-district NY-05 or 06", BEN))
        on_sqlite.press("NY-06", told, BEN)
        shows(on_sqlite, told, "You no longer lead NY-06.", BEN)

    def test_pressing_twice_says_that_it_is_done(self, on_sqlite: Workspace) -> None:
        for code in ("PA-07", "PA-08"):
            on_sqlite.type(f"/claim-district {code}", BEN)
        told = answer(on_sqlite.type("/release-district", BEN))
        on_sqlite.press("PA-07", told, BEN)
        shows(on_sqlite, told, "You no longer lead PA-07.", BEN)
        on_sqlite.press("PA-07", told, BEN)
        assert newest(on_sqlite, "You don't work PA-07, so there is nothing to release.", BEN)["ephemeral"]
        assert working_on(on_sqlite, "PA-08") == [(BEN, Part.LEAD)]


class TestForSomebodyElse:
    """Organisers release for others, and the record says so."""

    def test_an_organiser_does_and_the_person_is_told(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        workspace.type("/claim-district PA-07", BEN)
        told = answer(workspace.type("/release-district PA-07 @ben", ANA))
        assert told["ephemeral"]
        assert told["text"].startswith("ben no longer works PA-07.")
        assert claims_on(workspace, "PA-07") == [Held(BEN, Part.LEAD, BEN, released_by=ANA)]
        with_words(workspace, "<@U0ANA> released PA-07 for you. You no longer work it.", BEN)

    def test_and_can_put_them_back(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07 support", BEN)
        told = answer(on_sqlite.type("/release-district @ben", ANA))
        on_sqlite.press("Put them back", told, ANA)
        newest(on_sqlite, "Supporting: <@U0BEN>.", CORA)
        assert claims_on(on_sqlite, "PA-07")[-1] == Held(BEN, Part.SUPPORT, ANA)

    def test_of_several_they_are_asked_which(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07", ANA)
        for code in ("PA-07", "PA-08"):
            on_sqlite.type(f"/claim-district {code}", BEN)
        told = answer(on_sqlite.type("/release-district @ben", ANA))
        assert told["text"].startswith("Which of ben's districts do you want to release?")
        on_sqlite.press("PA-07", told, ANA)
        shows(on_sqlite, told, "ben no longer works PA-07.", ANA)
        assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD)]

    def test_who_works_none_or_another(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        told = answer(on_sqlite.type("/release-district @ben", ANA))
        assert told["text"] == "ben works no district at the moment."
        on_sqlite.type("/claim-district PA-08", BEN)
        told = answer(on_sqlite.type("/release-district PA-07 @ben", ANA))
        assert told["text"].startswith("ben doesn't work PA-07. Did you mean one of theirs?")
        assert labels(told) == ["PA-08"]

    def test_a_plain_member_cannot(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.settle()
        before = everything(on_sqlite)
        told = answer(on_sqlite.type("/release-district PA-07 @ana", BEN))
        assert told["ephemeral"]
        assert told["text"] == "Only organisers can release somebody else's district."
        assert everything(on_sqlite) == before


def test_nobody_else_sees_that_somebody_left(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", BEN)
    told = answer(on_sqlite.type("/release-district", BEN))
    assert now(on_sqlite, told, CORA) is None
