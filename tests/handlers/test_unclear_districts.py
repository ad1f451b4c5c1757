"""Districts that cannot be taken as typed: the person alone is asked, and nothing is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.model import User
from handlers.arguments.districts import DistrictIndex
from storage.claims import Part
from storage.database import Database
from tests.databases import SqliteFactory
from tests.handlers.arranging import import_members
from tests.handlers.seeing import answer, gone, markup, newest, shows, words_of
from tests.handlers.stored import Held, claims_on, everything, working_on
from tests.storage.files.made_up import Person
from tests.workspace import ANA, BEN, CORA, Json, Workspace, controls, label, labels, opened

_MEMBERS = [
    Person("A000001", "Charlotte", "Sumner-Vale", kind="sen", state="NY", number=3),
    Person("B000002", "Rafael", "Torrens", state="NY", number=15),
    Person("C000003", "Nora", "Torrens", state="CA", number=35),
]


@pytest.fixture
def with_members(
    sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path
) -> Iterator[Workspace]:
    """The bot after an import of three made-up Members, two of whom share a name."""
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        import_members(database, tmp_path, _MEMBERS)
        database.close()
        with opened(url, districts, tmp_path) as workspace:
            yield workspace


def asked(workspace: Workspace, typed: str, user: str = BEN) -> Json:
    """What the person alone is told, having typed that; checks that nothing at all was stored."""
    before = everything(workspace)
    told = answer(workspace.type(f"/claim-district {typed}", user))
    assert told["ephemeral"], told["text"]
    workspace.settle()
    assert everything(workspace) == before, typed
    return told


def choices(message: Json, menu: str = "Choose one") -> list[str]:
    """The labels of a menu's choices."""
    control = next(control for control in controls(message) if label(control) == menu)
    return [option["text"]["text"] for option in control["options"]]


class TestImpossible:
    """A seat that cannot be is questioned with the state's real number of seats."""

    def test_it_is_never_accepted(self, workspace: Workspace) -> None:
        told = asked(workspace, "WA-32")
        assert told["text"].startswith(
            "Washington has 10 House seats, so there is no WA-32. Did you mean state legislative district 32?"
        )
        assert labels(told) == ["State senate 32", "State house 32"]

    @pytest.mark.parametrize(("button", "code"), [("State senate 32", "WA Senate 32"),
                                                  ("State house 32", "WA House 32")])  # fmt: skip
    def test_its_buttons_claim(self, on_sqlite: Workspace, button: str, code: str) -> None:
        told = asked(on_sqlite, "WA-32")
        on_sqlite.press(button, told, BEN)
        card = newest(on_sqlite, f"{code} · ", CORA)
        assert "<@U0BEN> leads" in card["text"]
        assert working_on(on_sqlite, code) == [(BEN, Part.LEAD)]
        assert gone(on_sqlite, told, BEN)

    def test_counts_are_each_states_own(self, on_sqlite: Workspace) -> None:
        for typed, sentence in {
            "NY-39": "New York has 26 House seats, so there is no NY-39.",
            "ca 99": "California has 52 House seats, so there is no CA-99.",
            "AK-2": "Alaska has one House seat, AK-AL. Do you mean that, or state legislative district 2?",
            "AL-AL": "Alabama has 7 House seats, none of them at large.",
            "GU-5": "Guam has one House seat, at large. Do you mean GU-AL?",
        }.items():
            assert asked(on_sqlite, typed)["text"].startswith(sentence)


class TestAWholeState:
    """A state alone offers its seats."""

    def test_as_a_menu_that_works(self, workspace: Workspace) -> None:
        told = asked(workspace, "PA")
        assert told["text"].startswith("Which seat in Pennsylvania? It has 17 House seats.")
        offered = choices(told)
        assert offered == [*(f"PA-{n:02}" for n in range(1, 18)), "PA-SEN-1", "PA-SEN-3"]
        control = next(control for control in controls(told) if label(control) == "Choose one")
        workspace.press("Choose one", told, BEN, value=control["options"][6]["value"])
        assert "<@U0BEN> leads" in newest(workspace, "PA-07 · ", CORA)["text"]
        assert working_on(workspace, "PA-07") == [(BEN, Part.LEAD)]
        assert gone(workspace, told, BEN)

    def test_the_largest_fits_too(self, on_sqlite: Workspace) -> None:
        assert len(choices(asked(on_sqlite, "California"))) == 54

    def test_a_small_one_as_buttons(self, on_sqlite: Workspace) -> None:
        assert labels(asked(on_sqlite, "Vermont")) == ["VT-AL", "VT-SEN-1", "VT-SEN-3"]


class TestSeveralReadings:
    """What can mean more than one seat offers its readings as buttons."""

    def test_the_claim_appears_to_all_and_the_question_goes(self, workspace: Workspace) -> None:
        told = asked(workspace, "NY-05 or 06")
        assert labels(told) == ["NY-05", "NY-06"]
        workspace.press("NY-06", told, BEN)
        card = newest(workspace, "NY-06 · ", CORA)
        assert "<@U0BEN> leads" in card["text"]
        assert not card["ephemeral"]
        assert gone(workspace, told, BEN)
        assert working_on(workspace, "NY-06") == [(BEN, Part.LEAD)]
        assert claims_on(workspace, "NY-05") == []

    def test_south_dakota_or_a_state_senate(self, on_sqlite: Workspace) -> None:
        told = asked(on_sqlite, "SD-12")
        assert labels(told) == ["SD-AL", "State senate 12", "State house 12"]
        on_sqlite.press("SD-AL", told, BEN)
        assert "<@U0BEN> leads" in newest(on_sqlite, "SD-AL · ", CORA)["text"]

    def test_the_buttons_keep_what_else_was_typed(self, on_sqlite: Workspace) -> None:
        on_sqlite.set_up(ANA)
        told = asked(on_sqlite, "NY-05 or 06 support @cora", ANA)
        on_sqlite.press("NY-05", told, ANA)
        newest(on_sqlite, "NY-05 · ", BEN)
        assert claims_on(on_sqlite, "NY-05") == [Held(CORA, Part.SUPPORT, ANA)]

    def test_pressed_twice_it_is_one_claim(self, on_sqlite: Workspace) -> None:
        told = asked(on_sqlite, "NY-05 or 06")
        on_sqlite.press("NY-05", told, BEN)
        newest(on_sqlite, "NY-05 · ", CORA)
        on_sqlite.press("NY-05", told, BEN)
        newest(on_sqlite, "You lead NY-05 already", BEN)
        assert working_on(on_sqlite, "NY-05") == [(BEN, Part.LEAD)]

    def test_in_the_direct_messages_the_question_becomes_the_card(self, on_sqlite: Workspace) -> None:
        direct = next(one["id"] for one in on_sqlite.state(BEN)["channels"] if one["kind"] == "im")
        told = answer(on_sqlite.type("/claim-district NY-05 or 06", BEN, direct), direct)
        on_sqlite.press("NY-05", told, BEN)
        shows(on_sqlite, told, "<@U0BEN> leads", BEN)


class TestMembers:
    """A Member's name finds the seat."""

    def test_one_of_that_name(self, with_members: Workspace) -> None:
        for typed in ("Sumner-Vale", "senator sumner-vale", "Charlotte Sumner-Vale"):
            card = answer(with_members.type(f"/claim-district {typed} support", ANA))
            assert card["text"].startswith(("NY-SEN-3 · ", "You support NY-SEN-3 already"))

    def test_two_of_that_name(self, with_members: Workspace) -> None:
        told = asked(with_members, "Torrens")
        assert sorted(labels(told)) == ["CA-35", "NY-15"]
        assert answer(with_members.type("/claim-district NY-15 Ritchie Torrens"))["text"].startswith("NY-15")


_NONSENSE = (
    "qwertz uiop", "Kings County", "IO-02", "🎉🎉", "١٢٣", "שלום", "\u202etxet", "OR--", "PA-" + "9" * 50,
)  # fmt: skip
_MARKUP = (
    "<!channel>", "<!here|here>", "<https://example.org|Example>", "*bold*", "_it_ ~no~ `code`", "&<>", '"',
    "&amp;lt;!channel&amp;gt;", "<@U0BEN", "{seat}", "%s {0} {typed}", "“PA", "'; DROP TABLE claims; --",
)  # fmt: skip
_ORGANIZATIONS = ("<!channel> & *Beth* _Am_", "בית תפילה <b>", "🕊️ Peace & {name}", "x" * 120)
_PERSON = "<!channel> *Eve* & <b> אווה 🎉"


class TestNonsense:
    """What nobody can read gets the three nearest seats and a way to find one's own."""

    def test_the_three_nearest(self, workspace: Workspace) -> None:
        told = asked(workspace, "Pensylvana 77th")
        assert len(labels(told)) <= 3
        told = asked(workspace, "qwertz uiop")
        assert "I don't know a district called “qwertz uiop”. The nearest are " in told["text"]
        assert "find your Representative by address" in told["text"]
        assert len(labels(told)) == 3

    def test_any_of_the_nearest_can_be_claimed(self, on_sqlite: Workspace) -> None:
        told = asked(on_sqlite, "PA-O7x")
        first = labels(told)[0]
        on_sqlite.press(first, told, BEN)
        card = newest(on_sqlite, "<@U0BEN> leads", CORA)
        assert not card["ephemeral"]

    def test_whatever_it_is_it_is_answered_and_nothing_is_stored(self, on_sqlite: Workspace) -> None:
        for typed in _NONSENSE:
            assert len(asked(on_sqlite, typed)["text"]) < 600, typed

    def test_three_thousand_characters(self, workspace: Workspace) -> None:
        for typed in ("x" * 3000, "PA-07 " * 500, "<" * 3000, "“" * 3000, "🎉" * 1500):
            assert asked(workspace, typed)["text"].startswith("That is too long for a district.")
        assert len(asked(workspace, '"' * 3000)["text"]) < 400

    def test_who_is_not_sure_gets_a_link(self, on_sqlite: Workspace) -> None:
        for typed in ("not sure", "--", "idk"):
            assert asked(on_sqlite, typed)["text"].startswith("That's fine, not everybody knows it.")


class TestMarkup:
    """What people type and what they are called is shown as it is, and never read as markup."""

    def test_typed_text(self, on_sqlite: Workspace) -> None:
        for typed in _MARKUP:
            told = asked(on_sqlite, typed)
            for text in markup(told):
                assert "<!" not in text
                assert "<@" not in text
                assert "<https://example" not in text
        assert "“*bold*”" in joined(asked(on_sqlite, "*bold*"))
        assert "“&lt;!channel&gt;”" in asked(on_sqlite, "<!channel>")["text"]

    def test_in_a_button_only_row_ids_travel(self, on_sqlite: Workspace) -> None:
        told = asked(on_sqlite, "<!channel>")
        assert controls(told)
        assert all("channel" not in control["action_id"] for control in controls(told))

    def test_names_of_organisations(self, on_sqlite: Workspace) -> None:
        for number, name in enumerate(_ORGANIZATIONS):
            told = answer(on_sqlite.type(f'/coalition organization "{name}"', BEN))
            assert f"You are with {name}. " in joined(told)
            on_sqlite.type(f"/claim-district PA-{number + 1:02}", BEN)
            card = answer(on_sqlite.type(f"/claim-district PA-{number + 1:02}", CORA))
            assert f" leads, for {name}." in joined(card)
            lists = [
                answer(on_sqlite.type(f"/{words}", CORA)) for words in ("districts", "coalition members")
            ]
            for message in (told, card, *lists, *on_sqlite.direct(CORA)):
                for text in markup(message):
                    assert "<!" not in text.replace("<!date^", "")
                    assert "<b>" not in text

    def test_asterisks_in_lists_stay_asterisks(self, on_sqlite: Workspace) -> None:
        on_sqlite.type(f'/coalition organization "{_ORGANIZATIONS[0]}"', BEN)
        on_sqlite.type("/claim-district PA-07", BEN)
        listed = answer(on_sqlite.type("/districts PA", BEN))
        assert "*Beth*" in words_of(listed)
        assert not [text for text in markup(listed)[1:] if "Beth" in text]

    def test_names_of_people(self, on_sqlite: Workspace) -> None:
        on_sqlite.sandbox.add_user(User("U0EVE", _PERSON, _PERSON, "America/Chicago"))
        on_sqlite.set_up(ANA)
        for said in ("", f"{_PERSON} leads "):
            view = on_sqlite.type("/claim-district").view
            district = on_sqlite.pick("District", "PA-07", view)
            told = on_sqlite.submit(view, District=district, For="U0EVE").raw["view"]
            on_sqlite.settle()
            assert not said or said in joined(told)
            assert not told or "<!channel>" not in "".join(markup({**told, "text": ""}))
        assert "<@U0EVE> leads" in answer(on_sqlite.type("/claim-district PA-07", BEN))["text"]


def joined(holder: Json) -> str:
    """The words of a message's blocks in one line, as they are read."""
    return words_of(holder).replace("\n", "")


class TestWordsBeside:
    """Words that say nothing of the district are not passed over: they may say whom it is for."""

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("PA-11 for Ben", "Ben"),
            ("PA-11 Ben Okafor", "Ben Okafor"),
            ("PA-11 backwards", "backwards"),
            ("release PA-11", "release"),
            ("PA-11 @here", "here"),
            ("PA-11 https://example.org", "https://example.org"),
            ("PA-11 support lead", "support"),
            ("PA-11 someone Else", "someone Else"),
        ],
    )
    def test_they_are_asked_about(self, on_sqlite: Workspace, typed: str, words: str) -> None:
        on_sqlite.sandbox.add_user(User("U0OKA", "Ben Okafor", "Ben Okafor", "America/Chicago"))
        on_sqlite.type("/claim-district AK-AL", "U0OKA")
        on_sqlite.settle()
        told = asked(on_sqlite, typed)
        assert told["text"].startswith(f"I read PA-11, but I don't know what “{words}” means here. ")
        assert labels(told) == ["PA-11"]
        assert working_on(on_sqlite, "PA-11") == []
        on_sqlite.press("PA-11", told, BEN)
        on_sqlite.eventually(lambda: working_on(on_sqlite, "PA-11"))

    def test_what_people_add_without_meaning_more_is_no_question(self, on_sqlite: Workspace) -> None:
        for number, typed in enumerate(("PA-{} please", "I claim PA-{}, thanks", "PA-{} (2026)"), start=1):
            card = answer(on_sqlite.type("/claim-district " + typed.format(number)))
            assert card["text"].startswith(f"PA-0{number} · ")

    def test_who_sits_there_may_stand_beside_it(self, on_sqlite: Workspace) -> None:
        assert answer(on_sqlite.type("/claim-district NY-15 Ritchie Torres"))["text"].startswith("NY-15 · ")

    @pytest.mark.parametrize(
        "typed", ["PA-11 @ben @cora", "PA-11 <@U0BEN> <@U0CORA>", "PA-11 <#C0CAMPAIGN|campaign>"]
    )
    def test_a_mention_too_many_is_refused(self, on_sqlite: Workspace, typed: str) -> None:
        on_sqlite.set_up(ANA)
        told = answer(on_sqlite.type(f"/claim-district {typed}", ANA))
        assert told["text"] == "Write one district, and mention one person at most. Nothing has changed."
        assert working_on(on_sqlite, "PA-11") == []

    def test_releasing_and_listing_ask_too(self, on_sqlite: Workspace) -> None:
        on_sqlite.type("/claim-district PA-11", BEN)
        for command in ("release-district", "districts"):
            told = answer(on_sqlite.type(f"/{command} PA-11 foo bar", BEN))
            assert told["text"].startswith("I read PA-11, but I don't know what “foo bar” means here.")
        assert working_on(on_sqlite, "PA-11")
