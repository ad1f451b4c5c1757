"""What is typed after /log-contact and /log-reply: every word goes where it belongs, or is asked about."""

import pytest

from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    SAM,
    add_candidate,
    contacts,
    replies,
    to_monday,
)
from tests.handlers.seeing import answer, newest, words_of
from tests.workspace import ANA, BEN, Acted, Json, Workspace, field_of, labels

WORDS = "Their words"


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    """Jane Doe and Sam Blake run for PA-07, and it is Monday."""
    return arranged(_campaign)


def _campaign(workspace: Workspace) -> None:
    workspace.set_up()
    add_candidate(workspace, JANE)
    add_candidate(workspace, SAM)
    to_monday(workspace)


def filled(view: Json, field: str) -> str:
    """What a field of a form is filled with."""
    element = field_of(view, field)["element"]
    option = element.get("initial_option")
    return option["value"] if option else element.get("initial_value", "")


def shown(view: Json, field: str) -> str:
    """What is to be read in a field where something is chosen."""
    return field_of(view, field)["element"]["initial_option"]["text"]["text"]


def is_asked(acted: Acted, words: str) -> bool:
    return words in acted.text


class TestNames:
    @pytest.mark.parametrize("line", ["Jane Doe support", "jane doe, support", "jane support"])
    def test_a_name_needs_no_quotes(self, campaign: Workspace, line: str) -> None:
        told = answer(campaign.type(f"/log-reply {line}"))["text"]
        assert told.startswith("Logged. Jane Doe (PA-07): Stated support\n")
        (kept,) = replies(campaign)
        assert (kept.answer.value, kept.words, kept.source) == ("support", "", "")

    def test_nor_for_a_contact(self, campaign: Workspace) -> None:
        campaign.type("/log-contact Jane Doe email")
        campaign.type("/log-contact email Sam Blake")
        assert [(one.tactic, one.note) for one in contacts(campaign)] == [("email", ""), ("email", "")]

    def test_a_name_may_be_a_word_that_means_something_else(self, campaign: Workspace) -> None:
        add_candidate(campaign, "Ann Letter May")
        campaign.type("/log-contact ann letter may phone")
        (kept,) = contacts(campaign)
        assert (kept.tactic, kept.note) == ("phone", "")

    def test_a_name_that_nobody_has_is_said(self, campaign: Workspace) -> None:
        acted = campaign.type("/log-reply Nobody Known support")
        assert is_asked(acted, "I know no candidate called “Nobody Known”.")

    def test_what_is_left_over_is_looked_at_in_the_form(self, campaign: Workspace) -> None:
        view = campaign.type("/log-reply Jane Zoe support").view
        assert shown(view, "Candidate").startswith("Jane Doe (PA-07")
        assert (filled(view, "Answer"), filled(view, WORDS)) == ("support", "Zoe")
        assert replies(campaign) == []

    def test_letters_within_a_word_are_no_name(self, campaign: Workspace) -> None:
        add_candidate(campaign, "Channing Eve")
        add_candidate(campaign, "Ann Lee")
        campaign.type("/log-reply ann support")
        assert len(replies(campaign)) == 1
        view = campaign.type("/log-reply").view
        assert [label[:7] for label, _ in campaign.suggest("Candidate", "ann", view)] == ["Ann Lee"]


class TestTheRest:
    def test_everything_in_one_line(self, campaign: Workspace) -> None:
        campaign.type('/log-contact "Sam Blake" phone yesterday 3pm left message "will call"')
        (kept,) = contacts(campaign)
        assert (kept.tactic, kept.outcome.value, kept.note) == ("phone", "left_message", "will call")
        local = kept.at.astimezone(NEW_YORK)
        assert (local.weekday(), local.hour) == (6, 15)

    def test_in_any_order(self, campaign: Workspace) -> None:
        campaign.type('/log-contact Sam Blake "will call" left a message phone at 3pm yesterday')
        (kept,) = contacts(campaign)
        assert (kept.tactic, kept.outcome.value, kept.note) == ("phone", "left_message", "will call")
        assert kept.at.astimezone(NEW_YORK).hour == 15

    def test_a_link_is_a_source_and_a_date_says_when(self, campaign: Workspace) -> None:
        acted = campaign.type("/log-reply Jane support https://bob.org/x 11/10/2025")
        assert "Logged." in acted.text
        (kept,) = replies(campaign)
        assert (kept.words, kept.source) == ("", "https://bob.org/x")
        assert str(kept.at.astimezone(NEW_YORK).date()) == "2025-11-10"

    def test_quoted_words_are_theirs(self, campaign: Workspace) -> None:
        campaign.type('/log-reply jane doe undecided "I support nobody yet, ask on Tuesday" yesterday')
        (kept,) = replies(campaign)
        assert (kept.answer.value, kept.words) == ("undecided", "I support nobody yet, ask on Tuesday")

    def test_words_without_quotes_are_not_put_into_a_mouth(self, campaign: Workspace) -> None:
        view = campaign.type("/log-reply Jane Doe support yesterday at the fair, on Sunday, to us").view
        assert replies(campaign) == []
        assert filled(view, "Answer") == "support"
        assert "fair, on Sunday, to us" in filled(view, WORDS)

    @pytest.mark.parametrize("line", ['"Jane Doe" yodel', "Jane Doe yodel", "Jane Doe yodel yesterday"])
    def test_an_unknown_way_is_answered_with_those_there_are(self, campaign: Workspace, line: str) -> None:
        acted = campaign.type(f"/log-contact {line}")
        assert is_asked(acted, "I don't know “yodel” here. You can say: email, phone,")
        assert contacts(campaign) == []

    @pytest.mark.parametrize(
        ("when", "sentence"),
        [
            ("every tuesday", "“every tuesday” sounds like more than one day."),
            ("tuesdays", "“tuesdays” sounds like more than one day."),
            ("weekly", "sounds like more than one day."),
            ("2/22/2117", "2117"),
            ("14/7", "There is no day “14/7”."),
            ("last week", "Which day was meant by “last week”?"),
            ("monday tuesday", "There is more than one day or time"),
        ],
    )
    def test_a_moment_that_is_not_clear_is_asked_about(
        self, campaign: Workspace, when: str, sentence: str
    ) -> None:
        acted = campaign.type(f'/log-contact "Jane Doe" email {when}')
        assert is_asked(acted, sentence)
        assert contacts(campaign) == []


class TestAsWritten:
    """Slack makes markup of addresses and mentions; what is stored and shown is what somebody wrote."""

    WORDS = "Write to me@x.org, ask @ben or @here, see https://bob.org/x and #general"

    def test_words_are_theirs(self, campaign: Workspace) -> None:
        told = answer(campaign.type(f'/log-reply jane support "{self.WORDS}"'))["text"]
        (kept,) = replies(campaign)
        assert kept.words == self.WORDS
        assert "mailto" not in told

    def test_in_a_note_and_in_the_form(self, campaign: Workspace) -> None:
        campaign.type(f'/log-contact jane email "{self.WORDS}"')
        assert contacts(campaign)[0].note == self.WORDS
        view = campaign.type(f'/log-reply jane "{self.WORDS}"').view
        assert filled(view, WORDS) == self.WORDS

    def test_in_a_message_that_is_taken_up(self, campaign: Workspace) -> None:
        campaign.type("/claim-district PA-08", BEN)  # so that it is known who he is
        campaign.type(self.WORDS, BEN)
        view = campaign.shortcut("log-reply", ANA, newest(campaign, "Write to")).view
        assert filled(view, WORDS).casefold().startswith("write to me@x.org, ask @ben")
        assert filled(view, WORDS).endswith(" or @here, see https://bob.org/x and #general")

    def test_a_source_may_be_words(self, campaign: Workspace) -> None:
        campaign.type('/log-reply jane support "Yes." "a mail from me@x.org"')
        assert replies(campaign)[0].source == "a mail from me@x.org"


class TestWhichOne:
    LINE = 'ann undecided "Maybe, ask again in May" https://ann.org/x yesterday 3pm'

    @pytest.fixture
    def anns(self, campaign: Workspace) -> Workspace:
        add_candidate(campaign, "Ann Lee")
        add_candidate(campaign, "Ann Moss", "PA-08")
        return campaign

    def test_what_else_was_typed_is_kept_in_the_form(self, anns: Workspace) -> None:
        view = anns.type(f"/log-reply {self.LINE}").view
        assert "More than one candidate is called “ann”. Which one?" in words_of(view) + str(view)
        options = field_of(view, "Candidate")["element"]["options"]
        assert [option["text"]["text"][:8] for option in options] == ["Ann Lee ", "Ann Moss"]
        assert filled(view, WORDS) == "Maybe, ask again in May"
        anns.submit(view, Candidate=options[0]["value"])
        (kept,) = replies(anns)
        assert (kept.answer.value, kept.words) == ("undecided", "Maybe, ask again in May")
        assert kept.source == "https://ann.org/x"
        assert kept.at.astimezone(NEW_YORK).hour == 15

    def test_also_where_something_is_missing(self, anns: Workspace) -> None:
        view = anns.type('/log-reply ann "Maybe"').view
        assert filled(view, WORDS) == "Maybe"
        assert len(field_of(view, "Candidate")["element"]["options"]) == 2

    def test_nothing_is_lost_where_a_moment_is_not_clear_either(self, anns: Workspace) -> None:
        view = anns.type('/log-contact ann phone 14/7 "will call"').view
        assert (filled(view, "Note"), filled(view, "When"), filled(view, "How")) == (
            "will call",
            "14/7",
            "phone",
        )

    def test_what_a_button_can_keep_is_asked_with_buttons(self, anns: Workspace) -> None:
        told = answer(anns.type("/log-contact ann phone"))
        anns.press(next(name for name in labels(told) if name.startswith("Ann Lee")), told)
        assert contacts(anns)[0].tactic == "phone"
