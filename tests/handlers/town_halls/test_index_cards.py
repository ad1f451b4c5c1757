"""All askers' cards of a town hall as a PDF, under a link that organisers get."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from storage import members
from storage.town_halls import askers
from storage.town_halls.askers import Given
from tests.handlers.outreach.asking import days_later, go_to, to_monday
from tests.handlers.seeing import answer, newest
from tests.handlers.town_halls.bank import asker_rows
from tests.handlers.town_halls.heard import published, rows, seen_closely
from tests.handlers.visits.arranged import ready
from tests.workspace import ANA, BEN, CORA, Json, Workspace, labels

IN_A_WEEK = "in 8 days 6:30-8pm"


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    return ready(on_sqlite)


def with_askers(workspace: Workspace, *users: str) -> Json:
    """A town hall at which these people ask; its card in the channel."""
    card = published(workspace, when=IN_A_WEEK, Where="Town Library")
    for user in users:
        workspace.press("Give me a question", card, user)
        newest(workspace, "Your question: “", user)
    return card


def link_to_cards(workspace: Workspace) -> str:
    """The path that Ana, an organiser, is given."""
    workspace.press("Index cards", seen_closely(workspace))
    address = newest(workspace, "to print> for ")["text"].split("<")[1].split("|")[0]
    assert address.startswith("http://127.0.0.1:")
    return "/" + address.split("/", 3)[3]


def printed(workspace: Workspace, path: str) -> str:
    """The words on the paper, each line break a space."""
    got = workspace.client.get(path)
    assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
    assert got.headers["cache-control"] == "private, no-store"
    pages = PdfReader(BytesIO(got.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_an_organiser_prints_every_askers_card(campaign: Workspace) -> None:
    with_askers(campaign, BEN, CORA)
    path = link_to_cards(campaign)
    words = printed(campaign, path)
    for row in asker_rows(campaign):
        assert row.words in words
    assert "Town hall with Jane Doe (PA-07)" in words
    assert ", Town Library Come early" in words
    assert "Come early, sit near the microphones" in words
    campaign.press("Another one", newest(campaign, "Your question: “", BEN), BEN)
    campaign.eventually(lambda: [row for row in asker_rows(campaign) if row.passed])
    now = printed(campaign, path)
    assert all(row.words in now for row in asker_rows(campaign))
    assert link_to_cards(campaign) == path


def test_a_link_to_join_is_not_printed(campaign: Workspace) -> None:
    card = published(campaign, when=IN_A_WEEK, Kind="virtual", Where="https://meet.example.org/hall")
    campaign.press("Give me a question", card, BEN)
    newest(campaign, "Your question: “", BEN)
    words = printed(campaign, link_to_cards(campaign))
    assert "Virtual town hall with Jane Doe (PA-07)" in words
    assert "meet.example.org" not in words


def test_a_question_in_spanish_prints_with_its_accents(campaign: Workspace) -> None:
    card = published(campaign, when=IN_A_WEEK)
    spanish = "¿Qué hará para que mi niña vaya a la escuela pública?"
    form = campaign.press("Suggest a question", card, BEN).view
    campaign.submit(form, BEN, Topic="schools", Question=spanish)
    campaign.press("Give me a question", card, BEN)
    newest(campaign, "mi niña", BEN)
    words = printed(campaign, link_to_cards(campaign))
    assert spanish in words


def test_every_question_stands_in_full_however_many_and_long(campaign: Workspace) -> None:
    with_askers(campaign, BEN)
    now = campaign.runtime.clock.now()
    names = ["Zoë Núñez-Ōtani", "José María Ñandú", *(f"Guest {number}" for number in range(20))]
    long = "What will you do so that nobody here waits years for a decision? " * 7
    with campaign.database.transaction(campaign.coalition_id) as db:
        (event,) = rows(campaign)
        for number, name in enumerate(names):
            guest, _ = members.join(db, campaign.key.id, f"U2{number}", name, now)
            words = f"{long}And who are number {number}?"
            assert askers.give(db, event.id, guest.id, Given("other", f"q.9{number}", words), now)
    path = link_to_cards(campaign)
    got = campaign.client.get(path)
    pages = PdfReader(BytesIO(got.content)).pages
    assert len(pages) == 3  # eight on a sheet
    words = printed(campaign, path)
    for number, name in enumerate(names):
        assert name in words
        assert f"And who are number {number}?" in words
    assert words.count("What will you do so that nobody here waits years") == 7 * len(names)


def test_nobody_else_gets_them(campaign: Workspace) -> None:
    with_askers(campaign, BEN)
    campaign.type("/districts", CORA)
    assert "Index cards" in labels(seen_closely(campaign))
    campaign.press("See it", answer(campaign.type("/town-halls", BEN)), BEN)
    seen = newest(campaign, "Going: <@U0BEN>.\nYour question: “", BEN)
    assert labels(seen) == ["My card", "Suggest a question", "I can't go"]
    path = link_to_cards(campaign)
    wrong = path.replace(path[20:24], "AAAA")
    assert wrong != path
    for other in (wrong, "/index-cards/x.pdf", "/index-cards/.pdf", path.replace(".pdf", "")):
        assert campaign.client.get(other).status_code == 404


def test_without_askers_there_is_nothing_to_print(campaign: Workspace) -> None:
    with_askers(campaign, BEN)
    seen = seen_closely(campaign)
    campaign.press("I can't go", newest(campaign, "Going: <@U0BEN>.", BEN), BEN)
    campaign.eventually(lambda: not asker_rows(campaign))
    campaign.press("Index cards", seen)
    assert newest(campaign, "Nobody has a question for it yet")


def test_the_link_ends_a_week_after_the_event_and_when_it_is_off(campaign: Workspace) -> None:
    monday = to_monday(campaign)
    with_askers(campaign, BEN)
    path = link_to_cards(campaign)
    go_to(campaign, days_later(monday, 14, 10))
    assert campaign.client.get(path).status_code == 200
    go_to(campaign, days_later(monday, 16, 10))
    assert campaign.client.get(path).status_code == 404


def test_the_link_ends_when_it_is_called_off(campaign: Workspace) -> None:
    with_askers(campaign, BEN)
    path = link_to_cards(campaign)
    campaign.press("Call it off", seen_closely(campaign), ANA)
    newest(campaign, "Called off.")
    assert campaign.client.get(path).status_code == 404
