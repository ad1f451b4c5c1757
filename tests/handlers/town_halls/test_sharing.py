"""Sharing what was answered: off until a compliance lead lets it, and always with the whole race."""

from pathlib import Path

import pytest

from storage import history
from storage.database import Purpose
from storage.history import Subject
from tests.arranged_once import Arranged
from tests.handlers.arranging import import_members
from tests.handlers.outreach.asking import SAM, add_candidate, log_reply
from tests.handlers.seeing import answer, newest, shows, words_of
from tests.handlers.town_halls.afterwards import card_of, over, say, tell
from tests.storage.files import made_up
from tests.workspace import ANA, BEN, CORA, Workspace, labels


@pytest.fixture
def done(arranged: Arranged) -> Workspace:
    """Ben asked Jane Doe; it is two hours after the end. Ana is compliance lead."""
    return arranged(_done)


def _done(workspace: Workspace) -> None:
    over(workspace)
    workspace.type("/coalition role @ana compliance lead")


def publishing(workspace: Workspace, words: str, user: str = ANA) -> str:
    return answer(workspace.type(f"/coalition publishing {words}", user))["text"]


def shared(workspace: Workspace, words: str = "hall with Jane Doe") -> str:
    """What Ben is given to copy."""
    card = shows(workspace, card_of(workspace, words=words), "[Share it]", BEN)
    workspace.press("Share it", card, BEN)
    return newest(workspace, "A text to share", BEN, card["channel"])["text"]


def test_it_is_off_until_a_compliance_lead_turns_it_on(done: Workspace) -> None:
    assert "Share it" not in labels(say(done, "Answered"))
    assert "Only" in publishing(done, "on", BEN)
    assert publishing(done, "on").startswith("Publishing is on: ")
    card = shows(done, card_of(done), "[Share it]", BEN)
    assert publishing(done, "on") == "Publishing is on already."
    assert publishing(done, "off").startswith("Publishing is off")
    done.press("Share it", card, BEN)
    assert newest(done, "Sharing is off.", BEN, card["channel"])
    assert done.eventually(lambda: "Share it" not in labels(card_of(done)))


def test_who_decided_it_is_kept(done: Workspace) -> None:
    publishing(done, "on")
    publishing(done, "off")
    with done.database.transaction(done.coalition_id, Purpose.READ) as db:
        kept = history.of(db, Subject.COALITION, done.coalition_id)
    assert [one.after for one in kept] == [{"may_publish": True}, {"may_publish": False}]
    assert len({one.by_member_id for one in kept} - {None}) == 1


def test_an_organiser_alone_does_not_decide_it(done: Workspace) -> None:
    done.type("/districts", CORA)
    done.type("/coalition role @cora admin")
    assert "Publishing is" not in publishing(done, "on", CORA)


def test_the_whole_race_is_named_who_has_not_answered_too(done: Workspace) -> None:
    add_candidate(done, SAM)
    add_candidate(done, "Lee Castillo")
    log_reply(done, name=SAM, words="I stand with them.")
    publishing(done, "on")
    say(done, "In part")
    tell(done, What_you_asked="Will you vote for it?", Their_words="I might.", Answer="undecided")
    text = shared(done)
    assert "At the town hall on Thu " in text
    assert ", I asked Jane Doe (PA-07): “Will you vote for it?”\nThey said: “I might.”" in text
    assert "Their answer: Undecided." in text
    assert "Sam Blake, who runs for the same seat: Stated support. “I stand with them.”" in text
    assert "Lee Castillo, who runs for the same seat, has not answered yet." in text


def test_long_words_are_not_cut(done: Workspace) -> None:
    words = "".join(f"{number:03}," for number in range(750))
    publishing(done, "on")
    say(done, "Answered")
    tell(done, What_you_asked="Will you?", Their_words=words)
    shared(done)
    card = newest(done, "A text to share", BEN, card_of(done)["channel"])
    read = words_of(card).replace("\n", "")
    assert f"“{words}”" in read


def test_a_dodge_is_named_as_one(done: Workspace) -> None:
    publishing(done, "on")
    say(done, "Dodged")
    tell(done, What_you_asked="Will you vote for it?")
    assert "“Will you vote for it?”\nThey declined to say." in shared(done)


def test_without_the_question_it_is_asked_for_first(done: Workspace) -> None:
    publishing(done, "on")
    card = say(done, "Answered")
    done.press("Share it", card, BEN)
    assert newest(done, "Write first what you asked", BEN, card["channel"])


def test_an_official_who_runs_again_is_shown_with_their_race(on_sqlite: Workspace, tmp_path: Path) -> None:
    import_members(on_sqlite.database, tmp_path, [made_up.ANA])
    over(on_sqlite, who="PA-07")  # who sits there comes first
    add_candidate(on_sqlite, "Ana Alva")
    on_sqlite.type("/coalition role @ana compliance lead")
    publishing(on_sqlite, "on")
    words = "Rep. Ana Alva (PA-07)"
    say(on_sqlite, "Answered", words=words)
    tell(on_sqlite, words=words, What_you_asked="Will you?", Their_words="Yes.", Link="https://example.org/v")
    text = shared(on_sqlite, words)
    assert "I asked Rep. Ana Alva (PA-07): “Will you?”\nThey said: “Yes.”\nhttps://example.org/v" in text
    assert "Jane Doe, who runs for the same seat, has not answered yet." in text
    assert "Ana Alva, who runs" not in text


def test_who_may_not_turn_it_on_hears_who_may_and_how_to_become_that(on_sqlite: Workspace) -> None:
    """In a new coalition nobody is compliance lead yet, and the list of members names none."""
    on_sqlite.type("/coalition role @ana admin")
    on_sqlite.settle()
    told = publishing(on_sqlite, "on")
    assert "Only a compliance lead can do this." in told
    assert "an admin makes somebody one with /coalition role" in told
    on_sqlite.type("/coalition role @ana compliance lead")
    assert publishing(on_sqlite, "on").startswith("Publishing is on: ")
