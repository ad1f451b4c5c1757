"""A list that is read again: what comes back, moves, or stands in a second list is never a second event."""

from bot.fetching import NotFetched, Refusal
from storage.town_halls.town_halls import Stage
from tests.handlers.outreach.asking import add_candidate
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.town_halls.calendars import Calendar, trust
from tests.handlers.town_halls.heard import fill_in, published, rows, seen_closely
from tests.handlers.visits.arranged import due
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, labels

TOWN_HALL = "Town hall with Jane Doe (PA-07)"
SECOND = "https://second.example.net/town-halls.ics"


def stages(workspace: Workspace) -> list[Stage]:
    return [row.stage for row in rows(workspace)]


def trust_calendar(workspace: Workspace, name: str = "calendar.example.org") -> None:
    """Trust the calendar that was subscribed to last."""
    listed = answer(workspace.type("/town-hall calendars"))
    workspace.press("Trust this source", listed)
    newest(workspace, f"What {name} brings is announced at once from now on")
    workspace.settle()


def last_first(message: Json) -> Json:
    """The same message, of whose buttons with one label the last is the first."""
    return {**message, "blocks": message["blocks"][::-1]}


def announced(workspace: Workspace, calendar: Calendar) -> Json:
    """What a trusted calendar brings; its card in the channel."""
    calendar.events = [calendar.event()]
    calendar.read()
    trust(workspace)
    return newest(workspace, TOWN_HALL)


def test_what_was_called_off_by_hand_does_not_come_back_from_a_calendar(
    campaign: Workspace, calendar: Calendar
) -> None:
    published(campaign, when="in 9 days 6:30pm", Where="Town Library")
    calendar.read()
    trust_calendar(campaign)
    calendar.events = [calendar.event()]
    calendar.read_again()
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    calendar.events = [calendar.event(DESCRIPTION="Doors open at six.")]
    calendar.read_again()
    assert stages(campaign) == [Stage.CANCELLED]
    assert campaign.told(CORA).count("Where: Town Library") == 1


def test_what_was_dismissed_does_not_come_back_from_another_list_but_another_one_does(
    campaign: Workspace, calendar: Calendar
) -> None:
    fill_in(campaign, BEN, when="in 9 days 6:30pm", Where="Town Library")
    campaign.settle()
    campaign.press("Dismiss", with_words(campaign, "Brought by", ANA))
    calendar.events = [calendar.event()]
    calendar.read()
    assert stages(campaign) == [Stage.DISMISSED]
    calendar.events = [calendar.event("two", hour=11)]
    calendar.read_again()
    assert stages(campaign) == [Stage.DISMISSED, Stage.PROPOSED]


def test_what_its_list_called_off_takes_place_after_all_and_whoever_knew_is_told(
    campaign: Workspace, calendar: Calendar
) -> None:
    card = announced(campaign, calendar)
    campaign.press("I'm going", card, BEN)
    campaign.type("/watch PA-07", DEE)
    calendar.events = [calendar.event(STATUS="CANCELLED")]
    calendar.read_again()
    assert stages(campaign) == [Stage.CANCELLED]
    assert due(campaign, "town-hall-tomorrow") == []
    calendar.events = [calendar.event(days=12)]
    calendar.read_again()
    calendar.read_again()
    assert stages(campaign) == [Stage.PUBLISHED]
    shows(campaign, card, "Going: <@U0BEN>.")
    for user in (BEN, CORA):
        assert campaign.told(user).count(f"It takes place after all: {TOWN_HALL}") == 1
    assert campaign.told(CORA).count("Where: Town Library") == 2
    assert "after all" not in campaign.told(DEE)
    assert TOWN_HALL in campaign.told(DEE)
    assert newest(campaign, "It takes place after all")
    assert len(due(campaign, "town-hall-tomorrow")) == 1
    assert len([one for one in campaign.seen() if one["text"].startswith(TOWN_HALL)]) == 1


def test_what_an_organiser_called_off_waits_for_one_when_it_is_listed_again(
    campaign: Workspace, calendar: Calendar
) -> None:
    kept = calendar.event("two", days=12)
    calendar.events = [calendar.event(), kept]
    calendar.read()
    trust(campaign)
    calendar.events = [kept]
    calendar.read_again()
    campaign.press("It's off", with_words(campaign, "Is it off?", ANA))
    campaign.settle()
    calendar.read_again()
    assert stages(campaign) == [Stage.CANCELLED, Stage.PUBLISHED]
    calendar.events = [calendar.event(), kept]
    calendar.read_again()
    assert stages(campaign) == [Stage.PROPOSED, Stage.PUBLISHED]
    assert "after all" not in campaign.told(CORA)
    assert "1 event waits for an organiser." in campaign.told(ANA)


def test_one_that_its_list_has_in_the_past_now_is_asked_about(
    campaign: Workspace, calendar: Calendar
) -> None:
    card = announced(campaign, calendar)
    calendar.events = [calendar.event(days=-2)]
    calendar.read_again()
    calendar.read_again()
    asked = with_words(campaign, "which is past. Is it off?", ANA)
    assert labels(asked) == ["It's off", "It takes place"]
    assert "Changed" not in campaign.told(CORA)
    assert shows(campaign, card, "18:30 to 19:30 Eastern time")
    calendar.events = [calendar.event(days=11)]
    calendar.read_again()
    assert campaign.told(CORA).count("Changed:") == 1


def test_one_that_vanishes_again_is_asked_about_again_and_not_if_somebody_knows(
    campaign: Workspace, calendar: Calendar
) -> None:
    kept = calendar.event("two", days=12)
    calendar.events = [calendar.event(), kept]
    calendar.read()
    trust(campaign)
    for _ in range(2):
        calendar.events = [kept]
        calendar.read_again()
        calendar.read_again()
        calendar.events = [calendar.event(), kept]
        calendar.read_again()
    assert campaign.told(ANA).count("Is it off?") == 2
    calendar.events = [kept]
    calendar.read_again()
    campaign.press("It takes place", [one for one in campaign.direct(ANA) if "Is it off?" in one["text"]][-1])
    calendar.read_again()
    assert campaign.told(ANA).count("Is it off?") == 2
    assert stages(campaign) == [Stage.PUBLISHED, Stage.PUBLISHED]


def test_whoever_announced_or_brought_it_hears_of_changes_too(
    campaign: Workspace, calendar: Calendar
) -> None:
    announced(campaign, calendar)
    fill_in(campaign, BEN, when="in 12 days 7pm")
    campaign.settle()
    campaign.press("Publish", with_words(campaign, "Brought by", ANA))
    campaign.settle()
    calendar.events = [calendar.event(hour=19)]
    calendar.read_again()
    assert "19:30 to 20:30 Eastern time" in with_words(campaign, "Changed:", ANA)["text"]
    later = rows(campaign)[-1]
    campaign.press("See it", last_first(answer(campaign.type("/town-halls"))))
    seen = campaign.eventually(lambda: [one for one in campaign.seen() if "Call it off" in labels(one)])[-1]
    campaign.press("Call it off", seen)
    campaign.settle()
    assert rows(campaign)[-1].id == later.id
    assert "Called off:" in campaign.told(BEN)
    assert "Changed" not in campaign.told(BEN)


def test_what_a_second_list_changes_is_the_same_event_and_asked_about_until_it_is_trusted(
    campaign: Workspace, calendar: Calendar
) -> None:
    announced(campaign, calendar)
    calendar.subscribe(SECOND, calendar.event("x9"))
    calendar.read_again()
    calendar.elsewhere[SECOND] = [calendar.event("x9", days=11)]
    calendar.read_again()
    calendar.read_again()
    assert len(rows(campaign)) == 1
    asked = with_words(campaign, "second.example.net has this otherwise", ANA)
    assert labels(asked) == ["Correct", "It's off", "It takes place"]
    assert "Changed" not in campaign.told(CORA)
    trust_calendar(campaign, "second.example.net")
    calendar.elsewhere[SECOND] = [calendar.event("x9", days=13)]
    calendar.read_again()
    assert campaign.told(CORA).count("Changed:") == 1
    calendar.events = [calendar.event(days=13)]
    calendar.read_again()
    assert len(rows(campaign)) == 1
    assert campaign.told(CORA).count("Changed:") == 1


def test_what_a_second_list_calls_off_is_asked_about_once(campaign: Workspace, calendar: Calendar) -> None:
    announced(campaign, calendar)
    calendar.subscribe(SECOND, calendar.event("x9", STATUS="CANCELLED"))
    for _ in range(3):
        calendar.read_again()
    assert stages(campaign) == [Stage.PUBLISHED]
    campaign.press("It's off", with_words(campaign, "second.example.net says that this is off", ANA))
    campaign.settle()
    assert "Called off:" in campaign.told(CORA)
    assert stages(campaign) == [Stage.CANCELLED]


def test_who_comes_onto_the_lists_later_is_recognised_then(campaign: Workspace, calendar: Calendar) -> None:
    calendar.read()
    trust_calendar(campaign)
    calendar.events = [calendar.event(SUMMARY="Town Hall with Sam Blake (PA-07)")]
    calendar.read_again()
    assert stages(campaign) == [Stage.PROPOSED]
    add_candidate(campaign, "Sam Blake")
    calendar.read_again()
    assert stages(campaign) == [Stage.PUBLISHED]
    assert "Town hall with Sam Blake (PA-07)" in campaign.told(CORA)


def test_why_it_cannot_be_read_is_said_to_whoever_subscribed(campaign: Workspace, calendar: Calendar) -> None:
    calendar.outcome = NotFetched(Refusal.NOT_PUBLIC)
    calendar.read()
    calendar.read_again()
    told = with_words(campaign, "I can't read the calendar at calendar.example.org", ANA)
    assert "its address is not on the public internet" in told["text"]
    assert labels(told) == ["Stop reading it"]


def test_what_passes_by_itself_is_said_only_if_it_lasts(campaign: Workspace, calendar: Calendar) -> None:
    announced(campaign, calendar)
    calendar.outcome = NotFetched(Refusal.TOO_SLOW)
    calendar.read_again()
    assert "I can't read" not in campaign.told(ANA)
    calendar.outcome = None
    calendar.read_again()
    campaign.advance(hours=2)
    assert "I can't read" not in campaign.told(ANA)
    calendar.outcome = NotFetched(Refusal.NO_CONNECTION)
    for _ in range(5):
        calendar.read_again()
    assert campaign.told(ANA).count("I can't read the calendar at calendar.example.org: it does not") == 1


def test_the_same_hour_is_the_same_event_however_its_place_is_written(
    campaign: Workspace, calendar: Calendar
) -> None:
    published(campaign, when="in 9 days 6:30pm", Where="The library")
    calendar.events = [calendar.event(LOCATION="Town Library\\, 1 Example St.\\, Allentown")]
    calendar.read()
    assert len(rows(campaign)) == 1
    assert rows(campaign)[0].place == "The library"


def test_staff_hold_office_hours_in_several_places_at_once(campaign: Workspace, calendar: Calendar) -> None:
    for where in ("Town Library", "City Hall"):
        fill_in(campaign, when="in 9 days 6:30pm", Where=where, Kind="office_hours")
    again = fill_in(campaign, when="in 9 days 6:30pm", Where="the town library", Kind="office_hours")
    assert "Somebody has added that already" in words_of(again.view)
    title = {"SUMMARY": "Office Hours with Jane Doe (PA-07)"}
    calendar.events = [
        calendar.event_with({**title, "LOCATION": where}, where[:4]) for where in ("City Hall", "Post Office")
    ]
    calendar.read()
    assert sorted(row.place for row in rows(campaign)) == ["City Hall", "Post Office", "Town Library"]
