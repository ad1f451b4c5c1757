"""The form that `/claim-district` alone opens: District, Part, and For where an organiser looks at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.arguments.districts import DistrictIndex
from storage.claims import Part
from storage.database import Database
from tests.databases import SqliteFactory
from tests.handlers.arranging import import_members
from tests.handlers.seeing import answer, newest, with_words, words_of
from tests.handlers.stored import Held, claims_on, everything, facts, working_on
from tests.storage.files.made_up import Person
from tests.workspace import (
    ANA,
    BEN,
    CAMPAIGN,
    CORA,
    DEE,
    ELSEWHERE,
    Json,
    Workspace,
    element,
    field_of,
    labels,
    opened,
)


@pytest.fixture
def with_members(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path
) -> Iterator[Workspace]:
    """The bot after an import of two made-up Members."""
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        import_members(
            database,
            tmp_path,
            [
                Person("A000001", "Amalia", "Fernwood"),
                Person("B000002", "Bo", "O'Brannan", kind="sen", state="NY", number=1),
            ],
        )
        database.close()
        with opened(url, districts, tmp_path) as workspace:
            yield workspace


def form(workspace: Workspace, user: str = ANA, words: str = "", channel: str = CAMPAIGN) -> Json:
    """The form as it opens."""
    return workspace.type(f"/claim-district {words}".strip(), user, channel).view


def fields(view: Json) -> list[str]:
    """The labels of a form's fields."""
    return [block["label"]["text"] for block in view["blocks"]]


def test_it_has_its_fields_and_claims_in_the_channel(workspace: Workspace) -> None:
    view = form(workspace, BEN)
    assert view["title"] == "Claim a district"
    assert view["submit"] == "Claim"
    assert fields(view) == ["District", "Part"]
    workspace.submit(view, BEN, District=workspace.pick("District", "PA-07", view, BEN), Part="support")
    card = newest(workspace, "Nobody leads yet.\nSupporting: <@U0BEN>.", CORA)
    assert not card["ephemeral"]
    assert working_on(workspace, "PA-07") == [(BEN, Part.SUPPORT)]


def test_opening_it_stores_nothing_not_even_the_person(on_sqlite: Workspace) -> None:
    before = everything(on_sqlite)
    view = form(on_sqlite)
    on_sqlite.suggest("District", "PA", view)
    assert everything(on_sqlite) == before


def test_the_part_is_lead_unless_one_says_otherwise(on_sqlite: Workspace) -> None:
    view = form(on_sqlite)
    assert field_of(view, "Part")["element"]["initial_option"]["text"]["text"] == "Lead, if nobody does yet"
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD)]


def test_what_was_typed_stands_in_it_already(on_sqlite: Workspace) -> None:
    view = form(on_sqlite, words="support")
    assert field_of(view, "Part")["element"]["initial_option"]["value"] == "support"


def test_from_the_home_page_the_answer_is_a_direct_message(on_sqlite: Workspace) -> None:
    on_sqlite.press_in_view("Claim a district", on_sqlite.open_home(ANA))
    view = on_sqlite.eventually(lambda: on_sqlite.state(ANA)["views"])[-1]
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    assert "<@U0ANA> leads" in with_words(on_sqlite, "PA-07 · Pennsylvania 7th", ANA)["text"]
    assert on_sqlite.posted(CAMPAIGN) == []


def test_where_the_bot_is_no_member_the_person_is_told_to_invite_it(on_sqlite: Workspace) -> None:
    view = form(on_sqlite, channel=ELSEWHERE)
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    told = with_words(on_sqlite, "type /invite <@U0BOT> there", ANA)
    assert "<#C0ELSEWHERE>" in told["text"]
    assert "<@U0ANA> leads" in told["text"]
    assert on_sqlite.posted(ELSEWHERE) == []
    assert working_on(on_sqlite, "PA-07") == [(ANA, Part.LEAD)]


def test_claiming_again_says_so_in_the_form_alone(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07")
    on_sqlite.settle()
    before = facts(on_sqlite)
    view = form(on_sqlite)
    told = on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view)).view
    assert "You lead " in words_of(told)
    assert "Nothing has changed." in words_of(told)
    assert on_sqlite.posted(CAMPAIGN) == []
    assert facts(on_sqlite) == before


def test_a_form_delivered_again_is_one_claim_and_one_card(on_sqlite: Workspace) -> None:
    view = form(on_sqlite)
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    submitted = on_sqlite.sandbox.deliveries[-1]
    on_sqlite.settle()
    before = everything(on_sqlite)
    again = on_sqlite.sandbox.from_thread(on_sqlite.sandbox.redeliver(submitted))
    assert (again.is_ok, again.text) == (True, "")
    assert len(on_sqlite.posted(CAMPAIGN)) == 1
    assert everything(on_sqlite) == before


class TestTypeAhead:
    """The District field completes codes, states' names and Members' names."""

    def test_codes_and_states(self, on_sqlite: Workspace) -> None:
        view = form(on_sqlite)
        assert on_sqlite.suggest("District", "pa-0", view)[0][0] == "PA-01 · Pennsylvania 1st"
        assert on_sqlite.suggest("District", "PA7", view)[0][0] == "PA-07 · Pennsylvania 7th"
        assert on_sqlite.suggest("District", "penns", view)[0][0] == "PA-01 · Pennsylvania 1st"
        assert on_sqlite.suggest("District", "alaska", view)[0][0].startswith("AK-AL · ")
        assert 25 <= len(on_sqlite.suggest("District", "", view)) <= 100
        assert on_sqlite.suggest("District", "x" * 200, view) == []
        assert on_sqlite.suggest("District", "<!channel> & *bold*", view) == []

    def test_members_by_their_names(self, with_members: Workspace) -> None:
        view = form(with_members)
        label, value = with_members.suggest("District", "fernw", view)[0]
        assert label == "PA-07 · Pennsylvania 7th (Amalia Fernwood)"
        (senator, *_) = with_members.suggest("District", "brannan", view)
        assert senator[0].startswith("NY-SEN-1 · ")
        with_members.submit(view, District=value)
        (card,) = with_members.posted(CAMPAIGN)
        sitting = "Sitting Member: Rep. Amalia Fernwood (I). Nearest office: Allentown, 555-010-0100."
        assert sitting in card["text"]

    def test_a_member_finds_the_seat_in_typed_words_too(self, with_members: Workspace) -> None:
        assert "PA-07 · " in answer(with_members.type("/claim-district Fernwood"))["text"]
        assert "NY-SEN-1 · " in answer(with_members.type("/claim-district Senator O’Brannan"))["text"]


class TestFor:
    """For is shown to organisers only."""

    def test_an_organiser_sees_it_and_adds_somebody(self, workspace: Workspace) -> None:
        workspace.set_up(ANA)
        view = form(workspace)
        assert fields(view) == ["District", "Part", "For"]
        workspace.submit(view, District=workspace.pick("District", "PA-07", view), For=BEN)
        assert claims_on(workspace, "PA-07") == [Held(BEN, Part.LEAD, ANA)]
        assert "<@U0ANA> put you down to lead PA-07." in workspace.told(BEN)
        assert "PA-07" not in workspace.told(ANA)

    def test_also_somebody_whom_the_bot_has_never_met(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        view = form(on_sqlite)
        on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view), Part="support", For=DEE)
        assert working_on(on_sqlite, "PA-07") == [(DEE, Part.SUPPORT)]
        assert "<@U0DEE>" in answer(on_sqlite.type("/coalition members"))["text"]

    def test_left_empty_it_means_oneself(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        view = form(on_sqlite)
        on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
        assert claims_on(on_sqlite, "PA-07") == [Held(ANA, Part.LEAD, ANA)]

    def test_never_a_bot(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        view = form(on_sqlite)
        district = on_sqlite.pick("District", "PA-07", view)
        before = everything(on_sqlite)
        for bot in ("U0BOT", "USLACKBOT"):
            told = on_sqlite.submit(view, District=district, For=bot)
            assert told.raw["field_errors"] == {"person": "A bot can't take part. Pick a person."}
        assert everything(on_sqlite) == before

    def test_a_mention_before_the_form_stands_in_it(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        view = form(on_sqlite, words="@cora")
        assert field_of(view, "For")["element"]["initial_user"] == CORA

    def test_a_plain_member_does_not_see_it(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/claim-district PA-08", BEN)
        assert fields(form(on_sqlite, BEN)) == ["District", "Part"]

    def test_a_plain_member_who_mentions_somebody_does_not_claim_for_themselves(
        self, on_sqlite: Workspace
    ) -> None:
        on_sqlite.set_up()
        told = on_sqlite.type(f"/claim-district <@{CORA}>", BEN)
        assert told.text == "Only organisers can fill in “For”. Try it without."
        assert told.raw["view"] is None

    def test_who_is_no_organiser_any_more_is_refused_when_sending_it(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        on_sqlite.type("/coalition role @ben organiser", ANA)
        view = form(on_sqlite, BEN)
        on_sqlite.type("/coalition role @ben member", ANA)
        on_sqlite.settle()
        before = everything(on_sqlite)
        told = on_sqlite.submit(view, BEN, District=on_sqlite.pick("District", "PA-07", view, BEN), For=CORA)
        assert told.raw["field_errors"]["person"].startswith("Only organisers can add somebody else.")
        assert everything(on_sqlite) == before


def test_the_answer_in_the_channel_is_redrawn_as_others_join(on_sqlite: Workspace) -> None:
    view = form(on_sqlite)
    on_sqlite.submit(view, District=on_sqlite.pick("District", "PA-07", view))
    (card,) = on_sqlite.posted(CAMPAIGN)
    on_sqlite.press("I'll support", card, BEN)
    on_sqlite.type("/claim-district PA-07", CORA)
    redrawn = on_sqlite.eventually(
        lambda: [one for one in on_sqlite.posted(CAMPAIGN) if "<@U0BEN> and <@U0CORA>." in one["text"]]
    )
    assert labels(redrawn[0]) == ["I'll support", "See the district"]
    assert element(redrawn[0], "I'll support")
