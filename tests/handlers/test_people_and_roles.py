"""The people of the coalition: what each may do, which organisation each is of, and who is listed."""

from bot.sandbox.model import User
from storage.claims import Part
from tests.handlers.arranging import add_people, press_made_up
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.stored import everything, roles_given, working_on
from tests.workspace import ANA, BEN, CORA, DEE, GENERAL, Json, Workspace, labels


def role(workspace: Workspace, words: str, user: str = ANA) -> Json:
    """What `/coalition role …` answers, to the person alone."""
    told = answer(workspace.type(f"/coalition role {words}", user))
    assert told["ephemeral"]
    return told


def listed(workspace: Workspace, user: str = ANA) -> list[str]:
    """The lines of `/coalition members`."""
    return answer(workspace.type("/coalition members", user))["text"].split("\n")


class TestRoles:
    """/coalition role: admins say what somebody may do."""

    def test_an_organiser_may_act_for_others_from_then_on(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        assert role(workspace, "@ben organiser")["text"] == "<@U0BEN> is an organiser now."
        workspace.type("/claim-district PA-07 @cora", BEN)
        assert working_on(workspace, "PA-07") == [(CORA, Part.LEAD)]
        assert roles_given(workspace) == [(ANA, "admin", None), (BEN, "organiser", ANA)]

    def test_by_the_form_too(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        view = on_sqlite.type("/coalition role").view
        assert view["title"] == "Give a role"
        told = on_sqlite.submit(view, Person=DEE, Role="admin").view
        assert "<@U0DEE>" in words_of(told)
        assert roles_given(on_sqlite)[-1] == (DEE, "admin", ANA)

    def test_admins_alone_may(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        role(on_sqlite, "@ben organiser")
        on_sqlite.type("/claim-district PA-07", CORA)
        on_sqlite.settle()
        before = everything(on_sqlite)
        for user in (BEN, CORA):
            for words in ("@dee organiser", "@ana member", "@ben admin", ""):
                assert role(on_sqlite, words, user)["text"].startswith("Only admins can do this.")
        assert everything(on_sqlite) == before

    def test_who_was_demoted_is_refused_at_the_next_press(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        role(on_sqlite, "@ben organiser")
        on_sqlite.type("/claim-district PA-07", CORA)
        told = answer(on_sqlite.type("/release-district @cora", BEN))
        role(on_sqlite, "@ben member")
        on_sqlite.press("Put them back", told, BEN)
        newest(on_sqlite, "Only organisers can add somebody else.", BEN)
        assert working_on(on_sqlite, "PA-07") == []

    def test_the_last_admin_cannot_step_down(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        for words in ("@ana member", "@ana organiser"):
            told = role(workspace, words)
            assert told["text"] == "ana is the only admin. Make somebody else admin first."
        role(workspace, "@ben admin")
        assert role(workspace, "@ana member")["text"] == "<@U0ANA> is a member now, without a role."
        assert role(workspace, "@ben member", BEN)["text"].startswith("ben is the only admin.")
        assert roles_given(workspace)[1:] == [(BEN, "admin", ANA), (ANA, "member", ANA)]

    def test_a_role_that_somebody_has_already_is_not_given_again(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        role(on_sqlite, "@ben organiser")
        on_sqlite.settle()
        before = everything(on_sqlite)
        assert role(on_sqlite, "@ben organiser")["text"] == (
            "<@U0BEN> is an organiser already. Nothing has changed."
        )
        assert role(on_sqlite, "@cora member")["text"] == (
            "<@U0CORA> is a member without a role already. Nothing has changed."
        )
        assert everything(on_sqlite) == before

    def test_what_is_no_role_or_no_person(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        before = everything(on_sqlite)
        assert (
            "You can say: member, organiser, admin, compliance lead, no compliance lead."
            in (role(on_sqlite, "@ben boss")["text"])
        )
        assert role(on_sqlite, "@coalition organiser")["text"] == "A bot can't take part. Pick a person."
        assert everything(on_sqlite) == before


class TestComplianceLead:
    """A part of its own, beside what else somebody may do; it can be taken back."""

    def test_it_is_given_and_taken_back(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        role(workspace, "@ben organiser")
        assert role(workspace, "@ben compliance lead")["text"] == "<@U0BEN> is a compliance lead now."
        assert "<@U0BEN>: Organiser, Compliance lead" in listed(workspace)
        assert role(workspace, "@ben no compliance lead")["text"] == "<@U0BEN> is no longer compliance lead."
        assert "<@U0BEN>: Organiser" in listed(workspace)
        assert roles_given(workspace)[1:] == [
            (BEN, "organiser", ANA),
            (BEN, "compliance_lead", ANA),
            (BEN, "no_compliance_lead", ANA),
        ]

    def test_by_the_form_too(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        role(on_sqlite, "@ben compliance lead")
        view = on_sqlite.type("/coalition role @ben").view
        on_sqlite.submit(view, Person=BEN, Role="no_compliance_lead")
        assert "<@U0BEN>: Member" in listed(on_sqlite)

    def test_from_somebody_who_is_not(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.settle()
        before = everything(on_sqlite)
        told = role(on_sqlite, "@ben no compliance lead")
        assert told["text"] == "<@U0BEN> is not compliance lead. Nothing has changed."
        assert everything(on_sqlite) == before

    def test_a_change_of_role_leaves_it(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        role(on_sqlite, "@ben compliance lead")
        role(on_sqlite, "@ben organiser")
        assert "<@U0BEN>: Organiser, Compliance lead" in listed(on_sqlite)


class TestSlacksOwnAdmins:
    """Who owns or administers the workspace is admin here once looked up."""

    def test_an_owner_is_admin_after_the_first_contact(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07", ANA)
        workspace.settle()
        assert roles_given(workspace) == [(ANA, "admin", None)]
        assert role(workspace, "@ben organiser")["text"] == "<@U0BEN> is an organiser now."

    def test_also_when_somebody_else_set_the_coalition_up(self, on_sqlite: Workspace) -> None:
        on_sqlite.sandbox.add_user(User("U0FAY", "fay", "Fay Gold", "America/Chicago", is_admin=True))
        on_sqlite.set_up(BEN)
        on_sqlite.type("/claim-district PA-07", "U0FAY")
        on_sqlite.settle()
        assert roles_given(on_sqlite) == [(BEN, "admin", None), ("U0FAY", "admin", None)]

    def test_others_are_members(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.settle()
        assert roles_given(on_sqlite) == []
        assert "<@U0BEN>: Member" in listed(on_sqlite, BEN)

    def test_an_admins_decision_is_not_undone(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(BEN)
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.settle()
        role(on_sqlite, "@ana member", BEN)
        on_sqlite.type("/claim-district PA-08", ANA)
        on_sqlite.settle()
        assert "<@U0ANA>: Member" in listed(on_sqlite)


class TestTheList:
    """/coalition members: admins first, in pages."""

    def test_admins_then_organisers_then_members(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(CORA)
        on_sqlite.type('/coalition organization "Temple Beth Am"', BEN)
        on_sqlite.type("/claim-district PA-07", ANA)
        on_sqlite.settle()
        role(on_sqlite, "@ana member", CORA)
        role(on_sqlite, "@dee organiser", CORA)
        assert listed(on_sqlite, BEN) == [
            "Members of Test coalition",
            "<@U0CORA>: Admin",
            "<@U0DEE>: Organiser",
            "<@U0ANA>: Member",
            "<@U0BEN>: Member; Temple Beth Am",
            "4 people, page 1 of 1",
        ]

    def test_it_has_pages(self, on_sqlite: Workspace) -> None:
        for user in add_people(on_sqlite, 20):
            on_sqlite.type("/claim-district PA-07 support", user)
        on_sqlite.settle()
        first = answer(on_sqlite.type("/coalition members"))
        assert "20 people, page 1 of 2" in first["text"]
        assert labels(first) == ["Next page"]
        on_sqlite.press("Next page", first, ANA)
        second = shows(on_sqlite, first, "20 people, page 2 of 2")
        assert labels(second) == ["Previous page"]
        assert second["text"].count("<@") == 5

    def test_looking_stores_nothing(self, workspace: Workspace) -> None:
        before = everything(workspace)
        assert "0 people" in answer(workspace.type("/coalition members", BEN))["text"]
        assert everything(workspace) == before


class TestHelp:
    """/coalition help says what it can do."""

    def test_it_lists_every_way(self, on_sqlite: Workspace) -> None:
        before = everything(on_sqlite)
        for words in ("/coalition help", "/coalition", "/coalition ?"):
            told = answer(on_sqlite.type(words, BEN))
            assert told["ephemeral"]
            for command in ("setup", "members", "role", "organization"):
                assert f"/coalition {command}" in told["text"]
        assert everything(on_sqlite) == before

    def test_an_unknown_word_is_said_back(self, on_sqlite: Workspace) -> None:
        told = answer(on_sqlite.type("/coalition frobnicate <!channel>", BEN))
        assert "I don't know “frobnicate &lt;!channel&gt;”." in told["text"]
        assert "/coalition setup" in told["text"]

    def test_every_command_has_it(self, on_sqlite: Workspace) -> None:
        for command in ("claim-district", "release-district", "districts"):
            told = answer(on_sqlite.type(f"/{command} help", BEN))
            assert told["text"].startswith(f"How to use /{command}\n")


class TestTheOrganisationQuestion:
    """After the first claim a direct message asks once; it never holds up the claim."""

    asked = "Which organisation are you with?"

    def test_it_is_asked_once_and_beside_the_claim(self, workspace: Workspace) -> None:
        card = answer(workspace.type("/claim-district PA-07", BEN))
        assert "<@U0BEN> leads" in card["text"]
        question = with_words(workspace, self.asked, BEN)
        assert labels(question) == ["Choose it", "Just me"]
        workspace.type("/claim-district PA-08", BEN)
        workspace.type("/release-district PA-08", BEN)
        workspace.type("/claim-district PA-08", BEN)
        with_words(workspace, self.asked, BEN)

    def test_a_new_one_is_typed_and_the_card_says_so(self, workspace: Workspace) -> None:
        workspace.set_up(ANA, GENERAL)
        workspace.type("/claim-district PA-07", BEN)
        question = with_words(workspace, self.asked, BEN)
        view = workspace.press("Choose it", question, BEN).view
        assert view["title"] == "Your organisation"
        ((label, value),) = workspace.suggest("Organisation", "Temple Beth Am", view, BEN)
        assert label == "Add “Temple Beth Am”"
        workspace.submit(view, BEN, Organisation=value)
        answered = shows(workspace, question, "You are with Temple Beth Am. Your districts show it.", BEN)
        assert labels(answered) == ["Change it", "Just me"]
        (card,) = [one for one in workspace.posted(GENERAL) if "PA-07" in one["text"]]
        shows(workspace, card, "<@U0BEN> leads, for Temple Beth Am.")

    def test_one_that_is_known_is_completed_and_not_added_again(self, workspace: Workspace) -> None:
        workspace.type('/coalition organization "Temple Beth Am"', ANA)
        workspace.type("/claim-district PA-07", BEN)
        view = workspace.press("Choose it", with_words(workspace, self.asked, BEN), BEN).view
        assert workspace.suggest("Organisation", "beth", view, BEN)[0][0] == "Temple Beth Am"
        assert [one[0] for one in workspace.suggest("Organisation", " temple  BETH am", view, BEN)] == [
            "Temple Beth Am"
        ]
        workspace.submit(view, BEN, Organisation=workspace.pick("Organisation", "temple", view, BEN))
        workspace.type("/coalition organization temple BETH am", CORA)
        organizations = everything(workspace)["organizations"]
        assert len(organizations) == 1
        assert (
            "<@U0BEN> leads, for Temple Beth Am."
            in (answer(workspace.type("/claim-district PA-07", DEE))["text"])
        )

    def test_just_me_is_an_answer_too(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07", BEN)
        question = with_words(workspace, self.asked, BEN)
        workspace.press("Just me", question, BEN)
        answered = shows(workspace, question, "That's fine: you take part for yourself.", BEN)
        assert labels(answered) == ["Choose one"]
        workspace.type("/claim-district PA-08", BEN)
        assert self.asked not in workspace.told(BEN)

    def test_a_wrong_answer_can_be_taken_back(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-07", BEN)
        question = with_words(on_sqlite, self.asked, BEN)
        on_sqlite.type("/coalition organization Temple", BEN)
        told = answer(on_sqlite.type("/coalition organization Lehigh", BEN))
        assert "You are with Lehigh." in told["text"]
        shows(on_sqlite, question, "You are with Lehigh.", BEN)
        on_sqlite.press("Just me", told, BEN)
        shows(on_sqlite, told, "That's fine: you take part for yourself.", BEN)
        shows(on_sqlite, question, "That's fine: you take part for yourself.", BEN)
        assert "<@U0BEN>: Member" in listed(on_sqlite)

    def test_who_has_named_one_is_not_asked(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/coalition organization Temple", BEN)
        on_sqlite.type("/claim-district PA-07", BEN)
        assert self.asked not in on_sqlite.told(BEN)

    def test_nor_who_names_one_before_it_was_asked(self, on_sqlite: Workspace) -> None:
        speaking = on_sqlite.sandbox.faults.hold("users.info")
        on_sqlite.type("/claim-district PA-08", CORA)
        speaking.wait_until_reached()
        on_sqlite.type("/claim-district PA-07", BEN)
        on_sqlite.type("/coalition organization Temple", BEN)
        speaking.release()
        assert self.asked not in on_sqlite.told(BEN)

    def test_who_was_added_by_an_organiser_is_asked(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-07 @dee", ANA)
        with_words(on_sqlite, self.asked, DEE)

    def test_an_old_question_of_somebody_elses_answers_for_oneself(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/coalition organization Temple", BEN)
        card = answer(on_sqlite.type("/claim-district PA-07", CORA))
        on_sqlite.settle()
        press_made_up(on_sqlite, "v1:no-organization", card, CORA)
        assert newest(on_sqlite, "That's fine: you take part for yourself.", CORA)["ephemeral"]
        assert "<@U0BEN>: Member; Temple" in listed(on_sqlite)
