"""What candidates are given: the list, its versions, and what a contact keeps of them."""

import json

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.history import HistoryRow, Subject
from storage.outreach.materials import GivenRow, MaterialRow
from tests.handlers.outreach.asking import JANE, add_candidate, days_later, go_to, log, nudges, to_monday
from tests.handlers.seeing import answer, newest, words_of
from tests.handlers.stored import facts
from tests.workspace import ANA, BEN, CORA, Json, Workspace, field_of, labels


@pytest.fixture
def campaign(on_sqlite: Workspace) -> Workspace:
    """Ana has set the coalition up and leads PA-07, for which Jane Doe runs."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07")
    add_candidate(on_sqlite, JANE)
    on_sqlite.settle()
    return on_sqlite


def add(workspace: Workspace, title: str, version: str, user: str = ANA, link: str = "") -> str:
    """Add a version by the form; what is answered."""
    view = workspace.type("/materials add", user).view
    done = workspace.submit(view, user, Title=title, Version=version, Link=link)
    return in_one(done.view)


def in_one(view: Json) -> str:
    """All words of a view as they are read."""
    return words_of(view).replace("\n", "")


def picked(view: Json) -> list[str]:
    """What stands in the form's field for materials."""
    element = field_of(view, "Materials")["element"]
    return [option["text"]["text"] for option in element.get("initial_options", [])]


def option(view: Json, label: str) -> str:
    """The value of one of the materials that the form offers."""
    options = field_of(view, "Materials")["element"]["options"]
    return next(one["value"] for one in options if one["text"]["text"] == label)


def given(workspace: Workspace) -> list[tuple[int, str, str]]:
    """Which contact gave what, as rows."""
    statement = (
        select(GivenRow.contact_id, MaterialRow.title, MaterialRow.version)
        .join(MaterialRow, MaterialRow.id == GivenRow.material_id)
        .order_by(GivenRow.contact_id, MaterialRow.id)
    )
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return [(contact, title, version) for contact, title, version in db.execute(statement)]


def test_a_material_is_added_and_listed(campaign: Workspace) -> None:
    assert "Welcome kit, version 2 is on the list now." in add(
        campaign, "Welcome  kit", "v2", link="https://example.org/kit"
    )
    listed = answer(campaign.type("/materials list", BEN))
    assert "Welcome kit, version 2" in listed["text"]
    assert "<@U0ANA>" in listed["text"] or "Ana" in listed["text"]
    assert "https://example.org/kit" in json.dumps(listed["blocks"])
    assert "Take it back" not in labels(listed)


def test_a_title_that_takes_sides_brings_a_word_and_is_listed(campaign: Workspace) -> None:
    told = add(campaign, "Endorse Jane", "1")
    assert "“Endorse” sounds like taking sides." in told
    assert "this can be read by everybody" in told
    assert "Endorse Jane, version 1" in answer(campaign.type("/materials list"))["text"]
    assert "taking sides" not in add(campaign, "Welcome kit", "1")


def test_without_materials_the_list_says_what_to_do(campaign: Workspace) -> None:
    listed = answer(campaign.type("/materials list"))
    assert "There is nothing on the list yet." in listed["text"]
    assert labels(listed) == ["Add a material"]
    form = campaign.type(f'/log-contact "{JANE}"').view
    assert "Materials" not in words_of(form)


def test_a_new_version_replaces_the_old_one(campaign: Workspace) -> None:
    add(campaign, "Welcome kit", "1")
    told = add(campaign, "welcome KIT", "version 2")
    assert "It replaces version 1." in told
    listed = answer(campaign.type("/materials list"))
    assert listed["text"].count("version 2") == 1
    assert "Replaces version 1." in listed["text"]


def test_a_title_stays_as_it_was_first_written(campaign: Workspace) -> None:
    add(campaign, "Flyer", "2026-10")
    assert "Flyer, version 2026-11 is on the list now." in add(campaign, "flyer", "2026-11")
    assert "Flyer, version 2026-12 is on the list now." in add(campaign, "FLYER", "2026-12")
    assert "Flyer, version 2026-12" in answer(campaign.type("/materials list"))["text"]


def test_the_same_version_twice_is_refused_in_the_form(campaign: Workspace) -> None:
    add(campaign, "Welcome kit", "2")
    before = facts(campaign)
    view = campaign.type("/materials add").view
    acted = campaign.submit(view, Title="Welcome Kit", Version="V 2")
    assert "is on the list already" in json.dumps(acted.view)
    assert facts(campaign) == before


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_a_link_that_is_no_web_page_is_refused(campaign: Workspace, link: str) -> None:
    before = facts(campaign)
    view = campaign.type("/materials add").view
    acted = campaign.submit(view, Title="Kit", Version="1", Link=link)
    assert acted.view["id"] == view["id"]
    assert facts(campaign) == before


def test_only_whoever_added_it_or_an_organiser_takes_it_back(campaign: Workspace) -> None:
    add(campaign, "Kit", "1", BEN)
    assert "Take it back" not in labels(answer(campaign.type("/materials list", CORA)))
    listed = answer(campaign.type("/materials list"))
    campaign.press("Take it back", listed)
    newest(campaign, "Taken back: Kit, version 1 is off the list.")
    assert "nothing on the list" in answer(campaign.type("/materials list"))["text"]
    with campaign.database.transaction(campaign.coalition_id, Purpose.READ) as db:
        deeds = select(HistoryRow.deed).where(HistoryRow.subject == Subject.MATERIAL).order_by(HistoryRow.id)
        assert [deed.value for deed in db.scalars(deeds)] == ["added", "withdrawn"]


class TestGiving:
    def test_a_contact_keeps_what_was_given(self, campaign: Workspace) -> None:
        monday = to_monday(campaign)
        add(campaign, "Welcome kit", "1")
        add(campaign, "Fact sheet", "May")
        form = campaign.type(f'/log-contact "{JANE}"').view
        offered = field_of(form, "Materials")["element"]["options"]
        assert [one["text"]["text"] for one in offered] == [
            "Fact sheet, version May",
            "Welcome kit, version 1",
        ]
        both = [one["value"] for one in offered]
        told = in_one(campaign.submit(form, How="email", Materials=both).view)
        assert "Given: Fact sheet, version May and Welcome kit, version 1." in told
        assert [row[1:] for row in given(campaign)] == [("Welcome kit", "1"), ("Fact sheet", "May")]
        assert "Given: Fact sheet, version May" in answer(campaign.type("/candidates PA-07"))["text"]
        go_to(campaign, days_later(monday, 3))
        (nudge,) = nudges(campaign)
        assert "They were given Fact sheet, version May and Welcome kit, version 1." in nudge["text"]

    def test_a_correction_changes_what_was_given_and_the_history_knows(self, campaign: Workspace) -> None:
        add(campaign, "Kit", "1")
        add(campaign, "Kit", "2")
        form = campaign.type(f'/log-contact "{JANE}"').view
        campaign.submit(form, How="email", Materials=[option(form, "Kit, version 1")])
        campaign.press("See more", answer(campaign.type("/candidates PA-07")))
        seen = newest(campaign, "[Correct the candidate]")
        assert "Given: Kit, version 1." in seen["text"]
        correcting = campaign.press("Correct", seen).view
        assert picked(correcting) == ["Kit, version 1"]
        campaign.submit(correcting, Materials=[option(correcting, "Kit, version 2")])
        assert [row[1:] for row in given(campaign)] == [("Kit", "2")]
        with campaign.database.transaction(campaign.coalition_id, Purpose.READ) as db:
            last = db.scalars(select(HistoryRow).order_by(HistoryRow.id.desc())).first()
            assert last is not None
            assert last.before is not None
            assert last.after is not None
            assert json.loads(last.before)["materials"] != json.loads(last.after)["materials"]

    def test_what_is_off_the_list_stays_given(self, campaign: Workspace) -> None:
        add(campaign, "Kit", "1")
        form = campaign.type(f'/log-contact "{JANE}"').view
        campaign.submit(form, How="email", Materials=[option(form, "Kit, version 1")])
        campaign.press("Take it back", answer(campaign.type("/materials list")))
        newest(campaign, "Taken back")
        campaign.press("See more", answer(campaign.type("/candidates PA-07")))
        correcting = campaign.press("Correct", newest(campaign, "[Correct the candidate]")).view
        campaign.submit(correcting, Note="by mistake twice")
        assert [row[1:] for row in given(campaign)] == [("Kit", "1")]

    def test_typed_in_one_line_nothing_is_given(self, campaign: Workspace) -> None:
        add(campaign, "Kit", "1")
        assert "Given" not in log(campaign)["text"]
        assert given(campaign) == []
