"""Suggesting questions for town halls: kept, compared, warned about, listed in their groups."""

import pytest

from tests.handlers.seeing import answer
from tests.handlers.town_halls.bank import LIBRARY, SUNDAYS, open_view, question_rows, read, suggest
from tests.handlers.town_halls.heard import published, seen_closely
from tests.handlers.visits.arranged import ready
from tests.workspace import ANA, BEN, CORA, Workspace, field_of, labels


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def test_a_question_is_kept_with_its_topic_and_event(campaign: Workspace) -> None:
    published(campaign, Where="Town Library")
    view = campaign.type("/ask-question", BEN).view
    assert campaign.suggest("Town hall", "nobody", view, BEN) == []
    event = campaign.pick("Town hall", "jane", view, BEN)
    shown = campaign.submit(view, BEN, Town_hall=event, Topic="housing", Question=f"  {LIBRARY}\n").view
    said = read(shown)
    assert "Your question is in the bank" in said
    assert f"“{LIBRARY}”" in said
    assert "Topic: Housing for everybody" in said
    assert "For Town hall with Jane Doe (PA-07)" in said
    assert labels(shown) == ["Change it", "Take it back"]
    (row,) = question_rows(campaign)
    assert (row.topic, row.words, row.language) == ("housing", LIBRARY, "en")
    assert (row.town_hall_id, row.same_as) == (int(event), None)


def test_what_is_typed_stands_in_the_form(campaign: Workspace) -> None:
    view = campaign.type(f"/ask-question {LIBRARY}", BEN).view
    assert field_of(view, "Question")["element"]["initial_value"] == LIBRARY
    assert question_rows(campaign) == []


def test_its_language_is_noted(campaign: Workspace) -> None:
    suggest(campaign, "¿Qué hará usted por nuestra biblioteca?")
    assert [row.language for row in question_rows(campaign)] == ["es"]


def test_the_author_is_shown_what_it_resembles_and_asked_to_vary(campaign: Workspace) -> None:
    suggest(campaign, LIBRARY, BEN)
    shown = suggest(campaign, SUNDAYS, CORA).view
    assert f"much the same as what <@U0BEN> suggested: “{LIBRARY}”" in read(shown)
    assert labels(shown) == ["Keep it", "Change it", "Take it back"]
    first, second = question_rows(campaign)
    assert (first.same_as, second.same_as) == (None, f"q.{first.id}")
    form = campaign.press_in_view("Change it", shown, CORA).view
    assert field_of(form, "Question")["element"]["initial_value"] == SUNDAYS
    told = campaign.submit(form, CORA, Question="Who pays for new buses?").view
    assert labels(told) == ["Change it", "Take it back"]
    assert [(row.words, row.same_as) for row in question_rows(campaign)] == [
        (LIBRARY, None),
        ("Who pays for new buses?", None),
    ]


def test_it_is_kept_beside_the_one_that_it_resembles(campaign: Workspace) -> None:
    suggest(campaign, LIBRARY, BEN)
    shown = suggest(campaign, SUNDAYS, CORA).view
    campaign.press_in_view("Keep it", shown, CORA)
    assert open_view(campaign, "Kept as it is", CORA)
    listed = answer(campaign.type("/questions", CORA))["text"]
    assert f"“{LIBRARY}” <@U0BEN>" in listed
    assert f"much the same: “{SUNDAYS}” <@U0CORA>" in listed


def test_one_like_the_campaigns_own_is_said_to_be(campaign: Workspace) -> None:
    shown = suggest(campaign, "If elected, how will you stand up for refugees?", topic="if-elected").view
    assert "much the same as one of the campaign's" in read(shown)
    assert [row.same_as for row in question_rows(campaign)] == ["if-elected-1"]
    assert "of the campaign" in answer(campaign.type("/questions", BEN))["text"]


def test_a_question_in_spanish_is_compared_with_both_languages(campaign: Workspace) -> None:
    suggest(campaign, "¿Qué hará usted por nuestra biblioteca?", BEN)
    also = suggest(campaign, "¿Qué va a hacer usted por nuestra biblioteca?", CORA).view
    assert "suggested: “¿Qué hará usted por nuestra biblioteca?”" in read(also)
    assert labels(also) == ["Keep it", "Change it", "Take it back"]
    in_english = suggest(campaign, "What will you do for our library?", ANA).view
    assert "suggested: “¿Qué hará usted por nuestra biblioteca?”" in read(in_english)
    theirs = suggest(campaign, "¿Protegerá el derecho a pedir asilo en la frontera?", CORA).view
    assert "of the campaign's: “¿Cómo protegerá el derecho a pedir asilo en la frontera?”" in read(theirs)


def test_without_a_topic_the_form_stays_open(campaign: Workspace) -> None:
    form = campaign.type(f"/ask-question {LIBRARY}", BEN).view
    assert "topic" in campaign.submit(form, BEN).raw["field_errors"]
    told = campaign.submit(form, BEN, Topic="other").view
    assert "Topic: Something else" in read(told)


@pytest.mark.parametrize("length", [301, 3000, 10_000])
def test_what_is_too_long_to_be_asked_is_said_so(campaign: Workspace, length: int) -> None:
    words = ("Who will keep it open? " * 500)[:length]
    assert "please keep it under 300 characters" in campaign.type(f"/ask-question {words}", BEN).text
    assert question_rows(campaign) == []


def test_when_the_event_is_off_meanwhile_no_word_is_lost(campaign: Workspace) -> None:
    card = published(campaign)
    form = campaign.press("Suggest a question", card, BEN).view
    campaign.press("Call it off", seen_closely(campaign))
    campaign.settle()
    refused = campaign.submit(form, BEN, Topic="other", Question=LIBRARY)
    assert "That event was called off" in refused.raw["field_errors"]["event"]
    shown = campaign.submit(form, BEN, Town_hall=None, Topic="other", Question=LIBRARY).view
    assert "Your question is in the bank" in read(shown)
    assert [row.town_hall_id for row in question_rows(campaign)] == [None]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Shame on you. Why did you close the library?", "sounds like an attack"),
        ("We will vote you out. What do you say to that?", "sounds like taking sides"),
        ("¿Por qué es usted tan corrupto?", "“es usted tan corrupto” sounds like an attack"),
        ("Qué vergüenza. ¿Por qué cerró la biblioteca?", "“Qué vergüenza” sounds like an attack"),
        ("No voten por él. ¿Qué hará?", "“No voten por” sounds like taking sides"),
        ("Vamos a votar en su contra. ¿Qué dice?", "“votar en su contra” sounds like taking sides"),
    ],
)
def test_hostile_and_electioneering_words_are_warned_about_and_kept(
    campaign: Workspace, words: str, reason: str
) -> None:
    shown = suggest(campaign, words).view
    assert reason in read(shown)
    assert labels(shown) == ["Keep it", "Change it", "Take it back"]
    assert [row.words for row in question_rows(campaign)] == [words]


def test_when_the_first_of_a_group_is_taken_back_the_next_is_the_first(campaign: Workspace) -> None:
    shown = suggest(campaign, LIBRARY, BEN).view
    suggest(campaign, SUNDAYS, CORA)
    suggest(campaign, "Please, will you keep our library open on Sundays?", ANA)
    campaign.press_in_view("Take it back", shown, BEN)
    first, second, third = question_rows(campaign)
    assert first.withdrawn_at is not None
    assert (second.same_as, third.same_as) == (None, f"q.{second.id}")
    listed = answer(campaign.type("/questions", BEN))["text"]
    assert LIBRARY not in listed.replace(SUNDAYS, "").replace("will you keep our library", "")
    again = suggest(campaign, LIBRARY, BEN).view
    assert f"<@U0CORA> suggested: “{SUNDAYS}”" in read(again)


def test_the_list_is_by_topic_with_the_events_and_has_pages(campaign: Workspace) -> None:
    published(campaign)
    assert "Nobody has suggested a question here yet" in answer(campaign.type("/questions", BEN))["text"]
    view = campaign.type("/ask-question", BEN).view
    event = campaign.pick("Town hall", "PA-07", view, BEN)
    campaign.submit(view, BEN, Town_hall=event, Topic="schools", Question="Who teaches the evening classes?")
    for number, of_what in enumerate(
        ["buses", "bridges", "taxes", "parks", "water", "trains", "roads", "farms"]
    ):
        suggest(campaign, f"What will {number} do about {of_what}?", (ANA, BEN)[number % 2])
    first = answer(campaign.type("/questions", CORA))
    assert "Schools" in first["text"]
    assert "“Who teaches the evening classes?” <@U0BEN>, for Jane Doe (PA-07)" in first["text"]
    assert first["text"].index("Schools") < first["text"].index("Something else")
    assert labels(first)[-2:] == ["Next page", "Suggest a question"]
    assert "farms" not in first["text"]
    schools = answer(campaign.type("/questions schools", CORA))["text"]
    assert "evening classes" in schools
    assert "buses" not in schools


def test_only_its_author_changes_a_question_and_nobody_suggests_it_twice(campaign: Workspace) -> None:
    suggest(campaign, LIBRARY, BEN)
    assert "You have suggested that already" in str(suggest(campaign, LIBRARY, BEN).raw["field_errors"])
    assert len(question_rows(campaign)) == 1
    assert "Take it back" not in labels(answer(campaign.type("/questions", CORA)))
    assert "Take it back" in labels(answer(campaign.type("/questions", BEN)))


def test_a_question_without_words_is_refused(campaign: Workspace) -> None:
    assert "Write the question" in str(suggest(campaign, "???").raw["field_errors"])
    assert question_rows(campaign) == []
