"""A visit moves or is called off: its card, those who come, calendars and reminders follow."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from storage.visits.visits import Stage
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import newest, shows, with_words
from tests.handlers.visits.arranged import arrange, due, ready, role_card, take, told_in_thread, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, controls, label

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def visit(arranged: Arranged) -> Workspace:
    """A visit in ten days at ten; Ben makes the ask, Cora comes."""
    return arranged(_visit)


@pytest.fixture
def visit_on_both(workspace: Workspace) -> Workspace:
    """The same, on SQLite and on PostgreSQL."""
    _visit(workspace)
    return workspace


def _visit(workspace: Workspace) -> None:
    arrange(ready(workspace))
    take(workspace, "The ask", BEN)
    workspace.press("I'm coming", role_card(workspace), CORA)


def move(workspace: Workspace, when: str, user: str = ANA) -> str:
    card = newest(workspace, "Visit: Jane Doe (PA-07)", user)
    return str(workspace.submit(workspace.press("Move", card, user).view, user, When=when).raw)


def test_everybody_who_comes_is_told_once_and_the_cards_follow(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)")
    assert "everybody who comes is told" in move(visit, "in 11 days at 3pm")
    shows(visit, card, "15:00 Eastern time (30 min)")
    assert "15:00 Eastern time" in role_card(visit, "15:00")["text"]
    for user in (BEN, CORA):
        assert visit.told(user).count("has moved: it is") == 1
    assert "has moved" not in visit.told(ANA)
    assert "has moved" not in visit.told(DEE)


def test_the_message_that_asked_about_a_role_shows_the_new_time_and_that_it_is_off(visit: Workspace) -> None:
    visit.submit(visit.press("Assign…", role_card(visit)).view, Who=CORA, Role="facilitator")
    asked = with_words(visit, "asks you to take Facilitator", CORA)
    move(visit, "in 11 days at 3pm")
    shows(visit, asked, "15:00 Eastern time", CORA)
    visit.press("Accept", asked, CORA)
    shows(visit, asked, "You have Facilitator", CORA)
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe (PA-07)"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    shows(visit, asked, "That visit was cancelled", CORA)


def test_reminders_move_along(visit: Workspace) -> None:
    (before,) = due(visit, "visit-prepare")
    assert len(due(visit, "visit-day-before")) == len(due(visit, "visit-hour-before")) == 2
    move(visit, "in 11 days at 3pm")
    (after,) = due(visit, "visit-prepare")
    assert after - before == timedelta(days=1, hours=5)
    assert len(due(visit, "visit-day-before")) == len(due(visit, "visit-hour-before")) == 2


def test_moving_it_to_where_it_is_and_to_the_past_is_refused(visit: Workspace) -> None:
    (row,) = visit_rows(visit)
    when = row.starts_at.astimezone(NEW_YORK).strftime("%Y-%m-%d 10am")
    assert "That is when it is already" in move(visit, when)
    assert "That is past" in move(visit, "yesterday 10am")
    assert visit_rows(visit)[0].sequence == 0


def test_only_who_arranged_it_or_an_organiser_moves_or_cancels_it(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)", BEN)
    visit.press("Move", card, BEN)
    assert newest(visit, "Only whoever arranged it, or an organiser", BEN)["ephemeral"]
    visit.press("Cancel it", card, CORA)
    assert newest(visit, "Only whoever arranged it, or an organiser", CORA)["ephemeral"]
    assert visit_rows(visit)[0].stage is Stage.ARRANGED


def test_all_that_is_said_before_and_after_it_moves_by_as_much(visit: Workspace) -> None:
    kinds = (
        "visit-prepare", "visit-rehearse", "visit-gaps", "visit-day-before", "visit-hour-before",
        "visit-debrief", "visit-thanks", "visit-keep-in-touch",
    )  # fmt: skip
    before = {kind: due(visit, kind) for kind in kinds}
    assert all(before.values())
    move(visit, "in 12 days at 10am")
    for kind in kinds:
        local = [
            [at.astimezone(NEW_YORK).replace(tzinfo=None) for at in one]
            for one in (before[kind], due(visit, kind))
        ]
        assert local[1] == [at + timedelta(days=2) for at in local[0]], kind


def test_who_only_says_or_brings_something_is_told_too(visit: Workspace) -> None:
    visit.type("/visits", DEE)
    visit.press("Prepare…", role_card(visit, user=BEN), BEN)
    form = visit.press("Add a point…", told_in_thread(visit, "Prepare: Jane Doe", BEN), BEN).view
    visit.submit(form, BEN, Point="Families wait for two years", Who_says_it=DEE)
    move(visit, "in 11 days at 3pm")
    assert visit.told(DEE).count("has moved: it is") == 1
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe (PA-07)"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    assert visit.told(DEE).count("is cancelled. It was to be") == 1


def test_a_cancelled_visit_reminds_nobody(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)")
    visit.press("Cancel it", card)
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    shows(visit, card, "Cancelled. It was to be")
    for user in (BEN, CORA):
        assert visit.told(user).count("is cancelled. It was to be") == 1
    for kind in (
        "visit-prepare", "visit-rehearse", "visit-gaps", "visit-day-before", "visit-hour-before",
        "visit-debrief", "visit-thanks", "visit-keep-in-touch",
    ):  # fmt: skip
        assert due(visit, kind) == []
    go_to(visit, visit_rows(visit)[0].starts_at)
    assert "Soon:" not in visit.told(BEN)


def test_a_visit_moved_over_a_change_of_clocks_keeps_its_wall_clock(visit: Workspace) -> None:
    move(visit, "2027-03-13 10am")
    move(visit, "2027-03-14 10am")  # clocks go forward that night
    (row,) = visit_rows(visit)
    assert row.starts_at.astimezone(NEW_YORK).hour == 10
    (prepare,) = due(visit, "visit-prepare")
    assert prepare.astimezone(NEW_YORK).strftime("%d %H:%M") == "09 10:00"
    assert row.starts_at - prepare == timedelta(days=5, hours=-1)
    assert all(at.astimezone(NEW_YORK).hour == 10 for at in due(visit, "visit-day-before"))


def links(workspace: Workspace, user: str) -> list[str]:
    workspace.press("Calendar", newest(workspace, "Visit: Jane Doe (PA-07)", user), user)
    told = newest(workspace, "Into your calendar", user)
    return re.findall(r"<(http[^|]+)\|", told["text"])


def events(workspace: Workspace, address: str) -> list[Any]:
    read: Any = Calendar.from_ical(workspace.client.get(address).text)
    return list(read.events)


def test_calendars(visit: Workspace) -> None:
    one, everything = links(visit, BEN)
    for address in (one, everything):
        (event,) = events(visit, address)
        assert event["SUMMARY"] == "Visit: Jane Doe"
        assert event["SEQUENCE"] == 0
        assert event["DTSTART"].dt.astimezone(NEW_YORK).hour == 10
    move(visit, "in 11 days at 3pm")
    (event,) = events(visit, everything)
    assert event["SEQUENCE"] == 1
    assert event["DTSTART"].dt.astimezone(NEW_YORK).hour == 15
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe (PA-07)"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    (event,) = events(visit, everything)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_who_takes_no_part_has_an_empty_calendar_and_a_new_link_ends_the_old(visit: Workspace) -> None:
    one, everything = links(visit, DEE)
    assert visit.client.get(one).status_code == 200
    assert events(visit, everything) == []
    told = newest(visit, "Into your calendar", DEE)
    assert [label(control) for control in controls(told)] == ["New link", "End the link"]
    visit.press("New link", told, DEE)
    fresh = newest(visit, "as a subscription", DEE)
    assert visit.client.get(everything).status_code == 404
    (address,) = re.findall(r"<(http[^|]+)\|", fresh["text"])
    assert visit.client.get(address).status_code == 200
    assert visit.client.get(address.replace(".ics", "/99.ics")).status_code == 404
    assert visit.client.get(address.replace(".ics", "/x.ics")).status_code == 404


def rehearse(workspace: Workspace, when: str) -> None:
    workspace.press("Prepare…", role_card(workspace, user=BEN), BEN)
    card = told_in_thread(workspace, "Prepare: Jane Doe (PA-07)", BEN)
    workspace.submit(workspace.press("Rehearsal…", card, BEN).view, BEN, When=when, Where="Zoom")


def rehearsed(workspace: Workspace) -> str | None:
    at = visit_rows(workspace)[0].rehearsed_at
    return at and at.astimezone(NEW_YORK).strftime("%Y-%m-%d %H:%M")


def test_the_rehearsal_moves_along_by_the_clocks_of_the_place(visit: Workspace) -> None:
    move(visit, "2027-03-12 10am")
    rehearse(visit, "2027-03-11 6pm")
    told = move(visit, "2027-03-14 11am")  # clocks go forward that night
    assert rehearsed(visit) == "2027-03-13 19:00"
    assert "Rehearsal: " in told
    for user in (BEN, CORA):
        (last,) = [one for one in visit.told(user).split("The visit with") if "Zoom" in one]
        assert "has moved: it is" in last
        assert "Rehearsal: " in last
    assert "Rehearsal: " in role_card(visit, "Zoom")["text"]


def test_a_rehearsal_that_would_make_no_sense_is_taken_off_and_that_is_said(visit: Workspace) -> None:
    rehearse(visit, "in 9 days at 6pm")
    told = move(visit, "in 11 days at 3pm")  # it would be at 23:00
    assert "Its rehearsal no longer fits, so it is off." in told
    for user in (BEN, CORA):
        assert visit.told(user).count("Its rehearsal no longer fits, so it is off.") == 1
    assert rehearsed(visit) is None
    assert "Rehearsal: " not in role_card(visit, "15:00")["text"]
    rehearse(visit, "in 9 days at 6pm")
    move(visit, "tomorrow 3pm")
    assert rehearsed(visit) is None


def test_a_visit_that_loses_its_time_is_rehearsed_so_many_days_before(visit: Workspace) -> None:
    rehearse(visit, "in 9 days at 6pm")
    before = visit_rows(visit)[0].rehearsed_at
    move(visit, "in 12 days")
    after = visit_rows(visit)[0].rehearsed_at
    assert before is not None
    assert after == before + timedelta(days=2)


def test_of_two_who_move_it_at_once_the_second_sees_what_the_first_has_agreed_on(visit: Workspace) -> None:
    card = newest(visit, "Visit: Jane Doe (PA-07)")
    visit.type("/coalition role <@U0BEN> organiser")
    first, second = (visit.press("Move", card, user).view for user in (BEN, ANA))
    visit.submit(first, BEN, When="in 11 days at 3pm")
    told = str(visit.submit(second, When="in 12 days at 4pm").raw["field_errors"])
    assert "Somebody else has moved it meanwhile: it is " in told
    assert "15:00 Eastern time now. Close this, and press Move again." in told
    assert visit_rows(visit)[0].sequence == 1
    assert visit.told(CORA).count("has moved: it is") == 1
    move(visit, "in 12 days at 4pm")
    assert visit_rows(visit)[0].sequence == 2


def test_forms_that_are_sent_in_the_same_moment_move_it_once(visit_on_both: Workspace) -> None:
    workspace, movers = visit_on_both, (ANA, BEN, CORA, DEE)
    for user in movers[1:]:
        workspace.type("/visits", user)
        workspace.type(f"/coalition role <@{user}> organiser")
    card = newest(workspace, "Visit: Jane Doe (PA-07)")
    views = [workspace.press("Move", card, user).view for user in movers]

    def send(number: int) -> bool:
        acted = workspace.submit(views[number], movers[number], When=f"in {11 + number} days at 3pm")
        return "everybody who comes is told" in str(acted.raw)

    with ThreadPoolExecutor(len(movers)) as pool:
        assert sum(pool.map(send, range(len(movers)))) == 1
    assert visit_rows(workspace)[0].sequence == 1
    told = [workspace.told(user).count("has moved: it is") for user in (BEN, CORA)]
    assert sum(told) in (1, 2)  # whoever has moved it knows
    assert len(due(workspace, "visit-day-before")) == 2


def test_a_link_that_was_ended_leads_nowhere_and_another_one_is_made(visit: Workspace) -> None:
    one, everything = links(visit, BEN)
    visit.press("End the link", newest(visit, "Into your calendar", BEN), BEN)
    assert (
        "leads nowhere any more. /calendar makes another one." in newest(visit, "leads nowhere", BEN)["text"]
    )
    assert [visit.client.get(address).status_code for address in (one, everything)] == [404, 404]
    assert visit.client.get(links(visit, CORA)[1]).status_code == 200
    (address,) = re.findall(r"<(http[^|]+)\|", visit.type("/calendar", BEN).text)
    assert address != everything
    assert len(events(visit, address)) == 1
    assert visit.client.get(everything).status_code == 404


def test_what_is_called_off_at_night_is_heard_before_anybody_sets_out(visit: Workspace) -> None:
    """Ben, in Chicago, would be on his way by eight; Dee comes to nothing and Cora sleeps on."""
    take(visit, "Note-taker", DEE)
    move(visit, "tomorrow 9:30am")
    at = visit_rows(visit)[0].starts_at
    go_to(visit, at - timedelta(hours=8))  # half past one in New York
    assert "is cancelled" not in visit.told(BEN)
    visit.press("Cancel it", newest(visit, "Visit: Jane Doe (PA-07)"))
    visit.press("Yes, cancel it", newest(visit, "Cancel this visit?"))
    for user in (BEN, CORA, DEE):
        assert visit.told(user).count("is cancelled. It was to be") == 1


def test_what_is_moved_at_night_is_heard_at_once_only_where_that_cannot_wait(visit: Workspace) -> None:
    at = visit_rows(visit)[0].starts_at
    go_to(visit, at - timedelta(days=2, hours=11))  # ten in the evening where Ben is, nine where Cora is
    move(visit, f"{at.astimezone(NEW_YORK).date()} 11am")
    assert "has moved" not in visit.told(BEN) + visit.told(CORA)
    visit.advance(hours=12)
    for user in (BEN, CORA):
        assert visit.told(user).count("has moved: it is") == 1
    visit.advance(hours=36)  # the evening before
    move(visit, f"{at.astimezone(NEW_YORK).date()} 8:30am")
    for user in (BEN, CORA):
        assert visit.told(user).count("has moved: it is") == 2
