"""After a town hall: who went is asked how it went, and what they bring back stands as an answer."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage import history
from storage.database import Purpose
from storage.history import Deed, Subject
from storage.outreach.replies import Answer
from tests.arranged_once import Arranged
from tests.handlers.arranging import import_members, press_made_up
from tests.handlers.outreach.asking import add_candidate, days_later, go_to, log, nudges, replies
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.town_halls.afterwards import brought_back, card_of, ends, over, say, tell
from tests.handlers.town_halls.heard import published, rows, seen_closely
from tests.handlers.visits.arranged import due, ready
from tests.storage.files import made_up
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, labels

KIND = "town-hall-how-it-went"
CHOICES = ["Answered", "In part", "Dodged", "I didn't get to ask", "I wasn't there"]


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


@pytest.fixture
def done(arranged: Arranged) -> Workspace:
    """Ben and Cora went; it is two hours after the end."""
    return arranged(over)


@pytest.fixture
def done_on_both(workspace: Workspace) -> Workspace:
    return over(workspace)


def test_those_who_went_are_asked_two_hours_after_the_end(campaign: Workspace) -> None:
    card = published(campaign, when="in 10 days 3-4pm")
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go:", BEN)
    go_to(campaign, ends(campaign) + timedelta(hours=2, minutes=-1))
    assert "How did it go?" not in campaign.told(BEN)
    go_to(campaign, ends(campaign) + timedelta(hours=2))
    asked = with_words(campaign, "How did it go?", BEN)
    assert "Town hall with Jane Doe (PA-07)" in asked["text"]
    assert labels(asked) == CHOICES
    for user in (ANA, CORA, DEE):
        assert "How did it go?" not in campaign.told(user)


def test_at_night_it_waits_for_the_morning(campaign: Workspace) -> None:
    card = published(campaign, when="in 10 days 7-10pm")
    campaign.press("I'm going", card, ANA)
    newest(campaign, "You go:")
    go_to(campaign, ends(campaign) + timedelta(hours=2))
    assert "How did it go?" not in campaign.told(ANA)
    morning = ends(campaign).astimezone(ZoneInfo("America/New_York")) + timedelta(days=1)
    go_to(campaign, morning.replace(hour=8, minute=0))
    assert "How did it go?" in campaign.told(ANA)


def test_without_a_time_it_is_asked_at_six_in_the_evening(campaign: Workspace) -> None:
    card = published(campaign, when="in 10 days")
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go:", BEN)
    day = rows(campaign)[-1].last_day
    at = due(campaign, KIND)[0].astimezone(ZoneInfo("America/New_York"))
    assert (at.date(), at.hour, at.minute) == (day, 18, 0)
    go_to(campaign, at)
    campaign.press("Answered", card_of(campaign), BEN)
    assert shows(campaign, card_of(campaign), "Noted: Answered.", BEN)


def test_it_is_asked_again_the_next_day_once(done: Workspace) -> None:
    say(done, "Answered", CORA)
    for day in (1, 2, 3):
        go_to(done, ends(done) + timedelta(days=day, hours=3))
    assert done.told(BEN).count("How did it go?") == 2
    assert done.told(CORA).count("How it went") == 1


def test_when_it_moves_so_does_the_question(campaign: Workspace) -> None:
    card = published(campaign)
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go:", BEN)
    before = due(campaign, KIND)
    assert before == [ends(campaign) + timedelta(hours=2), ends(campaign) + timedelta(hours=26)]
    campaign.submit(campaign.press("Correct", seen_closely(campaign)).view, When="in 11 days 6:30-8pm")
    campaign.settle()
    assert due(campaign, KIND) == [at + timedelta(days=1) for at in before]


def test_nobody_is_asked_about_what_was_off(campaign: Workspace) -> None:
    campaign.press("I'm going", published(campaign), BEN)
    newest(campaign, "You go:", BEN)
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    assert due(campaign, KIND) == []
    go_to(campaign, ends(campaign) + timedelta(days=1, hours=18))
    assert "How did it go?" not in campaign.told(BEN)


def test_who_can_not_go_after_all_is_not_asked(campaign: Workspace) -> None:
    card = published(campaign, when="in 10 days 3-4pm")
    campaign.press("I'm going", card, BEN)
    campaign.press("I'm going", card, CORA)
    shows(campaign, card, "Going: <@U0BEN> and <@U0CORA>.")
    campaign.press("I can't go", card, CORA)
    shows(campaign, card, "Going: <@U0BEN>.")
    go_to(campaign, ends(campaign) + timedelta(hours=2))
    assert "How did it go?" in campaign.told(BEN)
    assert "How did it go?" not in campaign.told(CORA)


def test_a_press_is_kept_at_once_as_a_reply(done_on_both: Workspace) -> None:
    noted = say(done_on_both, "Answered")
    assert "Thank you." in noted["text"]
    assert "Answer:" not in noted["text"]  # what it came to is not said yet
    assert labels(noted) == ["Their words…", "Change"]
    (reply,) = replies(done_on_both)
    assert (reply.answer, reply.words) == (Answer.OTHER, "")
    assert reply.source.startswith("Town hall with Jane Doe (PA-07), ")
    assert reply.at == ends(done_on_both)
    ben, cora = brought_back(done_on_both)
    assert (ben.result, ben.reply_id, cora.result) == ("answered", reply.id, None)


def test_pressed_twice_it_is_one_reply(done: Workspace) -> None:
    asked = card_of(done)
    done.press("Dodged", asked, BEN)
    done.press("Dodged", asked, BEN)
    done.settle()
    (reply,) = replies(done)
    assert reply.answer == Answer.NO_ANSWER
    assert len(done_to(done, reply.id)) == 1


def done_to(workspace: Workspace, reply_id: int) -> list[Deed]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [one.deed for one in history.of(db, Subject.REPLY, reply_id)]


def test_their_words_correct_the_reply_with_history(done_on_both: Workspace) -> None:
    say(done_on_both, "Dodged")
    words = "I will *look* into <it>.\n" + "x" * 2970
    tell(done_on_both, Their_words=words, What_you_asked="Do you support it?", Link="https://example.org/v")
    (reply,) = replies(done_on_both)
    assert (reply.answer, reply.words, reply.source) == (Answer.NO_ANSWER, words, "https://example.org/v")
    assert done_to(done_on_both, reply.id) == [Deed.ADDED, Deed.CORRECTED]
    noted = shows(done_on_both, card_of(done_on_both), "Link: ", BEN)
    assert "You asked: “Do you support it?”" in noted["text"]
    assert "Answer: Declined to say" in noted["text"]
    with done_on_both.database.transaction(done_on_both.coalition_id, Purpose.READ) as db:
        kept = history.of(db, Subject.TOWN_HALL_OUTCOME, brought_back(done_on_both)[0].id)
    assert [one.deed for one in kept] == [Deed.ADDED, Deed.CORRECTED]


def test_the_form_opens_with_what_was_noted(done: Workspace) -> None:
    say(done, "In part")
    tell(done, Their_words="Maybe.", Answer="undecided", What_you_asked="Will you vote for it?")
    tell(done, Answer="opposed")
    (reply,) = replies(done)
    assert (reply.answer, reply.words) == (Answer.OPPOSED, "Maybe.")
    assert brought_back(done)[0].question == "Will you vote for it?"


def test_what_an_organiser_corrects_stays_corrected(done: Workspace) -> None:
    say(done, "Answered")
    tell(done, Their_words="Maybe.")
    shows(done, card_of(done), "They said: “Maybe.”", BEN)
    done.press("See more", answer(done.type("/candidates PA-07")))
    everything = newest(done, "[Correct]")
    done.submit(done.press("Correct", everything).view, Answer="undecided", Their_words="Perhaps.")
    shows(done, card_of(done), "They said: “Perhaps.”", BEN)
    tell(done, Link="https://example.org/v")
    (reply,) = replies(done)
    assert (reply.answer, reply.words) == (Answer.UNDECIDED, "Perhaps.")


def test_a_press_leaves_what_an_organiser_corrected(done: Workspace) -> None:
    say(done, "Answered")
    done.press("See more", answer(done.type("/candidates PA-07")))
    form = done.press("Correct", newest(done, "[Correct]")).view
    done.submit(form, Answer="undecided", Their_words="Perhaps.")
    done.press("Change", card_of(done), BEN)
    shows(done, card_of(done), "How did it go?", BEN)
    say(done, "In part")
    (reply,) = replies(done)
    assert (reply.answer, reply.words) == (Answer.UNDECIDED, "Perhaps.")


def test_their_words_are_not_lost_when_it_is_said_anew_meanwhile(done: Workspace) -> None:
    say(done, "Answered")
    form = done.press("Their words…", card_of(done), BEN).view
    done.press("Change", card_of(done), BEN)
    shows(done, card_of(done), "How did it go?", BEN)
    refused = done.submit(form, BEN, Their_words="I will.")
    assert "Say first how it went" in refused.raw["field_errors"]["words"]
    say(done, "In part")
    done.submit(form, BEN, Their_words="I will.")
    assert shows(done, card_of(done), "They said: “I will.”", BEN)


@pytest.mark.parametrize("length", [3001, 10_000])
def test_words_that_are_too_long_stay_in_the_form(done: Workspace, length: int) -> None:
    say(done, "Answered")
    form = done.press("Their words…", card_of(done), BEN).view
    refused = done.submit(form, BEN, Their_words="x" * length)
    assert "at most 3000 characters" in refused.raw["field_errors"]["words"]
    assert brought_back(done)[0].their_words is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org", "my notes", "https://"])
def test_only_a_web_address_is_a_link(done: Workspace, link: str) -> None:
    say(done, "Answered")
    view = done.press("Their words…", card_of(done), BEN).view
    errors = done.submit(view, BEN, Link=link).raw["field_errors"]
    assert "begins with https:// or http://" in "".join(errors.values())


def test_who_was_not_there_brings_no_answer(done: Workspace) -> None:
    noted = say(done, "I wasn't there")
    assert labels(noted) == ["Change"]
    assert replies(done) == []


def test_a_change_corrects_and_never_adds(done: Workspace) -> None:
    say(done, "Answered")
    done.press("Change", card_of(done), BEN)
    shows(done, card_of(done), "How did it go?", BEN)
    say(done, "Dodged")
    (reply,) = replies(done)
    assert (reply.answer, reply.withdrawn_at) == (Answer.NO_ANSWER, None)
    done.press("Change", card_of(done), BEN)
    shows(done, card_of(done), "How did it go?", BEN)
    say(done, "I didn't get to ask")
    (reply,) = replies(done)
    assert reply.withdrawn_at is not None


def test_only_whoever_was_there_says_how_it_went(done: Workspace) -> None:
    action = f"v1:note-how-it-went:outcome={brought_back(done)[0].id}:result=answered"
    press_made_up(done, action, answer(done.type("/districts PA-07", DEE)), DEE)
    assert newest(done, "Only whoever was there can say how it went.", DEE)
    assert brought_back(done)[0].result is None


def test_what_an_official_answered_stands_with_their_seat(on_sqlite: Workspace, tmp_path: Path) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    over(on_sqlite, who="PA-07")  # who sits there comes first
    say(on_sqlite, "In part", CORA, words="Rep. Ana Alva (PA-07)")
    heard = answer(on_sqlite.type("/candidates PA-07", DEE))["text"]
    assert ", answered in part.\n" in f"{heard}\n"
    say(on_sqlite, "Dodged", words="Rep. Ana Alva (PA-07)")
    tell(on_sqlite, words="Rep. Ana Alva (PA-07)", Their_words="We'll see.", What_you_asked="Will you?")
    assert replies(on_sqlite) == []
    told = answer(on_sqlite.type("/candidates PA-07", DEE))["text"]
    assert "Ana Alva, at a town hall on " in told
    assert ", dodged: Declined to say. Asked: “Will you?” Their words: “We'll see.”" in told


def test_what_an_official_who_runs_again_answered_is_a_reply_of_the_candidate(
    on_sqlite: Workspace, tmp_path: Path
) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    ready(on_sqlite)
    add_candidate(on_sqlite, "Ana Alva")
    log(on_sqlite, name="Ana Alva")
    card = published(on_sqlite, who="PA-07", when="in 2 days 3-4pm")  # who sits there comes first
    on_sqlite.press("I'm going", card, BEN)
    newest(on_sqlite, "You go:", BEN)
    go_to(on_sqlite, ends(on_sqlite) + timedelta(hours=2))
    words = "Rep. Ana Alva (PA-07)"
    say(on_sqlite, "Dodged", words=words)
    tell(on_sqlite, words=words, Their_words="We'll see.")
    (reply,) = replies(on_sqlite)
    assert (reply.answer, reply.words) == (Answer.NO_ANSWER, "We'll see.")
    assert answer(on_sqlite.type("/candidates PA-07", DEE))["text"].count("We'll see.") == 1
    assert "You need not follow up any more." in on_sqlite.told(ANA)
    on_sqlite.press("Change", card_of(on_sqlite, words=words), BEN)
    shows(on_sqlite, card_of(on_sqlite, words=words), "How did it go?", BEN)
    say(on_sqlite, "I wasn't there", words=words)
    (reply,) = replies(on_sqlite)
    assert reply.withdrawn_at is not None
    assert "We'll see." not in answer(on_sqlite.type("/candidates PA-07", DEE))["text"]


def test_it_ends_the_follow_ups_and_whoever_did_them_hears_of_it(campaign: Workspace) -> None:
    log(campaign)  # Ana has asked Jane Doe
    card = published(campaign, when="in 2 days 3-4pm")
    campaign.press("I'm going", card, BEN)
    newest(campaign, "You go:", BEN)
    go_to(campaign, ends(campaign) + timedelta(hours=2))
    say(campaign, "Answered")
    assert "<@U0BEN> logged an answer. You need not follow up any more." in campaign.told(ANA)
    go_to(campaign, ends(campaign) + timedelta(days=20))
    assert nudges(campaign) == []


def test_support_is_to_be_thanked_for(done: Workspace) -> None:
    say(done, "Answered")
    tell(done, Answer="support")
    go_to(done, days_later(ends(done), 5))
    assert "Thank Jane Doe" in done.told(BEN)


def test_the_answer_stands_with_the_candidate_and_in_the_digest(done: Workspace) -> None:
    say(done, "Answered")
    tell(done, Their_words="Yes, I will.", Answer="support")
    assert answer(done.type("/candidates PA-07", DEE))["text"].count("Yes, I will.") == 1
    go_to(done, days_later(ends(done), 1, 8) + timedelta(minutes=30))
    assert "Jane Doe (PA-07): Stated support. “Yes, I will.”" in newest(done, "1 new answer")["text"]


def test_who_had_not_said_that_they_go_can_bring_an_answer(done: Workspace) -> None:
    card = newest(done, "own hall with Jane Doe")
    say(done, "Answered")
    card = shows(done, card, "1 question asked: 1 answered, 0 in part, 0 dodged.")
    assert labels(card) == ["Say how it went"]
    done.press("Say how it went", card, DEE)
    asked = newest(done, "How did it go?", DEE)
    done.press("Dodged", asked, DEE)
    done.settle()
    shows(done, card, "2 questions asked: 1 answered, 0 in part, 1 dodged.")
    assert len(replies(done)) == 2


def test_before_it_has_begun_nobody_says_how_it_went(campaign: Workspace) -> None:
    card = published(campaign)
    assert "Say how it went" not in labels(card)
    assert "how it went" not in card["text"]


def test_at_its_end_the_card_asks_how_it_went(campaign: Workspace) -> None:
    card = published(campaign, when="in 10 days 3-4pm")
    campaign.submit(campaign.press("Correct", seen_closely(campaign)).view, When="in 10 days 5-6pm")
    campaign.settle()
    go_to(campaign, ends(campaign) - timedelta(minutes=1))
    assert "I'm going" in labels(shows(campaign, card, "Nobody has said yet that they go."))
    go_to(campaign, ends(campaign))
    over_now = shows(campaign, card, "Nobody has said yet how it went.")
    assert labels(over_now) == ["Say how it went"]


def test_what_officials_answered_is_in_the_channels_digest_once(on_sqlite: Workspace, tmp_path: Path) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    over(on_sqlite, who="PA-07")  # who sits there comes first
    words = "Rep. Ana Alva (PA-07)"
    say(on_sqlite, "In part", words=words)
    half_past_eight = days_later(ends(on_sqlite), 1, 8) + timedelta(minutes=30)
    go_to(on_sqlite, half_past_eight)
    assert "Ana Alva (PA-07): Other." in newest(on_sqlite, "1 new answer")["text"]
    tell(on_sqlite, words=words, Their_words="We'll see.")
    go_to(on_sqlite, half_past_eight + timedelta(days=1))
    digests = [one["text"] for one in on_sqlite.seen() if "new answer" in one["text"]]
    assert len(digests) == 1


def test_those_that_are_over_are_listed_with_how_they_went(done: Workspace) -> None:
    assert "Nobody has said yet how it went." in answer(done.type("/town-halls past", DEE))["text"]
    say(done, "Answered")
    say(done, "Dodged", CORA)
    published(done, when="in 5 days 3-4pm")
    told = answer(done.type("/town-halls past", DEE))
    assert told["text"].startswith("Town halls that are over")
    assert told["text"].count("Town hall with Jane Doe (PA-07)") == 1
    assert "2 questions asked: 1 answered, 0 in part, 1 dodged." in told["text"]
    assert "I'm going" not in labels(told)
    done.press("Say how it went", told, DEE)
    assert newest(done, "How did it go?", DEE)


def test_before_any_is_over_the_list_says_so(campaign: Workspace) -> None:
    assert "No town hall is over yet." in answer(campaign.type("/town-halls past"))["text"]
