"""Who is told of a town hall: when it is published, when it changes, when it is off."""

import pytest

from tests.handlers.outreach.asking import add_candidate
from tests.handlers.seeing import answer, newest, shows, with_words, words_of
from tests.handlers.town_halls.heard import fill_in, published, rows, seen_closely
from tests.handlers.visits.arranged import due, ready
from tests.workspace import ANA, BEN, CAMPAIGN, CORA, DEE, Workspace, field_of, labels

TOWN_HALL = "Town hall with Jane Doe (PA-07)"


@pytest.fixture
def campaign(workspace: Workspace) -> Workspace:
    return ready(workspace)


@pytest.fixture
def lite(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def told_of(workspace: Workspace, words: str) -> set[str]:
    """The people who got a direct message with these words."""
    return {user for user in (ANA, BEN, CORA, DEE) if words in workspace.told(user)}


def test_those_who_work_or_watch_the_district_are_told_and_the_channel(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07", CORA)
    campaign.type("/watch PA-07", DEE)
    campaign.type("/claim-district PA-08", BEN)
    card = published(campaign, Where="Town Library", Source="https://example.org/news")
    assert told_of(campaign, TOWN_HALL) == {CORA, DEE}
    told = with_words(campaign, TOWN_HALL, DEE)
    assert "18:30 to 20:00 Eastern time" in told["text"]
    assert "Where: Town Library" in told["text"]
    assert "example.org" in told["text"]
    assert labels(told) == ["I'm going"]
    assert card["text"].startswith(TOWN_HALL)
    assert labels(card) == ["I'm going", "I can't go", "Give me a question", "Suggest a question"]


def test_who_runs_for_a_whole_state_concerns_everybody_in_it(lite: Workspace) -> None:
    lite.type("/claim-district PA-08", BEN)
    lite.type("/watch PA-12", CORA)
    lite.type("/claim-district OH-01", DEE)
    add_candidate(lite, "Sam Blake", "PA-SEN-3")
    published(lite, who="Sam Blake")
    assert told_of(lite, "Town hall with Sam Blake") == {BEN, CORA}


def test_a_change_is_told_to_those_who_know_of_it(campaign: Workspace) -> None:
    campaign.type("/claim-district PA-07", CORA)
    card = published(campaign)
    campaign.type("/watch PA-07", DEE)  # after it was announced
    form = campaign.press("Correct", seen_closely(campaign)).view
    campaign.submit(form, When="in 11 days 7pm")
    campaign.settle()
    shows(campaign, card, "19:00 to 20:30 Eastern time")
    assert told_of(campaign, f"Changed: {TOWN_HALL}") == {CORA}
    assert "19:00 to 20:30 Eastern time" in with_words(campaign, "Changed:", CORA)["text"]
    assert "19:00" in newest(campaign, "Changed:")["text"]


def test_what_is_put_right_leaves_its_end_as_it_was(lite: Workspace) -> None:
    published(lite, when="in 10 days 6pm-9:30pm", Where="Town Library")
    ended = rows(lite)[0].ends_at
    form = lite.press("Correct", seen_closely(lite)).view
    assert field_of(form, "When")["element"]["initial_value"].endswith(", 18:00-21:30")
    lite.submit(form, Where="Grange Hall")
    lite.settle()
    assert rows(lite)[0].ends_at == ended
    assert "18:00 to 21:30 Eastern time" in newest(lite, "Changed:")["text"]


def test_an_end_that_nobody_has_said_is_not_claimed(lite: Workspace) -> None:
    card = published(lite, when="in 10 days 6pm")
    assert "18:00 Eastern time" in card["text"]
    form = lite.press("Correct", seen_closely(lite)).view
    assert field_of(form, "When")["element"]["initial_value"].endswith(", 18:00")


def test_when_it_is_off_those_who_know_are_told_at_once(lite: Workspace) -> None:
    lite.type("/claim-district PA-07", CORA)
    card = published(lite)
    lite.press("I'm going", card, BEN)
    seen = seen_closely(lite)
    assert labels(seen)[-1] == "Call it off"
    lite.press("Call it off", seen)
    lite.settle()
    shows(lite, card, f"Called off: {TOWN_HALL}")
    assert told_of(lite, "Called off:") == {BEN, CORA}
    assert "Called off:" in newest(lite, "It was to be")["text"]
    assert due(lite, "town-hall-tomorrow") == []
    assert "No town hall is coming up" in answer(lite.type("/town-halls"))["text"]


def test_what_others_bring_waits_for_an_organiser(lite: Workspace) -> None:
    lite.type("/claim-district PA-07", CORA)
    shown = fill_in(lite, BEN, Where="1 Example St.")
    assert "An organiser looks at it" in words_of(shown.view)
    lite.settle()
    assert told_of(lite, "Brought by <@U0BEN>") == {ANA}
    assert [row.stage for row in rows(lite)] == ["proposed"]
    before_ana = with_words(lite, "Brought by <@U0BEN>", ANA)
    assert labels(before_ana) == ["Publish", "Correct", "Dismiss", "Trust this person"]
    lite.press("Publish", before_ana)
    lite.settle()
    assert "Announced by <@U0ANA>" in shows(lite, before_ana, "Announced by")["text"]
    assert "Thank you. What you brought is announced" in lite.told(BEN)
    assert "18:30 to 20:00 Eastern time, 1 Example St.\n" in lite.told(BEN)


def test_an_organiser_finds_what_waits_from_the_list_of_town_halls(lite: Workspace) -> None:
    fill_in(lite, BEN)
    listed = answer(lite.type("/town-halls"))
    assert "1 event waits for an organiser." in listed["text"]
    lite.press("See what waits", listed)
    waiting = newest(lite, "Town halls that wait for an organiser", ANA)
    assert TOWN_HALL in waiting["text"]
    assert TOWN_HALL in answer(lite.type("/town-halls review"))["text"]
    seen_by_ben = answer(lite.type("/town-halls", BEN))
    assert "waits" not in seen_by_ben["text"]
    assert labels(seen_by_ben) == []


def test_only_an_organiser_publishes(lite: Workspace) -> None:
    lite.type("/districts", CORA)
    lite.type("/coalition role @cora organiser")
    fill_in(lite, BEN)
    card = with_words(lite, "Brought by", CORA)
    lite.type("/coalition role @cora member")
    lite.press("Publish", card, CORA)
    assert newest(lite, "Only organisers", CORA, card["channel"])
    assert [row.stage for row in rows(lite)] == ["proposed"]
    assert "Only organisers" in answer(lite.type("/town-halls waiting", BEN))["text"]


def test_whoever_is_trusted_is_let_through(lite: Workspace) -> None:
    lite.type("/claim-district PA-07", CORA)
    fill_in(lite, BEN)
    lite.settle()
    lite.press("Trust this person", with_words(lite, "Brought by", ANA))
    lite.settle()
    assert told_of(lite, TOWN_HALL) >= {CORA}
    shown = fill_in(lite, BEN, when="in 12 days 7pm")
    assert "Announced." in words_of(shown.view)
    waits = fill_in(lite, BEN, when="in 13 days 7pm", Kind="office_hours")
    assert "An organiser looks at it" in words_of(waits.view)
    assert [row.stage for row in rows(lite)] == ["published", "published", "proposed"]


def test_one_is_dismissed_and_one_taken_back(lite: Workspace) -> None:
    first, second = fill_in(lite, BEN), fill_in(lite, BEN, when="in 12 days 7pm")
    lite.settle()
    waiting = [one for one in lite.direct(ANA) if "Brought by" in one["text"]]
    lite.press("Dismiss", waiting[0])
    assert "Left out by <@U0ANA>" in shows(lite, waiting[0], "Left out")["text"]
    lite.press_in_view("Take it back", second.view, BEN)
    assert [row.stage for row in rows(lite)] == ["dismissed", "dismissed"]
    assert first.view is not None


def test_the_same_event_is_not_added_twice(lite: Workspace) -> None:
    published(lite)
    again = fill_in(lite, BEN)
    assert "That event is announced already" in words_of(again.view)
    assert len(rows(lite)) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Source": "javascript:alert(1)"}, "That link can't be opened here."),
        ({"Where": "ftp://example.org/x"}, "That link can't be opened here."),
        ({"When": "yesterday 5pm"}, "That is past"),
        ({"When": "3/14/0217 5pm"}, "year"),
        ({"When": "3/14/2117 5pm"}, "year"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_kept(
    lite: Workspace, fields: dict[str, str], said: str
) -> None:
    view = lite.type("/town-hall add").view
    who = lite.pick("Who", "Jane Doe", view, ANA)
    errors = lite.submit(view, Who=who, **{"When": "in 10 days 5pm", **fields}).raw["field_errors"]
    assert any(said in words for words in errors.values())
    assert rows(lite) == []


def test_watching_adds_and_never_overwrites(lite: Workspace) -> None:
    lite.type("/watch PA-07", DEE)
    told = answer(lite.type("/watch PA-08", DEE))
    assert "You hear of town halls in PA-07 and PA-08, and where you work." in told["text"]
    told = answer(lite.type("/unwatch PA-07", DEE))
    assert "You don't watch PA-07" in told["text"]
    assert "in PA-08" in told["text"]
    assert "You did not watch" in answer(lite.type("/unwatch PA-07", DEE))["text"]


def test_the_lists(lite: Workspace) -> None:
    published(lite)
    published(lite, when="in 3 days 7pm")
    lite.type("/districts", BEN)
    assert answer(lite.type("/town-halls", BEN))["text"].count(TOWN_HALL) == 2
    assert answer(lite.type("/town-halls week", BEN))["text"].count(TOWN_HALL) == 1
    assert answer(lite.type("/town-halls PA", BEN))["text"].count(TOWN_HALL) == 2
    assert TOWN_HALL not in answer(lite.type("/town-halls OH", BEN))["text"]
    assert TOWN_HALL not in answer(lite.type("/town-halls mine", BEN))["text"]
    lite.press("I'm going", newest(lite, "Nobody has said yet that they go", BEN, CAMPAIGN), BEN)
    newest(lite, "You go:", BEN)
    mine = answer(lite.type("/town-halls mine", BEN))["text"]
    assert mine.count(TOWN_HALL) == 1
    assert "You go." in mine


def test_who_works_there_alone_is_told_that_nobody_else_does(lite: Workspace) -> None:
    fill_in(lite)
    shown = lite.eventually(lambda: [one for one in lite.state()["views"] if "Publish" in labels(one)])
    lite.press_in_view("Publish", shown[-1])
    words = "Announced. Nobody else works or watches that district yet, so only the channel is told."
    assert lite.eventually(lambda: [one for one in lite.state()["views"] if words in words_of(one)])
