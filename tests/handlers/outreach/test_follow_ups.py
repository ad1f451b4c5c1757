"""A chain of follow-ups: three nudges at nine o'clock, what its buttons do, and how it ends."""

from datetime import timedelta

import pytest

from storage.outbox import SendState
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import (
    JANE,
    SAM,
    add_candidate,
    contacts,
    days_later,
    go_to,
    log,
    log_reply,
    nudges,
    to_monday,
    waiting,
)
from tests.handlers.seeing import answer, shows
from tests.handlers.stored import ends_of
from tests.workspace import ANA, BEN, CORA, Workspace, labels


@pytest.fixture
def asked(arranged: Arranged) -> Workspace:
    """Ana leads PA-07; Ben supports. Both candidates are known."""
    return arranged(_ready)


@pytest.fixture
def on_both(workspace: Workspace) -> Workspace:
    """The same, on SQLite and on PostgreSQL."""
    return _ready(workspace)


def _ready(workspace: Workspace) -> Workspace:
    workspace.set_up()
    workspace.type("/claim-district PA-07")
    workspace.type("/claim-district PA-07 support", BEN)
    add_candidate(workspace, JANE)
    add_candidate(workspace, SAM)
    workspace.settle()
    return workspace


def test_three_nudges_at_nine_then_no_response(on_both: Workspace) -> None:
    monday = to_monday(on_both)
    log(on_both)
    go_to(on_both, days_later(monday, 3) - timedelta(minutes=5))
    assert nudges(on_both) == []
    for step, days in enumerate((3, 7, 14), 1):
        go_to(on_both, days_later(monday, days))
        nudge = nudges(on_both)[-1]
        assert nudge["text"].startswith(f"Follow up with Jane Doe (PA-07), follow-up {step} of 3\n")
        assert "You wrote an email" in nudge["text"]
        assert labels(nudge) == ["I followed up", "They replied", "Tomorrow"]
        on_both.press("I followed up", nudge)
        shows(on_both, nudge, f"followed up {step} of 3 times")
        on_both.advance(hours=1)
    assert len(contacts(on_both)) == 4
    go_to(on_both, days_later(monday, 21))
    assert "count as “no response”" in on_both.told(ANA)
    assert "staff, a question at a town hall, or an invitation" in on_both.told(ANA)


@pytest.mark.parametrize(("asker", "told"), [(BEN, BEN), (CORA, ANA)], ids=["a supporter", "nobody there"])
def test_another_way_is_offered_to_whoever_works_the_district(
    asked: Workspace, asker: str, told: str
) -> None:
    monday = to_monday(asked)
    log(asked, user=asker)
    for days in (3, 7, 14):
        go_to(asked, days_later(monday, days, hour=14))  # nine where any of them is has passed
        asked.press("I followed up", nudges(asked, asker)[-1], asker)
    go_to(asked, days_later(monday, 21, hour=14))
    others = {ANA, BEN, CORA} - {told}
    assert "count as “no response”" in asked.told(told)
    assert not any("count as “no response”" in asked.told(other) for other in others)


def test_words_with_staff_count_as_a_contact_and_a_follow_up(asked: Workspace) -> None:
    monday = to_monday(asked)
    view = asked.type("/log-contact").view
    staff = {"Outcome": "spoke", "Note": "The scheduler will ask."}
    asked.submit(view, Candidate=asked.pick("Candidate", "jane", view), How="phone", **staff)
    asked.settle()
    assert "Last contact: Phone call, today. No answer yet." in candidates(asked)
    go_to(asked, days_later(monday, 3))
    view = asked.type("/log-contact").view
    asked.submit(view, Candidate=asked.pick("Candidate", "jane", view), How="phone", **staff)
    asked.settle()
    assert "Followed up 1 of 3 times, no answer yet." in candidates(asked)
    assert [one.outcome.value for one in contacts(asked)] == ["spoke", "spoke"]


def candidates(workspace: Workspace) -> str:
    """What `/candidates` says of both."""
    return " ".join(answer(workspace.type("/candidates PA-07"))["text"].split())


def test_pressing_twice_logs_once(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 3))
    (nudge,) = nudges(asked)
    asked.press("I followed up", nudge)
    asked.press("I followed up", nudge)
    assert len(contacts(asked)) == 2


def test_a_nudge_that_nobody_logged_is_not_a_follow_up(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked, user=BEN)
    for days in (3, 7, 14):
        go_to(asked, days_later(monday, days, hour=13))  # nine where Ben is has passed
    assert len(nudges(asked, BEN)) == 3
    asked.press("I followed up", nudges(asked, BEN)[-1], BEN)
    go_to(asked, days_later(monday, 21, hour=13))
    assert "not followed up (1 of 3). Somebody could ask once more." in asked.told(ANA)
    assert "ask once more" not in asked.told(BEN)


def test_a_reply_ends_it(on_both: Workspace) -> None:
    monday = to_monday(on_both)
    log(on_both)
    go_to(on_both, days_later(monday, 3))
    (nudge,) = nudges(on_both)
    view = on_both.press("They replied", nudge).view
    assert view["title"] == "Log a reply"
    done = on_both.submit(view, Answer="declined_to_say", Their_words="No comment.")
    assert "The follow-ups have stopped." in done.text + str(done.view)
    shows(on_both, nudge, "Jane Doe (PA-07) answered. There is nothing to follow up.")
    on_both.type("/digest off")
    before = len(nudges(on_both, words=JANE))
    for days in (7, 14, 21):
        go_to(on_both, days_later(monday, days))
    assert len(nudges(on_both, words=JANE)) == before
    assert ends_of(on_both, "follow-up") == [SendState.SENT, SendState.DROPPED, SendState.DROPPED]


def test_whoever_followed_up_is_told_that_somebody_else_has_the_answer(asked: Workspace) -> None:
    to_monday(asked)
    log(asked, user=BEN)
    log_reply(asked, words="Yes.")
    assert "logged an answer. You need not follow up any more." in asked.told(BEN)
    assert "Jane Doe: Stated support. “Yes.”" in asked.told(BEN)


def test_a_reply_taken_back_lets_it_go_on(on_both: Workspace) -> None:
    monday = to_monday(on_both)
    log(on_both)
    view = log_reply(on_both, Answer="other").view
    on_both.press_in_view("Take it back", view)
    go_to(on_both, days_later(monday, 3))
    assert len(nudges(on_both)) == 1


def test_when_request_and_reply_are_both_taken_back_nothing_goes_on(asked: Workspace) -> None:
    monday = to_monday(asked)
    told = log(asked)
    view = log_reply(asked, Answer="other").view
    asked.press("Take it back", told)
    done = asked.press_in_view("Take it back", view)
    assert "go on" not in str(done.raw)
    go_to(asked, days_later(monday, 3))
    assert nudges(asked) == []
    assert "Not contacted yet." in answer(asked.type("/candidates PA-07"))["text"]


def test_tomorrow_asks_again_on_the_next_working_day(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 3))
    (nudge,) = nudges(asked)
    asked.press("Tomorrow", nudge)
    asked.eventually(lambda: "I'll remind you of Jane Doe again " in asked.told(ANA))
    assert days_later(monday, 4) in waiting(asked, "follow-up")
    go_to(asked, days_later(monday, 4))
    assert len(nudges(asked)) == 2


def test_nothing_is_said_at_weekends(asked: Workspace) -> None:
    monday = to_monday(asked)
    go_to(asked, days_later(monday, 2, hour=12))  # a Wednesday: three days later is a Saturday
    log(asked)
    assert waiting(asked, "follow-up")[0] == days_later(monday, 7)


def test_who_releases_the_seat_hands_over_to_its_lead(on_both: Workspace) -> None:
    monday = to_monday(on_both)
    log(on_both, user=BEN)
    on_both.type("/release-district PA-07", BEN)
    assert "You follow up with Jane Doe (PA-07) now" in on_both.told(ANA)
    go_to(on_both, days_later(monday, 3))
    assert len(nudges(on_both, ANA)) == 1
    assert nudges(on_both, BEN) == []


def test_where_nobody_is_left_the_organisers_are_told(asked: Workspace) -> None:
    asked.type("/claim-district NJ-07", CORA)
    add_candidate(asked, "Lee Castillo", "NJ-07")
    monday = to_monday(asked)
    log(asked, name="Lee Castillo", user=CORA)
    asked.type("/release-district NJ-07", CORA)
    assert (
        "asked Lee Castillo (NJ-07), and gave the district back. It has no lead who would follow up now."
        in asked.told(ANA)
    )
    go_to(asked, days_later(monday, 3))
    assert nudges(asked, CORA) == []


def test_an_old_nudge_begins_a_new_request(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 3))
    (nudge,) = nudges(asked)
    asked.advance(days=90)
    asked.settle()
    asked.press("I followed up", nudge)
    shows(asked, nudge, "Jane Doe (PA-07) was asked anew. The newer reminder counts.")
    assert "this is a new request. I'll remind you to follow up" in asked.told(ANA)
    asked.press("I followed up", nudge)
    first, again = contacts(asked)
    assert again.chain_id != first.chain_id
    assert "No answer yet." in answer(asked.type("/candidates PA-07"))["text"]
    assert len(waiting(asked, "follow-up")) == 3


def test_a_supportive_answer_is_to_be_thanked_for_until_that_is_done(on_both: Workspace) -> None:
    monday = to_monday(on_both)
    log_reply(on_both, words="I will.")
    go_to(on_both, days_later(monday, 1))
    thanks = nudges(on_both, words="Thank Jane Doe")
    assert len(thanks) == 1
    go_to(on_both, days_later(monday, 3))
    assert len(nudges(on_both, words="Thank Jane Doe")) == 2
    on_both.press("I said thank you", nudges(on_both, words="Thank Jane Doe")[-1])
    shows(on_both, thanks[0], "Jane Doe was thanked.")
    go_to(on_both, days_later(monday, 7))
    assert nudges(on_both, words="Thank Jane Doe") == []


@pytest.mark.parametrize(("logged", "back", "said"), [(0, (1, 22), (2, 8)), (3, (5, 12), (7, 8))])
def test_a_thank_you_is_not_asked_for_at_night_nor_at_a_weekend(
    asked: Workspace, logged: int, back: tuple[int, int], said: tuple[int, int]
) -> None:
    """The bot was away when it came due, and is back at such an hour."""
    monday = to_monday(asked)
    go_to(asked, days_later(monday, logged, hour=11))
    log_reply(asked, words="I will.")
    go_to(asked, days_later(monday, *back))
    assert nudges(asked, words="Thank Jane Doe") == []
    go_to(asked, days_later(monday, *said) - timedelta(minutes=1))
    assert nudges(asked, words="Thank Jane Doe") == []
    go_to(asked, days_later(monday, *said))
    assert len(nudges(asked, words="Thank Jane Doe")) == 1


def test_after_a_long_silence_of_ours_one_nudge_comes_and_says_so(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 15, hour=11))
    (nudge,) = nudges(asked)
    assert nudge["text"].startswith(
        "Follow up with Jane Doe (PA-07), follow-up 3 of 3\nThis should have reached you "
    )


def test_tomorrow_and_the_next_follow_up_on_one_morning_come_as_one(asked: Workspace) -> None:
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 3))
    go_to(asked, days_later(monday, 6, hour=12))  # a Sunday: tomorrow is the day of the second
    asked.press("Tomorrow", nudges(asked)[0])
    go_to(asked, days_later(monday, 7))
    assert [one["text"].splitlines()[0][-6:] for one in nudges(asked)] == ["1 of 3", "2 of 3"]


def test_no_tomorrow_is_promised_that_comes_when_it_is_over(asked: Workspace) -> None:
    """The Friday before: the next working day is the one on which it counts as not followed up."""
    monday = to_monday(asked)
    log(asked)
    go_to(asked, days_later(monday, 18))
    before = len(waiting(asked, "follow-up"))
    asked.press("Tomorrow", nudges(asked)[-1])
    said = "Jane Doe counts as not followed up by then, so I won't remind you again."
    asked.eventually(lambda: said in asked.told(ANA))
    assert len(waiting(asked, "follow-up")) == before


def test_a_follow_up_that_was_missed_is_not_counted_by_pressing_twice(on_sqlite: Workspace) -> None:
    """The first reminder went by; on the second one, a press is one follow-up, and the card says so."""
    on_sqlite.set_up(ANA, None)
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/digest off")
    add_candidate(on_sqlite)
    log(on_sqlite)
    go_to(on_sqlite, days_later(monday, 7))
    nudge = nudges(on_sqlite)[-1]
    assert "follow-up 2 of 3" in nudge["text"]
    on_sqlite.press("I followed up", nudge)
    now = shows(on_sqlite, nudge, "followed up 1 of 3 times")
    assert labels(now) == ["They replied"]
    assert len(contacts(on_sqlite)) == 2


def test_only_reminders_that_will_come_are_promised(on_sqlite: Workspace) -> None:
    """Who asks again before the first reminder hears of the second, since the first will not come."""
    on_sqlite.set_up(ANA, None)
    monday = to_monday(on_sqlite)
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.type("/digest off")
    add_candidate(on_sqlite)
    log(on_sqlite, "email")
    told = log(on_sqlite, "phone")["text"]
    assert f"{int(days_later(monday, 7).timestamp())}^" in told
    go_to(on_sqlite, days_later(monday, 3))
    assert nudges(on_sqlite) == []
    go_to(on_sqlite, days_later(monday, 7))
    assert "follow-up 2 of 3" in nudges(on_sqlite)[0]["text"]


@pytest.mark.parametrize(
    "typed",
    [
        "letter yesterday 3pm",
        "yesterday 3pm letter",
        "letter sent yesterday 3pm",
        "letter yesterday 3pm left message",
    ],
)
def test_typed_in_the_order_in_which_people_think(on_sqlite: Workspace, typed: str) -> None:
    on_sqlite.set_up(ANA, None)
    monday = to_monday(on_sqlite)
    add_candidate(on_sqlite)
    on_sqlite.type(f'/log-contact "Jane Doe" {typed}')
    (kept,) = contacts(on_sqlite)
    assert kept.tactic == "letter"
    assert kept.at == days_later(monday, -1, hour=15)
