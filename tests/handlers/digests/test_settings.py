"""`/digest`: when it comes, if at all."""

import re
from datetime import datetime, timedelta

import pytest

from tests.arranged_once import Arranged
from tests.handlers.digests.test_personal import digests, start
from tests.handlers.outreach.asking import JANE, SAM, add_candidate, days_later, go_to, log, to_monday
from tests.handlers.seeing import answer, newest, words_of
from tests.handlers.stored import facts
from tests.workspace import Workspace, labels


@pytest.fixture
def waiting(arranged: Arranged) -> Workspace:
    """It is Monday, ten o'clock in New York, and something waits for Ana every day."""
    return arranged(_waiting)


def _waiting(workspace: Workspace) -> None:
    workspace.set_up()
    to_monday(workspace)
    workspace.type("/claim-district PA-07")
    add_candidate(workspace, JANE)
    add_candidate(workspace, SAM)
    log(workspace, "email", JANE)


def said(workspace: Workspace, words: str) -> str:
    return answer(workspace.type(f"/digest {words}".strip()))["text"]


def at(workspace: Workspace, monday: datetime, days: int, hour: int, minute: int = 0) -> int:
    """How many digests Ana has had by then."""
    go_to(workspace, days_later(monday, days, hour) + timedelta(minutes=minute))
    return len(digests(workspace))


def test_it_says_when_it_comes(waiting: Workspace) -> None:
    told = answer(waiting.type("/digest"))
    assert told["text"].startswith("Your digest comes every day at 08:30.")
    assert labels(told) == ["See it now", "Another time", "Weekdays", "Off"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("07:15", "every day at 07:15"),
        ("7:15", "every day at 07:15"),
        ("5:00", "every day at 05:00"),
        ("17.30", "every day at 17:30"),
        ("7:15 p.m.", "every day at 19:15"),
        ("7:15 weekdays", "Monday to Friday at 07:15"),
        ("weekdays 6pm", "Monday to Friday at 18:00"),
        ("7:15am", "every day at 07:15"),
        ("6pm", "every day at 18:00"),
        ("noon", "every day at 12:00"),
        ("weekdays", "Monday to Friday at 08:30"),
        ("Weekdays", "Monday to Friday at 08:30"),
        ("every day", "every day at 08:30"),
        ("daily", "every day at 08:30"),
    ],
)
def test_it_can_be_changed(waiting: Workspace, typed: str, shown: str) -> None:
    assert f"Your digest comes {shown}." in said(waiting, typed)
    assert f"Your digest comes {shown}." in said(waiting, "")


@pytest.mark.parametrize(
    "typed", ["25:00", "7:75", "sometimes", "tomorrow 7am", "24:00", "weekends", "-5", "'; --"]
)
def test_what_is_unclear_is_asked_and_nothing_changes(waiting: Workspace, typed: str) -> None:
    before = facts(waiting)
    assert "Your digest comes" not in said(waiting, typed)
    assert facts(waiting) == before


def test_at_the_chosen_time_it_goes_through_quiet_hours(waiting: Workspace) -> None:
    monday = start(waiting)
    said(waiting, "05:45")
    assert at(waiting, monday, 1, 5, 40) == 0
    assert at(waiting, monday, 1, 5, 45) == 1
    assert at(waiting, monday, 1, 9) == 1


def test_on_weekdays_only(waiting: Workspace) -> None:
    monday = start(waiting)
    said(waiting, "weekdays")
    friday = at(waiting, monday, 4, 9)
    assert at(waiting, monday, 5, 9) == friday
    assert at(waiting, monday, 6, 9) == friday
    assert at(waiting, monday, 7, 9) == friday + 1


def test_off_and_on_again(waiting: Workspace) -> None:
    monday = start(waiting)
    assert "You get no digest." in said(waiting, "off")
    assert at(waiting, monday, 1, 9) == 0
    told = answer(waiting.type("/digest"))
    assert labels(told) == ["See it now", "Another time", "Every day", "Weekdays"]
    waiting.press("Every day", told)
    newest(waiting, "Your digest comes every day at 08:30.")
    assert at(waiting, monday, 2, 9) == 1


def test_changed_after_it_came_it_does_not_come_again(waiting: Workspace) -> None:
    monday = start(waiting)
    assert at(waiting, monday, 1, 9) == 1
    said(waiting, "11:00")
    assert at(waiting, monday, 1, 12) == 1
    assert at(waiting, monday, 2, 12) == 2


def test_another_time_by_the_form_from_the_digest_itself(waiting: Workspace) -> None:
    monday = start(waiting)
    assert at(waiting, monday, 1, 9) == 1
    form = waiting.press("Not at this hour", digests(waiting)[0]).view
    assert form["title"] == "Your digest"
    done = waiting.submit(form, Time="6:30pm")
    assert "Your digest comes every day at 18:30." in words_of(done.view).replace("\n", "")
    assert at(waiting, monday, 2, 9) == 1
    assert at(waiting, monday, 2, 18, 30) == 2


def test_an_unclear_time_is_said_in_the_form(waiting: Workspace) -> None:
    form = waiting.press("Another time", answer(waiting.type("/digest"))).view
    acted = waiting.submit(form, Time="half past")
    assert acted.view["id"] == form["id"]


@pytest.mark.parametrize("typed", ["7", "0715", "banana", "half past", "every Tuesday", "25:00", ""])
def test_only_times_are_proposed(waiting: Workspace, typed: str) -> None:
    """What the form proposes, it takes: no “tomorrow 3pm”, which it refuses."""
    form = waiting.press("Another time", answer(waiting.type("/digest"))).view
    asked = str(waiting.submit(form, Time=typed).raw["field_errors"])
    assert "tomorrow" not in asked
    assert "7/14" not in asked
    proposed = re.findall("“([^”]*)”", asked.removeprefix(typed))
    for words in proposed:
        if words != typed:
            again = waiting.press("Another time", answer(waiting.type("/digest"))).view
            done = waiting.submit(again, Time=words)
            assert done.raw["field_errors"] == {}, words


@pytest.mark.parametrize("typed", ["7", "0715", "8 oclock"])
def test_typed_too_only_times_are_proposed(waiting: Workspace, typed: str) -> None:
    told = said(waiting, typed)
    assert "am" in told
    assert "tomorrow" not in told
    assert "7/14" not in told


def test_home_shows_what_waits_and_when_the_digest_comes(waiting: Workspace) -> None:
    said(waiting, "weekdays")
    home = words_of(waiting.open_home()).replace("\n", "")
    assert "To do first" in home
    assert "is owed the same as the others." in home
    assert "coming up: Jane Doe" in home
    assert "Your digest comes Monday to Friday at 08:30." in home
    assert "When my digest comes" in home
