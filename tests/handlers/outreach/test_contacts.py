"""Logging a contact: what is kept, what is said, what is refused."""

import json

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.history import HistoryRow
from tests.arranged_once import Arranged
from tests.handlers.arranging import press_made_up
from tests.handlers.outreach.asking import (
    JANE,
    NEW_YORK,
    SAM,
    add_candidate,
    contacts,
    days_later,
    log,
    log_reply,
    nudges,
    replies,
    to_monday,
    waiting,
)
from tests.handlers.seeing import answer, newest, shows, words_of
from tests.handlers.stored import facts
from tests.workspace import ANA, BEN, CORA, Json, Workspace, field_of, labels


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    """Ana has set the coalition up and leads PA-07, for which Jane Doe and Sam Blake run.

    That PostgreSQL keeps all of it, too, `test_follow_ups.py` shows.
    """
    return arranged(_campaign)


def _campaign(workspace: Workspace) -> None:
    workspace.set_up()
    workspace.type("/claim-district PA-07")
    add_candidate(workspace, JANE)
    add_candidate(workspace, SAM)


def card(workspace: Workspace) -> Json:
    """The district's card that everybody sees."""
    return newest(workspace, "leads.")


def test_a_contact_is_logged_in_one_line(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    told = log(campaign, "email")
    assert told["ephemeral"]
    assert told["text"].startswith("Logged: Email to Jane Doe (PA-07), ")
    assert "I'll remind you to follow up " in told["text"]
    assert labels(told) == ["Log Sam Blake", "Why?", "Log reply", "Take it back"]
    (kept,) = contacts(campaign)
    assert (kept.tactic, kept.outcome.value, kept.note) == ("email", "sent", "")
    assert abs((kept.at - monday).total_seconds()) < 60
    assert waiting(campaign, "follow-up") == [days_later(monday, days) for days in (3, 7, 14)]


def test_the_form_keeps_everything(campaign: Workspace) -> None:
    to_monday(campaign, hour=16)
    view = campaign.type("/log-contact").view
    assert view["title"] == "Log a contact"
    candidate = campaign.pick("Candidate", "jane", view)
    done = campaign.submit(
        view,
        Candidate=candidate,
        How="phone",
        When="today 2pm",
        Outcome="left_message",
        Note="With *Kim*, <@U0BEN>",
    )
    assert "Jane Doe" in words_of(done.view)
    (kept,) = contacts(campaign)
    assert (kept.tactic, kept.outcome.value, kept.note) == ("phone", "left_message", "With *Kim*, <@U0BEN>")
    assert kept.at.astimezone(NEW_YORK).hour == 14


def test_every_write_is_in_the_history(campaign: Workspace) -> None:
    told = log(campaign)
    campaign.press("Take it back", told)
    with campaign.database.transaction(campaign.coalition_id, Purpose.READ) as db:
        rows = list(
            db.scalars(select(HistoryRow).where(HistoryRow.subject == "contact").order_by(HistoryRow.id))
        )
    assert [row.deed.value for row in rows] == ["added", "withdrawn"]
    assert json.loads(rows[0].after or "")["tactic"] == "email"
    assert all(row.by_member_id is not None for row in rows)


def test_what_asks_for_nothing_starts_no_chain(campaign: Workspace) -> None:
    told = log(campaign, "social-post")
    assert "remind" not in told["text"]
    assert waiting(campaign, "follow-up") == []


def test_somebody_elses_contact_joins_and_they_are_told_who_wrote_before(campaign: Workspace) -> None:
    to_monday(campaign)
    log(campaign)
    campaign.advance(days=1)
    told = log(campaign, "phone", user=BEN)
    assert "Ana wrote an email yesterday, so this counts as a follow-up." in told["text"].replace(
        "<@U0ANA>", "Ana"
    )
    assert len({contact.chain_id for contact in contacts(campaign)}) == 1
    assert len(waiting(campaign, "follow-up")) == 3


def test_only_the_author_or_an_organiser_takes_a_contact_back(campaign: Workspace) -> None:
    text = answer(campaign.type("/candidates PA-07"))["text"]
    first = min(JANE, SAM, key=text.index)
    log(campaign, name=first, user=BEN)
    (kept,) = contacts(campaign)
    press_made_up(campaign, f"v1:withdraw-contact:contact={kept.id}", card(campaign), CORA)
    newest(campaign, "Only whoever logged it, or an organiser, can take it back.", CORA)
    assert contacts(campaign)[0].withdrawn_at is None
    listed = answer(campaign.type("/candidates PA-07"))
    campaign.press("See more", listed)
    campaign.press("Take it back", newest(campaign, "[Correct the candidate]"))
    newest(campaign, "Taken back")
    assert contacts(campaign)[0].withdrawn_at is not None


def test_a_withdrawn_request_is_not_followed_up(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    told = log(campaign)
    campaign.press("Take it back", told)
    campaign.advance(days=15)
    campaign.settle()
    assert nudges(campaign) == []
    del monday


def test_several_of_a_name_are_asked_about(campaign: Workspace) -> None:
    add_candidate(campaign, "Jane Dorn", "PA-08")
    before = facts(campaign)
    told = answer(campaign.type("/log-contact Jane email"))
    assert told["text"].startswith("More than one candidate is called “Jane”. Which one?")
    assert {name[:9] for name in labels(told)} >= {"Jane Doe ", "Jane Dorn"}
    assert facts(campaign) == before
    chosen = next(name for name in labels(told) if name.startswith("Jane Dorn"))
    campaign.press(chosen, told)
    assert len(contacts(campaign)) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('"Nobody Known" email', "I know no candidate called “Nobody Known”."),
        (f'"{JANE}" telepathy', "telepathy"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(campaign: Workspace, words: str, sentence: str) -> None:
    before = facts(campaign)
    acted = campaign.type(f"/log-contact {words}")
    assert sentence in acted.text
    assert facts(campaign) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("When", "2/22/2117", "2117"),
        ("When", "yesterday-ish", ""),
        ("Note", "x" * 10_000, "characters"),
    ],
)
def test_a_field_that_cannot_be_is_marked(campaign: Workspace, field: str, value: str, sentence: str) -> None:
    view = campaign.type(f'/log-contact "{JANE}"').view
    before = facts(campaign)
    acted = campaign.submit(view, How="email", **{field: value})
    assert sentence in str(acted.raw)
    assert acted.raw["field_errors"]
    assert facts(campaign) == before
    assert contacts(campaign) == []


def test_a_source_that_is_no_web_page_is_refused(campaign: Workspace) -> None:
    acted = log_reply(campaign, Source="javascript:alert(1)")
    assert "Please give a web address" in str(acted.raw["field_errors"])
    assert replies(campaign) == []


@pytest.mark.parametrize(
    "wanted", ["log-contact:candidate=own.999999:how=email", "log-reply:answer=support:candidate=own.999999"]
)
def test_a_candidate_of_another_coalition_is_not_there(campaign: Workspace, wanted: str) -> None:
    log(campaign)
    campaign.settle()
    before = facts(campaign)
    press_made_up(campaign, f"v1:{wanted}", card(campaign), ANA)
    newest(campaign, "That candidate is no longer there.")
    assert facts(campaign) == before


def test_the_same_twice_is_asked_about(campaign: Workspace) -> None:
    to_monday(campaign)
    log(campaign)
    before = facts(campaign)
    asked = log(campaign)
    assert asked["text"].startswith("You logged the same just now: Email to Jane Doe. Log it once more?")
    assert facts(campaign) == before
    campaign.press("Log it once more", asked)
    newest(campaign, "That is follow-up 1 of 3.")
    assert len(contacts(campaign)) == 2
    log(campaign, "phone")
    campaign.advance(minutes=2)
    log(campaign)
    assert len(contacts(campaign)) == 4


def test_another_persons_contact_is_not_the_same(campaign: Workspace) -> None:
    log(campaign)
    log(campaign, user=BEN)
    assert len(contacts(campaign)) == 2


def test_all_that_was_logged_comes_in_pages(campaign: Workspace) -> None:
    to_monday(campaign)
    text = answer(campaign.type("/candidates PA-07"))["text"]
    first = min(JANE, SAM, key=text.index)
    for number in range(1, 24):
        campaign.type(f'/log-contact "{first}" social-post {number} days ago "note {number}."')
    campaign.press("See more", answer(campaign.type("/candidates PA-07")))
    page = newest(campaign, "Page 1 of 3")
    assert ("note 10." in page["text"], "note 11." in page["text"]) == (True, False)
    assert labels(page)[-1] == "Next page"
    campaign.press("Next page", page)
    second = shows(campaign, page, "Page 2 of 3")  # in the place of the first
    assert "note 20." in second["text"]
    campaign.press("Next page", second)
    third = shows(campaign, page, "Page 3 of 3")
    assert ("note 23." in third["text"], labels(third)[-1]) == (True, "Previous page")


@pytest.mark.parametrize("command", ["log-contact", "log-reply", "correct-candidate"])
def test_a_button_of_a_candidate_who_is_gone_says_so(campaign: Workspace, command: str) -> None:
    press_made_up(campaign, f"v1:{command}:candidate=own.999999", card(campaign), ANA)
    told = newest(campaign, "That candidate is no longer there. Ask for the current list: /candidates")
    assert told["ephemeral"]


def test_the_list_shows_how_far_it_is(campaign: Workspace) -> None:
    to_monday(campaign)
    before = answer(campaign.type("/candidates PA-07"))
    assert before["text"].count("Not contacted yet.") == 2
    assert labels(before).count("Log contact") == 2
    log(campaign)
    log_reply(campaign, words="I will stand up for refugees.\nAlways.", name=SAM)
    after = answer(campaign.type("/candidates PA-07"))["text"]
    assert "Last contact: Email, today.\nNo answer yet." in after
    assert "Answer: Stated support, today. “I will stand up for refugees.”" in after


def test_a_message_is_logged_as_a_reply(campaign: Workspace) -> None:
    """Somebody pastes what a campaign wrote; the message's own menu takes it over, word for word."""
    words = "Yes & always: *I* will stand up for <refugees>."
    campaign.type(words, BEN)
    message = newest(campaign, "stand up for")
    view = campaign.shortcut("log-reply", ANA, message).view
    assert view["title"] == "Log a reply"
    candidate = campaign.pick("Candidate", "jane", view)
    campaign.submit(view, Candidate=candidate, Answer="support")
    (kept,) = replies(campaign)
    assert kept.words == words
    assert kept.source == f"https://local.slack.com/archives/C0CAMPAIGN/p{message['ts'].replace('.', '')}"
    assert abs((kept.at - kept.logged_at).total_seconds()) < 120


def test_a_corrected_contact_is_followed_up_from_what_is_right(
    campaign: Workspace,
) -> None:
    text = answer(campaign.type("/candidates PA-07"))["text"]
    first = min(JANE, SAM, key=text.index)
    monday = to_monday(campaign)
    log(campaign, name=first)
    campaign.press("See more", answer(campaign.type("/candidates PA-07")))
    view = campaign.press("Correct", newest(campaign, "[Correct the candidate]")).view
    assert view["title"] == "Correct a contact"
    assert label_of(view, "How") == "email"
    campaign.submit(view, How="phone", When="last Friday 10am", Note="It was a call.")
    (kept,) = contacts(campaign)
    assert (kept.tactic, kept.note) == ("phone", "It was a call.")
    friday = days_later(monday, -3, hour=10)
    assert kept.at == friday
    assert waiting(campaign, "follow-up") == [days_later(friday, 7), days_later(friday, 14)]
    with campaign.database.transaction(campaign.coalition_id, Purpose.READ) as db:
        row = db.scalars(select(HistoryRow).where(HistoryRow.deed == "corrected")).one()
    assert json.loads(row.before or "")["tactic"] == "email"
    assert json.loads(row.after or "")["note"] == "It was a call."


def label_of(view: Json, field: str) -> str:
    """What is chosen in a form's menu."""
    option = field_of(view, field)["element"]["initial_option"]
    return option["value"]


@pytest.mark.parametrize(
    ("note", "phrase"),
    [
        ("We should VOTE  for her", "VOTE for"),
        ("They will endorse us", "endorse"),
        ("Voted yes on the bill", None),
        ("He said she voted for Doe", "voted for"),
        ("Who votes for him, votes\nfor war", "votes for"),
        ("If she defeats Blake, all is well", "defeats"),
        ("Blake must be defeated", "defeated"),
        ("The union is endorsing Blake", "endorsing"),
        ("Let us vote him out", "vote him out"),
        ("We will vote Sam Blake out in May", "vote Sam Blake out"),
        ("Asked about the reelection", "reelection"),
        ("Up for re-election", "re-election"),
        ("She will vote for the bill", None),
        ("They voted against this harmful amendment", None),
        ("Would not vote for H.R. 815", None),
        ("The House defeated the resolution", None),
        ("She voted for the bill, so vote for her", "vote for"),
        ("Vote for the candidate who wrote the bill", "Vote for"),
        ("Spoke with the president-elect, an elected official", None),
        ("The vote came out 51 to 49", None),
    ],
)
def test_a_note_that_takes_sides_brings_a_word(campaign: Workspace, note: str, phrase: str | None) -> None:
    view = campaign.type(f'/log-contact "{JANE}"').view
    words = words_of(campaign.submit(view, How="email", Note=note).view)
    assert ("sounds like taking sides" in words) == (phrase is not None)
    assert phrase is None or f"“{phrase}”" in words
    assert contacts(campaign)[0].note == note


def test_a_post_that_takes_sides_is_read_by_everybody(campaign: Workspace) -> None:
    view = campaign.type(f'/log-contact "{JANE}"').view
    told = words_of(campaign.submit(view, How="social-post", Note="Vote for Jane").view)
    assert "“Vote for” sounds like taking sides." in told
    assert "this can be read by everybody" in told
    assert "notes can be asked for" not in told
    assert contacts(campaign)[0].note == "Vote for Jane"


def test_a_corrected_note_that_takes_sides_brings_a_word_too(campaign: Workspace) -> None:
    log(campaign)
    campaign.press("See more", answer(campaign.type("/candidates PA-07")))
    view = campaign.press("Correct", newest(campaign, "[Correct the candidate]")).view
    told = words_of(campaign.submit(view, Note="We endorse her").view)
    assert "Corrected." in told
    assert "“endorse” sounds like taking sides." in told
    assert contacts(campaign)[0].note == "We endorse her"
