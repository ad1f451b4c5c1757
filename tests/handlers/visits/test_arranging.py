"""Arranging a visit: what was typed is shown back, and counts once somebody says yes."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.candidates import CandidateSource, ListedCandidate
from storage.officials import OfficialId
from storage.races import Race, RaceKind
from storage.seats import SeatRow
from storage.visits.visits import Stage
from tests.arranged_once import Arranged
from tests.handlers.arranging import import_members
from tests.handlers.outreach.asking import JANE, add_candidate, go_to
from tests.handlers.seeing import answer, newest, with_words, words_of
from tests.handlers.visits.arranged import NEW_YORK, arrange, due, fill_in, ready, role_card, visit_rows
from tests.handlers.visits.test_changing import events, links
from tests.storage.files.made_up import Person
from tests.workspace import ANA, BEN, CORA, Workspace, field_of, labels


@pytest.fixture
def campaign(arranged: Arranged) -> Workspace:
    return arranged(ready)


def read_as(workspace: Workspace, when: str, **fields: str) -> str:
    """What the form was read as, in plain words."""
    return words_of(fill_in(workspace, when, **fields).view).replace("\n", "")


def test_it_is_shown_back_and_counts_after_a_yes(campaign: Workspace) -> None:
    read = fill_in(campaign, "in 10 days at 10am", Where="1 Main St")
    assert "A visit with Jane Doe (PA-07)" in words_of(read.view)
    assert "10:00 Eastern time (30 min)" in words_of(read.view).replace("\n", "")
    assert [one.stage for one in visit_rows(campaign)] == [Stage.DRAFT]
    campaign.settle()
    assert not [one for one in campaign.seen() if one["text"].startswith("Visit: ")]

    campaign.press_in_view("Yes, arrange it", read.view)
    campaign.settle()
    card = newest(campaign, "Visit: Jane Doe (PA-07)")
    assert "Where: 1 Main St" in card["text"]
    assert "Arranged by <@U0ANA>. The roles are in the thread." in card["text"]
    assert labels(card) == ["Calendar", "Move", "Cancel it"]
    assert [one.stage for one in visit_rows(campaign)] == [Stage.ARRANGED]
    assert role_card(campaign)["text"].startswith("Not ready: The ask is open · Jane Doe (PA-07), ")


@pytest.mark.parametrize(("clock", "said"), [("14:30", ", 14:30 Eastern time (30 min)"), ("", "")])
def test_when_it_is_may_be_picked(campaign: Workspace, clock: str, said: str) -> None:
    day = (campaign.runtime.clock.now() + timedelta(days=10)).astimezone(NEW_YORK).date()
    said = f"{day:%a} {day.day} {day:%b}{said}"
    picked = {"Or_pick_the_day": day.isoformat(), **({"And_the_time": clock} if clock else {})}
    read = fill_in(campaign, "", **picked)
    assert said in words_of(read.view).replace("\n", "")
    campaign.press_in_view("Yes, arrange it", read.view)
    campaign.settle()
    assert said.partition(" (")[0] in newest(campaign, "Visit: Jane Doe (PA-07)")["text"]


def test_what_is_picked_is_looked_at_like_what_is_typed(campaign: Workspace) -> None:
    """The past, half of it, both at once: the form stays, with a sentence."""
    yesterday = (campaign.runtime.clock.now() - timedelta(days=1)).astimezone(NEW_YORK).date()
    past = fill_in(campaign, "", Or_pick_the_day=yesterday.isoformat())
    assert "That is past" in past.raw["field_errors"]["day"]
    half = fill_in(campaign, "", And_the_time="10:00")
    assert half.raw["field_errors"] == {"day": "Pick the day, too, or write both under When."}
    both = fill_in(campaign, "in 10 days", Or_pick_the_day="2030-03-13")
    assert both.raw["field_errors"] == {"day": "Write when it will be, or pick it; empty one of the two."}
    assert visit_rows(campaign) == []


def test_saying_yes_twice_arranges_it_once(campaign: Workspace) -> None:
    told = answer(campaign.type('/visit new "Jane Doe" in 10 days at 10am'))
    campaign.press("Yes, arrange it", told)
    campaign.press("Yes, arrange it", told)
    campaign.settle()
    assert len([one for one in campaign.seen() if one["text"].startswith("Visit: ")]) == 1
    assert len(due(campaign, "visit-prepare")) == 1


def test_a_day_without_a_time_and_several_days(campaign: Workspace) -> None:
    assert ", no time yet." in read_as(campaign, "in 10 days")
    several = read_as(campaign, "July 14-16")
    assert "14 Jul" in several
    assert "16 Jul" in several


def test_a_zone_that_was_typed_counts_and_a_range_of_times_is_its_length(campaign: Workspace) -> None:
    assert "10:00 Eastern time (45 min)." in read_as(campaign, "in 10 days 10-10:45am ET")


def test_typed_where_a_state_has_two_zones_the_form_asks_which_and_keeps_the_time(
    campaign: Workspace,
) -> None:
    add_candidate(campaign, "Tex Ann", "TX-16")
    form = campaign.type('/visit new "Tex Ann" in 10 days at 10am').view
    assert field_of(form, "When")["element"]["initial_value"] == "in 10 days at 10am"
    zone = field_of(form, "Time zone")
    assert zone["hint"]["text"] == "Texas has more than one time zone. Which one is it in?"
    central, mountain = (one["value"] for one in zone["element"]["options"])
    read = campaign.submit(form, Time_zone=mountain)
    assert "10:00 Mountain time" in words_of(read.view).replace("\n", "")
    assert central == "America/Chicago"


@pytest.mark.parametrize("when", ["tomorrow 10am ET CT", "7/14 10am ET or CT"])
def test_several_times_that_were_typed_stay_in_the_form_to_be_mended(campaign: Workspace, when: str) -> None:
    add_candidate(campaign, JANE, "PA-08")
    form = campaign.type(f"/visit new Jane {when}").view
    asked = field_of(form, "When")
    assert asked["element"]["initial_value"] == when
    assert asked["hint"]["text"].startswith("There is more than one day or time in")
    assert "hint" in field_of(form, "With")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("yesterday 3pm", "That is past"),
        ("sometime soon", "I can't tell when"),
    ],
)
def test_a_time_that_cannot_be_is_asked_about(campaign: Workspace, when: str, said: str) -> None:
    form = campaign.type("/visit new").view
    whom = campaign.pick("With", "Jane", form)
    errors = campaign.submit(form, With=whom, When=when).raw["field_errors"]
    assert any(said in words for words in errors.values()), errors
    assert visit_rows(campaign) == []


def test_a_link_that_cannot_be_opened_is_refused(campaign: Workspace) -> None:
    form = campaign.type("/visit new").view
    whom = campaign.pick("With", "Jane", form)
    acted = campaign.submit(form, With=whom, When="in 10 days", Where="javascript:alert(1)")
    assert any("https://" in words for words in acted.raw["field_errors"].values())
    assert visit_rows(campaign) == []


def test_a_link_with_words_before_it_is_a_place(campaign: Workspace) -> None:
    assert "Where: Zoom: https://zoom.us/j/1" in read_as(
        campaign, "in 10 days", Where="Zoom: https://zoom.us/j/1"
    )
    form = campaign.type("/visit new").view
    whom = campaign.pick("With", "Jane", form)
    acted = campaign.submit(form, With=whom, When="in 10 days", Where="https://a.example or ftp://a.example")
    assert "https://" in str(acted.raw["field_errors"])


def test_few_people_and_a_full_room_warn(campaign: Workspace) -> None:
    read = read_as(campaign, "in 10 days", People="9", The_office_takes="4")
    assert "The office takes 4, and you want 9." in read
    assert "That is a small delegation." in read_as(campaign, "in 10 days", People="3")


@pytest.mark.parametrize(
    ("people", "office", "is_small", "is_full"),
    [("4", "", True, False), ("5", "", False, False), ("8", "8", False, False), ("9", "8", False, True)],
)
def test_under_five_and_over_what_the_office_takes_warn(
    campaign: Workspace, people: str, office: str, *, is_small: bool, is_full: bool
) -> None:
    read = read_as(campaign, "in 10 days", People=people, The_office_takes=office)
    assert ("That is a small delegation." in read) is is_small
    assert (f"The office takes {office}, and you want {people}." in read) is is_full


def test_a_time_that_clocks_skip_is_asked_about(campaign: Workspace) -> None:
    form = campaign.type("/visit new").view
    whom = campaign.pick("With", "Jane", form)
    day = campaign.runtime.clock.now().astimezone(NEW_YORK).replace(hour=12)
    while day.month > 6 or (day + timedelta(days=1)).utcoffset() == day.utcoffset():
        day += timedelta(days=1)
    sunday = (day + timedelta(days=1)).date()
    errors = campaign.submit(form, With=whom, When=f"{sunday} 2:30am").raw["field_errors"]
    assert "clocks there are set forward, and 2:30am is skipped" in str(errors)
    picked = fill_in(campaign, "", Or_pick_the_day=sunday.isoformat(), And_the_time="02:30")
    assert "clocks there are set forward" in picked.raw["field_errors"]["day"]
    assert visit_rows(campaign) == []


def test_mountain_time_in_arizona_is_asked_about_in_summer_and_clear_in_winter(campaign: Workspace) -> None:
    add_candidate(campaign, "Zona Ann", "AZ-01")
    year = campaign.runtime.clock.now().year + 1
    form = campaign.type("/visit new").view
    whom = campaign.pick("With", "Zona", form)
    summer = campaign.submit(form, With=whom, When=f"July 10 {year} 10am MT")
    assert "Most clocks in Arizona are not set forward in spring" in str(summer.raw["field_errors"])
    winter = campaign.submit(form, With=whom, When=f"January 10 {year} 10am MT")
    assert "10:00 Arizona time" in words_of(winter.view).replace("\n", "")


def test_several_days_are_one_visit_from_the_first_to_the_last(campaign: Workspace) -> None:
    first = (campaign.runtime.clock.now() + timedelta(days=12)).date()
    last = first + timedelta(days=2)
    card = arrange(campaign, f"{first:%B} {first.day} to {last:%B} {last.day}")
    days = [f"{day:%a} {day.day} {day:%b}" for day in (first, last)]
    assert f"{days[0]} to {days[1]}, no time yet." in card["text"]
    campaign.press("I'm coming", role_card(campaign), BEN)
    (event,) = events(campaign, links(campaign, BEN)[1])
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, last + timedelta(days=1))
    (day_before,) = due(campaign, "visit-day-before")
    assert day_before == datetime.combine(first - timedelta(days=1), time(9), NEW_YORK)
    assert due(campaign, "visit-debrief")[0] == datetime.combine(last, time(18), NEW_YORK)
    go_to(campaign, datetime.combine(last, time(12), NEW_YORK))
    campaign.press("Can't come", role_card(campaign), BEN)
    role_card(campaign, "Nobody has said yet that they come.")


def test_a_form_that_is_changed_keeps_what_was_filled_in(campaign: Workspace) -> None:
    read = fill_in(campaign, "in 10 days at 10am", Where="1 Main St", Asks="Meet again")
    form = campaign.press_in_view("Change it", read.view).view
    assert "1 Main St" in str(form["blocks"])
    again = campaign.submit(form, Where="2 Main St")
    assert "Where: 2 Main St" in words_of(again.view).replace("\n", "")
    assert "We ask: Meet again" in words_of(again.view).replace("\n", "")


def test_typed_arguments(campaign: Workspace) -> None:
    told = answer(campaign.type('/visit new "Jane Doe" in 10 days at 10am'))
    assert "A visit with Jane Doe (PA-07)" in told["text"]
    assert "10:00 Eastern time" in told["text"]
    campaign.press("Yes, arrange it", told)
    campaign.settle()
    assert newest(campaign, "Visit: Jane Doe (PA-07)")


def test_two_who_visit_the_same_person_in_one_week_learn_of_each_other_once(campaign: Workspace) -> None:
    arrange(campaign, "in 10 days at 10am")
    campaign.type("/visits", BEN)
    arrange(campaign, "in 13 days at 11am", BEN)
    ana = [one["text"] for one in campaign.direct(ANA) if "same person in the same week" in one["text"]]
    ben = [one["text"] for one in campaign.direct(BEN) if "same person in the same week" in one["text"]]
    assert len(ana) == len(ben) == 1
    assert "<@U0BEN>" in ana[0]
    assert "11:00" in ana[0]
    assert "<@U0ANA>" in ben[0]
    assert "10:00" in ben[0]


@pytest.mark.parametrize(("days", "is_told"), [(7, True), (8, False)])
def test_each_hears_once_of_the_others_organisation_and_date(
    campaign: Workspace, days: int, *, is_told: bool
) -> None:
    campaign.type('/coalition organization "Temple Beth El"')
    campaign.type('/coalition organization "Lehigh Interfaith"', BEN)
    arrange(campaign, "in 10 days at 10am")
    arrange(campaign, f"in {10 + days} days at 10am", BEN)
    for user, other, organisation, row in (
        (ANA, "<@U0BEN>", "Lehigh Interfaith", 1),
        (BEN, "<@U0ANA>", "Temple Beth El", 0),
    ):
        at = visit_rows(campaign)[row].starts_at.astimezone(NEW_YORK)
        notice = f"{other} ({organisation}) has a visit with the same person in the same week: "
        notice += f"Jane Doe (PA-07), {at:%a} {at.day} {at:%b}, 10:00 Eastern time"
        assert campaign.told(user).count(notice) == int(is_told)
    campaign.advance(days=3)
    assert campaign.told(ANA).count("in the same week") == int(is_told)


def test_a_visit_that_moves_into_the_week_of_another_is_told_to_both_once(campaign: Workspace) -> None:
    arrange(campaign, "in 10 days at 10am")
    campaign.type("/visits", BEN)
    card = arrange(campaign, "in 30 days at 11am", BEN)
    assert "in the same week" not in campaign.told(ANA) + campaign.told(BEN)
    for when in ("in 13 days at 11am", "in 12 days at 11am"):
        campaign.submit(campaign.press("Move", card).view, When=when)
    campaign.settle()
    assert "<@U0BEN> has a visit" in with_words(campaign, "same person in the same week", ANA)["text"]
    assert "<@U0ANA> has a visit" in with_words(campaign, "same person in the same week", BEN)["text"]


def test_the_link_to_ones_calendar_is_found_from_the_list(campaign: Workspace) -> None:
    campaign.press("Your calendar", answer(campaign.type("/visits", CORA)), CORA)
    assert "as a subscription" in newest(campaign, "the link to your visits", CORA)["text"]


def test_lists(campaign: Workspace) -> None:
    assert "/visit new arranges one" in answer(campaign.type("/visits"))["text"]
    arrange(campaign, "in 10 days at 10am")
    arrange(campaign, "in 3 days at 10am")
    assert answer(campaign.type("/visits"))["text"].count("Jane Doe") == 2
    assert answer(campaign.type("/visits week"))["text"].count("Jane Doe") == 1
    assert answer(campaign.type("/visits PA-07"))["text"].count("Jane Doe") == 2
    assert "No visit is coming up here" in answer(campaign.type("/visits PA-08"))["text"]
    assert answer(campaign.type("/visits mine"))["text"].count("Jane Doe") == 2
    assert "You have no visit coming up" in answer(campaign.type("/visits mine", CORA))["text"]
    assert "No visit is over yet" in answer(campaign.type("/visits past"))["text"]
    campaign.advance(days=4)
    assert answer(campaign.type("/visits past"))["text"].count("Jane Doe") == 1


def test_a_reply_that_wants_a_meeting_offers_the_visit(campaign: Workspace) -> None:
    view = campaign.type("/log-reply Jane Doe").view
    told = campaign.submit(view, Answer="wants_a_meeting")
    form = campaign.press_in_view("Arrange the visit", told.view).view
    assert "Jane Doe" in str(form["blocks"])
    read = campaign.submit(form, When="in 10 days at 10am")
    assert "A visit with Jane Doe (PA-07)" in words_of(read.view)


def test_a_contact_in_the_week_of_a_visit_is_told_to_both_once(campaign: Workspace) -> None:
    campaign.type("/log-contact Jane Doe letter", BEN)
    arrange(campaign, "in 5 days at 10am")
    campaign.type("/log-contact Jane Doe phone", BEN)
    ana = [one["text"] for one in campaign.direct(ANA) if "is in touch with Jane Doe, too" in one["text"]]
    ben = [one["text"] for one in campaign.direct(BEN) if "same person in the same week" in one["text"]]
    assert len(ana) == len(ben) == 1
    assert "<@U0BEN>" in ana[0]
    assert "10:00" in ben[0]


def test_whoever_asked_for_a_visit_and_whoever_has_one_learn_of_each_other_once(campaign: Workspace) -> None:
    campaign.type('/coalition organization "Lehigh Interfaith"', BEN)
    view = campaign.type("/visit new", BEN).view
    campaign.submit(view, BEN, With=campaign.pick("With", JANE, view, BEN))
    arrange(campaign, "in 5 days at 10am")
    ana = with_words(campaign, "asked for a visit with Jane Doe (PA-07), too, ", ANA)["text"]
    assert ana.startswith("<@U0BEN> (Lehigh Interfaith)")
    assert "<!date^" in ana
    assert "10:00" in with_words(campaign, "same person in the same week", BEN)["text"]
    view = campaign.type("/visit new", CORA).view
    campaign.submit(view, CORA, With=campaign.pick("With", JANE, view, CORA))
    assert campaign.told(ANA).count("asked for a visit with Jane Doe") == 2
    assert "10:00" in with_words(campaign, "same person in the same week", CORA)["text"]


def test_an_official_who_runs_is_the_same_person(campaign: Workspace, tmp_path: Path) -> None:
    import_members(campaign.database, tmp_path, [Person("D000001", "Dana", "Whitfield", number=8)])
    list_candidate(campaign, "Dana Whitfield", "PA-08", "D000001")
    view = campaign.type("/log-contact", BEN).view
    campaign.submit(view, BEN, Candidate=campaign.pick("Candidate", "Dana", view, BEN), How="letter")
    view = campaign.type("/visit new").view
    official = next(value for _, value in campaign.suggest("With", "PA-08", view) if "official" in value)
    read = campaign.submit(view, With=official, When="in 5 days at 10am")
    campaign.press_in_view("Yes, arrange it", read.view)
    assert "<@U0BEN>" in with_words(campaign, "is in touch with Dana Whitfield, too", ANA)["text"]
    assert with_words(campaign, "same person in the same week: Rep. Dana Whitfield", BEN)
    view = campaign.type("/log-contact", CORA).view
    campaign.submit(view, CORA, Candidate=campaign.pick("Candidate", "Dana", view, CORA), How="letter")
    assert "<@U0CORA> is in touch" in campaign.told(ANA)


def list_candidate(workspace: Workspace, name: str, seat: str, bioguide: str) -> None:
    """Put an official on the official list of candidates for a seat."""
    with workspace.database.across_coalitions() as db:
        seat_id = db.scalars(select(SeatRow.id).where(SeatRow.code == seat)).one()
        held = select(OfficialId.official_id).where(OfficialId.value == bioguide)
        race = Race(seat_id=seat_id, cycle=workspace.runtime.clock.now().year + 2, kind=RaceKind.REGULAR)
        db.add(race)
        db.flush()
        row = ListedCandidate(
            race_id=race.id, name=name, party="Independent", party_code="IND", source_id=name,
            source=CandidateSource.FEC, official_id=db.scalars(held).one(),
        )  # fmt: skip
        db.add(row)


def test_ones_own_contact_is_told_to_nobody(campaign: Workspace) -> None:
    campaign.type("/log-contact Jane Doe letter")
    arrange(campaign, "in 5 days at 10am")
    assert "is in touch with" not in campaign.told(ANA)
    assert "same person in the same week" not in campaign.told(ANA)
