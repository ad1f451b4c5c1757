"""Claiming a district, as the people in the channel see it."""

import pytest

from storage.claims import Part
from storage.outbox import SendState
from tests.handlers.arranging import add_people, add_strangers, direct_channel, press_made_up
from tests.handlers.seeing import answer, newest, now, shows, with_words
from tests.handlers.stored import Held, claims_on, ends_of, everything, facts, working_on
from tests.workspace import ANA, BEN, CORA, DEE, ELSEWHERE, Workspace, labels

_OLD = {
    "v1:paint-district:district=7": "This button is from an older version.",
    "v7:claim-district:district=7": "This button is from an older version.",
    "nonsense": "This button is from an older version.",
    "v1:claim-district:district": "This button is from an older version.",
    "v1:claim-district:district=987654": "Which state is “987654” in?",
    "v1:claim-district:district=7:part=boss": "I don't know “boss” here.",
    "v1:take-the-lead:offer=99": "That is no longer there.",
    "v1:take-the-lead:offer=-1": "That is no longer there.",
    "v1:lead-district:district=7:person=99": "That person is no longer on the list.",
}
"""Ids of buttons that were, or never were, and what is said to who presses one."""


class TestTheCard:
    def test_the_first_leads_and_the_next_support(self, workspace: Workspace) -> None:
        first = answer(workspace.type("/claim-district PA-07", ANA))
        assert not first["ephemeral"]
        assert first["text"].startswith("PA-07 · Pennsylvania 7th\n<@U0ANA> leads. No one else yet.")
        assert labels(first) == ["I'll support", "See the district"]

        second = answer(workspace.type("/claim-district PA-07", BEN))
        assert "<@U0ANA> leads.\nSupporting: <@U0BEN>." in second["text"]
        assert working_on(workspace, "PA-07") == [(ANA, Part.LEAD), (BEN, Part.SUPPORT)]

    def test_everybody_in_the_channel_sees_it(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA))
        for somebody in (BEN, CORA, DEE):
            seen = now(on_sqlite, card, somebody)
            assert seen is not None
            assert "<@U0ANA> leads" in seen["text"]

    def test_it_names_the_organisations_of_this_moment(self, on_sqlite: Workspace) -> None:
        on_sqlite.type('/coalition organization "Temple Beth Am"', ANA)
        on_sqlite.type('/coalition organization "Lehigh Interfaith"', BEN)
        on_sqlite.type("/claim-district PA-07", ANA)
        card = answer(on_sqlite.type("/claim-district PA-07", BEN))
        assert (
            "<@U0ANA> leads, for Temple Beth Am.\nSupporting: <@U0BEN> (Lehigh Interfaith)." in card["text"]
        )

    def test_with_many_supporters_it_counts_the_rest(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", ANA)
        cards = [answer(on_sqlite.type("/claim-district PA-07", user)) for user in add_people(on_sqlite, 14)]
        assert "<@U0011> and 2 more." in cards[-1]["text"]

    def test_pressing_its_button_claims_and_redraws_it(self, workspace: Workspace) -> None:
        card = answer(workspace.type("/claim-district PA-07", ANA))
        workspace.press("I'll support", card, BEN)
        shows(workspace, card, "<@U0ANA> leads.\nSupporting: <@U0BEN>.")
        workspace.press("I'll support", card, CORA)
        redrawn = shows(workspace, card, "Supporting: <@U0BEN> and <@U0CORA>.")
        assert labels(redrawn) == ["I'll support", "See the district"]

    def test_see_the_district_answers_one_person_beside_it(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07 support", ANA))
        on_sqlite.press("See the district", card, BEN)
        told = newest(on_sqlite, "<@U0ANA> supports, since", BEN)
        assert told["ephemeral"]
        assert labels(told) == ["Claim it", "I'll support"]
        on_sqlite.press("See the district", card, ANA)
        assert labels(newest(on_sqlite, "<@U0ANA> supports, since", ANA)) == ["Give it back"]
        assert now(on_sqlite, card, BEN) == card

    def test_see_the_district_lists_many_people_and_still_says_who_sits(self, on_sqlite: Workspace) -> None:
        cards = [answer(on_sqlite.type("/claim-district PA-07", user)) for user in add_people(on_sqlite, 30)]
        on_sqlite.press("See the district", cards[-1], ANA)
        told = newest(on_sqlite, "<@U0000> leads, since", ANA)
        assert "<@U0019> supports, since" in told["text"]
        assert "<@U0020>" not in told["text"]
        assert "10 more support it.\nNobody is listed as holding this seat." in told["text"]

    def test_it_works_where_the_bot_is_no_member(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA, ELSEWHERE), ELSEWHERE)
        assert not card["ephemeral"]
        on_sqlite.press("I'll support", card, BEN)
        shows(on_sqlite, card, "Supporting: <@U0BEN>.", CORA)

    def test_it_works_in_the_direct_messages_with_the_bot(self, on_sqlite: Workspace) -> None:
        direct = direct_channel(on_sqlite, ANA)
        assert (
            "<@U0ANA> leads" in answer(on_sqlite.type("/claim-district PA-07", ANA, direct), direct)["text"]
        )


class TestAgain:
    """Claiming again says so to the claimant alone and changes nothing."""

    @pytest.mark.parametrize("words", ["PA-07", "PA-07 support", "PA-07 lead", "pennsylvania 7th"])
    def test_the_lead_is_told_and_nothing_is_stored(self, workspace: Workspace, words: str) -> None:
        workspace.type("/claim-district PA-07", ANA)
        workspace.settle()
        before = facts(workspace)
        told = answer(workspace.type(f"/claim-district {words}", ANA))
        assert told["ephemeral"]
        assert told["text"].startswith("You lead PA-07 already, since ")
        assert told["text"].endswith("Nothing has changed.")
        workspace.settle()
        assert facts(workspace) == before

    def test_a_supporter_is_told_so(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.settle()
        before = facts(on_sqlite)
        told = answer(on_sqlite.type("/claim-district PA-07", BEN))
        assert told["ephemeral"]
        assert "You support PA-07 already, since " in told["text"]
        assert labels(told) == []
        assert facts(on_sqlite) == before

    def test_by_the_cards_button_it_leaves_the_card_alone(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.press("I'll support", card, ANA)
        assert newest(on_sqlite, "You lead PA-07 already", ANA)["ephemeral"]
        assert now(on_sqlite, card) == card
        assert not [m for m in on_sqlite.seen(BEN) if "already" in m["text"]]

    def test_nobody_is_introduced_twice(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.type("/claim-district PA-07", BEN)
        assert on_sqlite.told(ANA).count("joined you") == 1
        assert on_sqlite.told(BEN).count("leads PA-07") == 1

    def test_an_organiser_who_adds_somebody_again_is_told(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.settle()
        before = facts(on_sqlite)
        told = answer(on_sqlite.type("/claim-district PA-07 @ben", ANA))
        assert told["ephemeral"]
        assert told["text"].startswith("ben leads PA-07 already, since ")
        assert facts(on_sqlite) == before


class TestSupport:
    """Asking for the supporting part: on a seat without a lead that leaves it without one."""

    def test_a_seat_stays_without_a_lead_until_somebody_claims_otherwise(self, workspace: Workspace) -> None:
        first = answer(workspace.type("/claim-district PA-07 support", ANA))
        assert "Nobody leads yet.\nSupporting: <@U0ANA>." in first["text"]
        assert labels(first) == ["Claim it", "I'll support", "See the district"]

        second = answer(workspace.type("/claim-district PA-07 support", BEN))
        assert "Nobody leads yet.\nSupporting: <@U0ANA> and <@U0BEN>." in second["text"]

        third = answer(workspace.type("/claim-district PA-07", CORA))
        assert "<@U0CORA> leads.\nSupporting: <@U0ANA> and <@U0BEN>." in third["text"]
        for supporter in (ANA, BEN):
            assert workspace.told(supporter).count("<@U0CORA> leads PA-07. You support") == 1
        told = with_words(workspace, "You lead PA-07 now. Agree with the others who writes first.", CORA)
        assert "Supporting: <@U0ANA> and <@U0BEN>." in told["text"]
        assert "joined you" not in workspace.told(ANA)

    def test_nobody_is_introduced_while_nobody_leads(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07 support", ANA)
        on_sqlite.type("/claim-district PA-07 support", BEN)
        assert "PA-07" not in on_sqlite.told(ANA)
        assert "PA-07" not in on_sqlite.told(BEN)

    def test_a_supporter_can_take_the_vacant_lead(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07 support", ANA)
        workspace.type("/claim-district PA-07 support", BEN)
        told = answer(workspace.type("/claim-district PA-07", ANA))
        assert "You support PA-07 already" in told["text"]
        workspace.press("Take the lead", told, ANA)
        assert newest(workspace, "<@U0ANA> leads.\nSupporting: <@U0BEN>.")["ephemeral"]
        assert claims_on(workspace, "PA-07") == [
            Held(ANA, Part.SUPPORT, ANA, released_by=ANA),
            Held(BEN, Part.SUPPORT, BEN),
            Held(ANA, Part.LEAD, ANA),
        ]
        assert "<@U0ANA> leads PA-07. You support" in workspace.told(BEN)

    def test_who_comes_too_late_for_the_lead_goes_on_supporting(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07 support", ANA)
        told = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.press("Take the lead", told, ANA)
        newest(on_sqlite, "Somebody else leads PA-07 by now. Nothing has changed.", ANA)
        assert working_on(on_sqlite, "PA-07") == [(BEN, Part.LEAD), (ANA, Part.SUPPORT)]

    def test_who_has_left_meanwhile_is_told_to_claim_first(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07 support", ANA)
        told = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.type("/release-district PA-07", ANA)
        on_sqlite.press("Take the lead", told, ANA)
        newest(on_sqlite, "You don't work PA-07 any more. Claim it first.", ANA)

    def test_an_organiser_can_make_a_supporter_lead(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07 support", BEN)
        told = answer(on_sqlite.type("/claim-district PA-07 lead @ben", ANA))
        assert "ben supports PA-07 already" in told["text"]
        on_sqlite.press("Make them lead", told, ANA)
        assert newest(on_sqlite, "<@U0BEN> leads. No one else yet.")["ephemeral"]
        assert claims_on(on_sqlite, "PA-07")[-1] == Held(BEN, Part.LEAD, ANA)
        assert "<@U0ANA> put you down to lead PA-07." in on_sqlite.told(BEN)


class TestIntroductions:
    """Who joins a claimed district is introduced to its lead, both ways, once."""

    def test_both_are_told(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07", ANA)
        workspace.type("/claim-district PA-07", BEN)
        to_lead = with_words(
            workspace, "<@U0BEN> joined you on PA-07. You lead; agree who writes first.", ANA
        )
        to_supporter = with_words(
            workspace, "<@U0ANA> leads PA-07. You support; agree who writes first.", BEN
        )
        assert labels(to_lead) == labels(to_supporter) == ["See the district"]
        assert "PA-07" not in workspace.told(CORA)

    def test_with_their_organisations(self, on_sqlite: Workspace) -> None:
        on_sqlite.type('/coalition organization "Temple Beth Am"', ANA)
        on_sqlite.type("/coalition organization Lehigh", BEN)
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.type("/claim-district PA-07", BEN)
        assert "<@U0BEN> joined you on PA-07, for Lehigh." in on_sqlite.told(ANA)
        assert "<@U0ANA> leads PA-07, for Temple Beth Am." in on_sqlite.told(BEN)

    def test_each_supporter_is_introduced_to_the_lead_alone(self, on_sqlite: Workspace) -> None:
        for user in (ANA, BEN, CORA):
            on_sqlite.type("/claim-district PA-07", user)
        assert on_sqlite.told(ANA).count("joined you on PA-07") == 2
        assert "<@U0CORA>" not in on_sqlite.told(BEN)

    def test_a_command_delivered_again_changes_and_says_nothing_more(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07", ANA)
        workspace.type("/claim-district PA-07", BEN)
        joining = workspace.sandbox.deliveries[-1]
        workspace.settle()
        before = everything(workspace)
        again = workspace.sandbox.from_thread(workspace.sandbox.redeliver(joining))
        assert "Supporting: <@U0BEN>" in again.text
        assert workspace.told(ANA).count("joined you") == 1
        assert workspace.told(BEN).count("leads PA-07") == 1
        assert everything(workspace) == before

    def test_a_press_delivered_again_changes_and_says_nothing_more(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.press("I'll support", card, BEN)
        pressing = on_sqlite.sandbox.deliveries[-1]
        shows(on_sqlite, card, "Supporting: <@U0BEN>.")
        on_sqlite.settle()
        before = everything(on_sqlite)
        assert on_sqlite.sandbox.from_thread(on_sqlite.sandbox.redeliver(pressing)).is_ok
        assert on_sqlite.told(ANA).count("joined you") == 1
        assert everything(on_sqlite) == before

    def test_who_has_left_before_it_was_said_is_not_introduced(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.settle()
        speaking = on_sqlite.sandbox.faults.hold("users.info")
        on_sqlite.type("/claim-district PA-08", CORA)
        speaking.wait_until_reached()
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.type("/release-district PA-07", BEN)
        speaking.release()
        assert "PA-07" not in on_sqlite.told(BEN)
        assert "<@U0BEN>" not in on_sqlite.told(ANA)
        assert ends_of(on_sqlite, "joined-you") == [SendState.DROPPED]


class TestForSomebodyElse:
    """Organisers add a person; nobody else can."""

    def test_an_organiser_adds_somebody_by_text(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        card = answer(workspace.type("/claim-district PA-07 support @ben", ANA))
        assert "Nobody leads yet.\nSupporting: <@U0BEN>." in card["text"]
        assert claims_on(workspace, "PA-07") == [Held(BEN, Part.SUPPORT, ANA)]

    def test_the_person_is_told_and_can_give_it_back(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07 @ben", ANA)
        told = with_words(
            on_sqlite, "<@U0ANA> put you down to lead PA-07. If that is not right, give it back.", BEN
        )
        on_sqlite.press("Give it back", told, BEN)
        shows(on_sqlite, told, "You no longer lead PA-07. Nobody else works it now.", BEN)
        assert claims_on(on_sqlite, "PA-07") == [Held(BEN, Part.LEAD, ANA, released_by=BEN)]

    def test_also_somebody_whom_the_bot_has_never_met(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.type("/claim-district PA-07 @dee", ANA)
        assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD), (DEE, Part.SUPPORT)]
        assert "<@U0ANA> leads PA-07. You support" in on_sqlite.told(DEE)
        assert "<@U0DEE> joined you on PA-07" in on_sqlite.told(ANA)

    @pytest.mark.parametrize("words", ["suport", "supprt", "Supports"])
    def test_a_slip_in_the_part_is_forgiven(self, on_sqlite: Workspace, words: str) -> None:
        on_sqlite.type(f"/claim-district PA-07 {words}", BEN)
        assert working_on(on_sqlite, "PA-07") == [(BEN, Part.SUPPORT)]

    def test_an_organiser_who_is_no_admin_can(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/coalition role @ben organiser", ANA)
        on_sqlite.type("/claim-district PA-07 @cora", BEN)
        assert claims_on(on_sqlite, "PA-07") == [Held(CORA, Part.LEAD, BEN)]

    @pytest.mark.parametrize("words", ["PA-07 @cora", "PA-07 @cora support", "@cora PA-07"])
    def test_a_plain_members_mention_is_refused(self, on_sqlite: Workspace, words: str) -> None:
        on_sqlite.set_up(ANA)
        before = everything(on_sqlite)
        told = answer(on_sqlite.type(f"/claim-district {words}", BEN))
        assert told["ephemeral"]
        assert told["text"].startswith("Only organisers can add somebody else.")
        assert everything(on_sqlite) == before

    def test_anybody_may_mention_themselves(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07 @ben", BEN)
        assert claims_on(on_sqlite, "PA-07") == [Held(BEN, Part.LEAD, BEN)]

    def test_never_the_bot_itself(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        before = everything(on_sqlite)
        told = answer(on_sqlite.type("/claim-district PA-07 @coalition", ANA))
        assert told["ephemeral"]
        assert told["text"] == "A bot can't take part. Pick a person."
        assert everything(on_sqlite) == before

    def test_a_bare_name_is_asked_for_as_a_mention(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        told = answer(on_sqlite.type("/claim-district PA-07 @nobody", ANA))
        assert told["ephemeral"]
        assert "Type @ and pick the person from the list." in told["text"]


class TestOldButtons:
    """A button outlives what it was made for: it works or explains itself."""

    def test_claiming_what_somebody_else_leads_by_now_supports(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07 support", ANA))
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.press("Claim it", card, CORA)
        shows(on_sqlite, card, "<@U0BEN> leads.\nSupporting: <@U0ANA> and <@U0CORA>.")

    def test_giving_back_what_was_given_back_already(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.press("See the district", card, ANA)
        mine = newest(on_sqlite, "leads, since")
        on_sqlite.type("/release-district PA-07", ANA)
        on_sqlite.press("Give it back", mine, ANA)
        assert newest(on_sqlite, "You work no district at the moment.")["ephemeral"]

    def test_what_nobody_knows_any_more_is_explained(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07", ANA))
        on_sqlite.settle()
        before = everything(on_sqlite)
        for action_id, told in _OLD.items():
            press_made_up(on_sqlite, action_id, card, BEN)
            assert newest(on_sqlite, told, BEN)["ephemeral"], action_id
        assert now(on_sqlite, card, BEN) == card
        assert everything(on_sqlite) == before

    def test_another_coalitions_rows_are_not_there(self, on_sqlite: Workspace) -> None:
        strangers = add_strangers(on_sqlite)
        card = answer(on_sqlite.type("/claim-district PA-07 support", ANA))
        on_sqlite.settle()
        before = everything(on_sqlite)
        press_made_up(on_sqlite, f"v1:take-the-lead:offer={strangers.offer_id}", card, ANA)
        newest(on_sqlite, "That is no longer there.", ANA)
        press_made_up(on_sqlite, f"v1:claim-district:district=7:person={strangers.member_id}", card, ANA)
        newest(on_sqlite, "That person is no longer on the list.", ANA)
        assert everything(on_sqlite) == before
