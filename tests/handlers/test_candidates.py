"""Candidates of a race: listed, added and corrected, as people see it."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.candidates import Candidate, ListedCandidate, of_races
from storage.database import Purpose
from storage.files.fec import import_candidates
from storage.members import MemberRow
from storage.races import Race, RaceKind, general_election_day
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession
from tests.handlers.arranging import add_strangers, import_members, press_made_up
from tests.handlers.seeing import answer, newest, words_of
from tests.handlers.stored import everything, facts
from tests.statements import statements_of
from tests.storage.files import made_up
from tests.storage.files.made_up_fec import ALVA, BELL, Filed, like, write_filed
from tests.workspace import ANA, BEN, Acted, Json, Workspace, field_of, labels

REAL = Path(os.environ.get("COALITION_SHARED_DATA", "../shared/data")) / "fec-candidates-2020.txt"

NOTHING = (
    "No candidate for PA-07 is on the list yet. Add the ones you know; "
    "most states list them on the election office's site."
)


def today(workspace: Workspace) -> date:
    return workspace.runtime.clock.now().date()


def coming(workspace: Workspace) -> int:
    """The year of the next election to the House."""
    this = today(workspace)
    year = this.year + this.year % 2
    return year if general_election_day(year) >= this else year + 2


def bring(workspace: Workspace, folder: Path, rows: Sequence[Filed], cycle: int | None = None) -> None:
    cycle = cycle or coming(workspace)
    file = write_filed(folder / "cn.txt", [like(one, year=str(cycle)) for one in rows])
    import_candidates(workspace.database, file, cycle, lambda done, total: None)


def shown(workspace: Workspace, text: str = "PA-07", user: str = ANA) -> Json:
    return answer(workspace.type(f"/candidates {text}", user))


def form(workspace: Workspace, words: str = "", user: str = ANA) -> Json:
    return workspace.type(f"/add-candidate {words}".strip(), user).view


def add(workspace: Workspace, name: str, words: str = "PA-07", user: str = ANA, **values: Any) -> Acted:
    return workspace.submit(form(workspace, words, user), user, Name=name, **values)


def correction(workspace: Workspace) -> Json:
    """The form that corrects the first candidate of PA-07: it is under "See more"."""
    workspace.press("See more", shown(workspace))
    return workspace.press("Correct the candidate", newest(workspace, "[Correct the candidate]")).view


def own_rows(workspace: Workspace) -> list[Candidate]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(Candidate).order_by(Candidate.id)))


def errors(acted: Acted) -> dict[str, str]:
    return acted.raw["field_errors"]


_ROW_ENDS = "Not contacted yet. [Log contact] [Log reply] [See more]"

_WRONG = (
    ("Name", "123", "Please write the candidate's name"),
    ("Name", "https://doe.example", "Only the name belongs here"),
    ("Campaign email", "doe.example", "This is not an email address yet."),
    ("Campaign email", "a@b", "This is not an email address yet."),
    ("Campaign email", "a b@doe.example", "This is not an email address yet."),
    ("Campaign phone", "010-01", "This is not a phone number yet."),
    ("Campaign phone", "call me", "This is not a phone number yet."),
    ("Source", "javascript:alert(1)", "Please give a web address"),
    ("Source", "JavaScript://doe.example/%0aalert(1)", "Please give a web address"),
    ("Source", "data:text/html,x", "Please give a web address"),
    ("Source", "ftp://doe.example", "Please give a web address"),
    ("Source", "https://", "Please give a web address"),
    ("Source", "https://a b", "Please give a web address"),
)
"""Fields with what cannot be in them, and how the sentence about it begins."""


class TestTheList:
    def test_an_empty_race_asks_for_candidates(self, on_sqlite: Workspace) -> None:
        told = shown(on_sqlite)
        assert told["ephemeral"]
        assert told["text"] == f"{NOTHING}\n[Add candidate]"
        view = on_sqlite.press("Add candidate", told).view
        assert (view["title"], view["values"]["race"]["v1:add-candidate:race"]) == (
            "Add a candidate",
            race_value(on_sqlite, "PA-07", coming(on_sqlite)),
        )

    def test_candidates_stand_under_their_race(self, workspace: Workspace, tmp_path: Path) -> None:
        import_members(workspace.database, tmp_path, [made_up.ANA])
        bring(workspace, tmp_path, [BELL, ALVA])
        told = shown(workspace)
        assert told["ephemeral"]
        year = coming(workspace)
        lines = told["text"].splitlines()
        assert lines[0] == "PA-07 · Pennsylvania 7th"
        assert lines[1].startswith(f"{year} election, Tue ")
        assert lines[2:] == [
            "Ana Alva, Democrat (sitting Member)",
            _ROW_ENDS,
            'Robert E "Bud" Bell Jr., Republican',
            _ROW_ENDS,
            "[Add candidate]",
        ]

    def test_who_sits_for_another_seat_is_not_called_its_member(
        self, on_sqlite: Workspace, tmp_path: Path
    ) -> None:
        import_members(on_sqlite.database, tmp_path, [made_up.ANA])
        bring(on_sqlite, tmp_path, [like(ALVA, district="08")])
        assert f"Ana Alva, Democrat\n{_ROW_ENDS}" in shown(on_sqlite, "PA-08")["text"]

    def test_past_races_show_only_where_nothing_newer_is_known(
        self, on_sqlite: Workspace, tmp_path: Path
    ) -> None:
        bring(on_sqlite, tmp_path, [ALVA], 2018)
        bring(on_sqlite, tmp_path, [BELL], 2020)
        old = shown(on_sqlite)["text"]
        assert ("2020 election, Tue 3 Nov" in old, "2018" in old, "Ana Alva" in old) == (True, False, False)
        bring(on_sqlite, tmp_path, [like(ALVA, id="H0PA07009", name="COLE, CORA")])
        new = shown(on_sqlite)["text"]
        assert ("Cora Cole" in new, "2020" in new) == (True, False)

    def test_many_candidates_come_in_pages(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        bring(on_sqlite, tmp_path, [like(ALVA, id=f"H0PA07{n:03}", name=f"ALVA, A{n:02}") for n in range(23)])
        first = shown(on_sqlite)
        assert labels(first)[-2:] == ["Add candidate", "Next page"]
        assert "Page 1 of 3" in first["text"]
        on_sqlite.press("Next page", first)
        second = newest(on_sqlite, "Page 2 of 3")
        assert ("A10 Alva" in second["text"], "A09 Alva" in second["text"]) == (True, False)
        assert "election, Tue " in second["text"]
        on_sqlite.press("Next page", second)
        assert labels(newest(on_sqlite, "Page 3 of 3"))[-2:] == ["Add candidate", "Previous page"]

    def test_looking_stores_nothing(self, on_sqlite: Workspace) -> None:
        before = everything(on_sqlite)
        shown(on_sqlite, user=BEN)
        assert everything(on_sqlite) == before

    def test_the_number_of_queries_does_not_grow(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        bring(on_sqlite, tmp_path, [like(ALVA, id=f"H0PA07{n:03}", name=f"ALVA, A{n:02}") for n in range(9)])
        for number in range(3):
            add(on_sqlite, f"Jane Doe {number}")
        on_sqlite.settle()
        on_sqlite.run(on_sqlite.runtime.fall_silent())  # so that only our own queries are counted
        with on_sqlite.database.transaction(on_sqlite.coalition_id, Purpose.READ) as db:
            race_ids = list(db.scalars(select(Race.id)))
            with statements_of(on_sqlite.database) as statements:
                assert sum(map(len, of_races(db, race_ids).values())) == 12
        assert len(statements) == 2

    @pytest.mark.skipif(not REAL.is_file(), reason="the FEC's real file is not there (COALITION_SHARED_DATA)")
    def test_the_race_of_2020_in_pa_07(self, on_sqlite: Workspace) -> None:
        import_candidates(on_sqlite.database, REAL, 2020, lambda done, total: None)
        told = shown(on_sqlite)["text"]
        assert "2020 election, Tue 3 Nov" in told
        assert "Susan Wild, Democrat" in told
        assert "Dean Napier Browning, Republican" in told
        assert "Scheller" not in told  # her status in this file is N: not yet a candidate by law
        told = shown(on_sqlite, "AZ-SEN-3")["text"]
        assert "2020 special election, Tue 3 Nov" in told
        assert "Mark Kelly, Democrat" in told


class TestAdding:
    def test_the_form_asks_for_six_things(self, on_sqlite: Workspace) -> None:
        view = form(on_sqlite)
        assert view["title"] == "Add a candidate"
        assert [block["label"]["text"] for block in view["blocks"]] == [
            "Name", "Race", "Party", "Campaign email", "Campaign phone", "Source",
        ]  # fmt: skip

    def test_it_tells_what_happened_and_shows_the_race(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, tmp_path, [BELL])
        done = add(
            workspace, "  Jane   Doe ", user=BEN, Party="Green", Campaign_email="office@doe.example",
            Campaign_phone="(555) 010-0100", Source="https://doe.example/contact",
        )  # fmt: skip
        words = words_of(done.view)
        assert words.startswith("Jane Doe\n is on the list for \nPA-07")
        assert "Robert E" in words
        told = shown(workspace)["text"]
        assert (
            "Jane Doe, Green\nCampaign: office@doe.example and (555) 010-0100\n"
            f"Source: <https://doe.example/contact|https://doe.example/contact>\n{_ROW_ENDS}" in told
        )
        (row,) = own_rows(workspace)
        assert (row.name, row.party, row.email, row.phone, row.source, row.listed_id) == (
            "Jane Doe", "Green", "office@doe.example", "(555) 010-0100", "https://doe.example/contact", None,
        )  # fmt: skip
        with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
            assert db.scalars(select(MemberRow.name).where(MemberRow.id == row.added_by_id)).one() == "ben"
            race = db.scalars(select(Race).where(Race.id == row.race_id)).one()
            day = general_election_day(coming(workspace))
            assert (race.cycle, race.kind, race.election_day) == (day.year, RaceKind.REGULAR, day)

    def test_name_and_race_are_enough(self, on_sqlite: Workspace) -> None:
        add(on_sqlite, "Jane Doe")
        assert f"Jane Doe\n{_ROW_ENDS}" in shown(on_sqlite)["text"]

    def test_it_can_be_typed(self, on_sqlite: Workspace) -> None:
        told = answer(on_sqlite.type('/add-candidate "Jane van der Doe" PA-07'))
        assert told["ephemeral"]
        assert told["text"].startswith("Jane van der Doe is on the list for PA-07 now.")

    @pytest.mark.parametrize(
        "line",
        [
            "PA-07 R sam@blake.org https://blake.org/contact (555) 010-0100",
            "sam@blake.org PA-07 (555) 010-0100 R https://blake.org/contact",
        ],
    )
    def test_addresses_and_numbers_find_their_own_fields(self, on_sqlite: Workspace, line: str) -> None:
        told = answer(on_sqlite.type(f'/add-candidate "Sam Blake" {line}'))
        assert told["text"].startswith("Sam Blake is on the list for PA-07 now.")
        (row,) = own_rows(on_sqlite)
        assert (row.party, row.email, row.phone, row.source) == (
            "R", "sam@blake.org", "(555) 010-0100", "https://blake.org/contact",
        )  # fmt: skip

    def test_half_a_name_that_was_typed_is_questioned(self, on_sqlite: Workspace) -> None:
        told = answer(on_sqlite.type("/add-candidate Jane Doe PA-07"))
        assert told["text"].startswith("Please write the first and the last name, in quotes")
        assert own_rows(on_sqlite) == []

    def test_each_field_has_a_sentence_of_its_own(self, on_sqlite: Workspace) -> None:
        view = form(on_sqlite, "PA-07")
        before = facts(on_sqlite)
        for field, value, begins in _WRONG:
            untouched = {"Name": "Jane Doe", "Campaign_email": None, "Campaign_phone": None, "Source": None}
            values: dict[str, Any] = {**untouched, field.replace(" ", "_"): value}
            (found,) = errors(on_sqlite.submit(view, **values)).items()
            assert found[0] == field.rpartition(" ")[2].lower(), value
            assert found[1].startswith(begins), value
        assert facts(on_sqlite) == before

    def test_what_is_right_is_kept(self, on_sqlite: Workspace) -> None:
        add(
            on_sqlite, "Jane Doe", Campaign_email="mailto:office@doe.example",
            Campaign_phone="+1 555.010.0100 ext. 5", Source="their leaflet: page 2",
        )  # fmt: skip
        (row,) = own_rows(on_sqlite)
        assert (row.email, row.phone, row.source) == (
            "office@doe.example", "+1 555.010.0100 ext. 5", "their leaflet: page 2",
        )  # fmt: skip

    def test_the_same_name_in_the_same_race_is_questioned(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, tmp_path, [ALVA])
        for name in ("Ana Alva", " ANA  alvá ", 'Ana "Annie" Alva'):
            refused = errors(add(workspace, name))
            assert refused["name"].startswith("Ana Alva is on the list for PA-07 already;")
        add(workspace, "Jane Doe")
        assert errors(add(workspace, "jane doe"))["name"].startswith("Jane Doe is on the list")
        assert add(workspace, "Ana Alva", "PA-08").raw["ok"]
        assert len(own_rows(workspace)) == 2

    def test_a_form_delivered_again_adds_nothing_more(self, on_sqlite: Workspace) -> None:
        add(on_sqlite, "Jane Doe")
        submitted = on_sqlite.sandbox.deliveries[-1]
        on_sqlite.settle()
        before = everything(on_sqlite)
        assert on_sqlite.sandbox.from_thread(on_sqlite.sandbox.redeliver(submitted)).is_ok
        assert everything(on_sqlite) == before


class TestTheRace:
    def test_it_completes_to_a_seats_elections(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        bring(on_sqlite, tmp_path, [ALVA], 2020)
        view = form(on_sqlite)
        year = coming(on_sqlite)
        found = on_sqlite.suggest("Race", "PA-07", view)
        assert found[0][0].startswith(f"PA-07: {year} election, Tue ")
        assert found[1][0] == "PA-07: 2020 election, Tue 3 Nov"
        assert on_sqlite.suggest("Race", "PA-07 2020", view)[0][0] == "PA-07: 2020 election, Tue 3 Nov"
        specials = on_sqlite.suggest("Race", "GA-SEN-3 2020", view)
        assert specials[0][0] == "GA-SEN-3: 2020 special election, Tue 3 Nov"

    def test_an_election_of_a_state_is_asked_for(self, on_sqlite: Workspace) -> None:
        view = on_sqlite.type('/add-candidate "Jane Doe" "WA House 32"').view
        race = field_of(view, "Race")
        assert race["hint"]["text"].startswith("In which year is the election for WA House 32?")
        year = today(on_sqlite).year
        first = race["element"]["options"][0]
        assert first["text"]["text"] == f"WA House 32: {year} election"
        on_sqlite.submit(view, Race=first["value"])
        assert f"{year} election\nJane Doe" in shown(on_sqlite, '"WA House 32"')["text"]

    def test_a_year_without_an_election_is_questioned(self, on_sqlite: Workspace) -> None:
        year = coming(on_sqlite)
        view = on_sqlite.type(f'/add-candidate "Jane Doe" PA-07 {year - 1}').view
        asked = field_of(view, "Race")["hint"]["text"]
        assert asked.startswith(f"PA-07 has no regular election in {year - 1}; its next is in {year}.")
        assert field_of(view, "Name")["element"]["initial_value"] == "Jane Doe"
        assert own_rows(on_sqlite) == []
        on_sqlite.type(f'/add-candidate "Jane Doe" PA-07 {year - 1} special')
        assert f"{year - 1} special election\nJane Doe" in shown(on_sqlite)["text"]

    def test_a_seat_that_cannot_be_is_questioned(self, on_sqlite: Workspace) -> None:
        told = answer(on_sqlite.type('/add-candidate "Jane Doe" WA-32'))
        assert "Washington has 10 House seats, so there is no WA-32." in told["text"]
        assert own_rows(on_sqlite) == []


class TestCorrecting:
    def test_a_listed_candidate_gets_a_row_of_the_coalitions_own(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        workspace.set_up()
        bring(workspace, tmp_path, [ALVA, BELL])
        view = correction(workspace)
        done = workspace.submit(
            view, Name="Ana Alva-Moore", Campaign_email="a@alva.example", Source="her card"
        )
        assert words_of(done.view).startswith("Ana Alva-Moore\n is corrected, for your coalition.")
        told = shown(workspace)["text"]
        assert f"Ana Alva-Moore, Democrat\nCampaign: a@alva.example\nSource: her card\n{_ROW_ENDS}" in told
        assert "Ana Alva," not in told
        bring(workspace, tmp_path, [like(ALVA, party="IND"), BELL])
        assert "Ana Alva-Moore, Independent" in shown(workspace)["text"]

    def test_what_is_left_empty_stays_and_none_takes_it_away(self, on_sqlite: Workspace) -> None:
        add(on_sqlite, "Jane Doe", Party="Green", Campaign_email="a@b.example", Campaign_phone="555 010 0100")
        view = correction(on_sqlite)
        on_sqlite.submit(view, Campaign_email="none", Source="a call")
        (row,) = own_rows(on_sqlite)
        assert (row.name, row.party, row.email, row.phone, row.source) == (
            "Jane Doe", "Green", None, "555 010 0100", "a call",
        )  # fmt: skip

    def test_who_is_no_longer_listed_stays_with_a_word(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        bring(on_sqlite, tmp_path, [ALVA, BELL])
        view = correction(on_sqlite)
        on_sqlite.submit(view, Campaign_phone="555 010 0100", Source="a call")
        bring(on_sqlite, tmp_path, [like(BELL, district="08")])
        told = shown(on_sqlite)["text"]
        assert "No longer on the official list of candidates." in told
        assert "Bell" not in told

    def test_a_name_that_somebody_else_has_is_questioned(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        bring(on_sqlite, tmp_path, [ALVA, BELL])
        view = correction(on_sqlite)
        assert "name" in errors(on_sqlite.submit(view, Name="Robert E Bell Jr.", Source="a call"))
        assert own_rows(on_sqlite) == []

    def test_to_another_race(self, on_sqlite: Workspace, tmp_path: Path) -> None:
        on_sqlite.set_up()
        bring(on_sqlite, tmp_path, [ALVA])
        view = correction(on_sqlite)
        on_sqlite.submit(view, Race=on_sqlite.pick("Race", "PA-08", view), Source="a call")
        assert NOTHING in shown(on_sqlite)["text"]
        assert "Ana Alva, Democrat" in shown(on_sqlite, "PA-08")["text"]

    def test_an_old_button_explains_itself(self, on_sqlite: Workspace) -> None:
        card = answer(on_sqlite.type("/claim-district PA-07"))
        for words in ("own.99", "listed.99", "x.1", "own.-1"):
            press_made_up(on_sqlite, f"v1:correct-candidate:candidate={words}:source=x", card, ANA)
            newest(on_sqlite, "That candidate is no longer there. Ask for the current list: /candidates")


class TestOtherCoalitions:
    def test_what_they_add_and_correct_is_never_seen(self, workspace: Workspace, tmp_path: Path) -> None:
        bring(workspace, tmp_path, [ALVA])
        strangers = add_strangers(workspace)
        with workspace.database.across_coalitions() as db:
            listed = db.scalars(select(ListedCandidate)).one()
            owned = {
                "coalition_id": coalition_of(db, strangers.member_id),
                "race_id": listed.race_id,
                "party": "Green",
                "added_by_id": strangers.member_id,
                "added_at": workspace.runtime.clock.now(),
            }
            db.add(Candidate(**owned, name="Their Candidate", name_key="their candidate"))
            db.add(
                Candidate(**owned, listed_id=listed.id, name="Their Correction", name_key="their correction")
            )
            db.flush()
            theirs = db.scalars(select(Candidate.id)).first()
        told = shown(workspace)["text"]
        assert f"Ana Alva, Democrat\n{_ROW_ENDS}" in told
        assert "Their" not in told
        assert add(workspace, "Their Candidate").raw["ok"]
        card = answer(workspace.type("/claim-district PA-07"))
        press_made_up(workspace, f"v1:correct-candidate:candidate=own.{theirs}:source=x", card, ANA)
        newest(workspace, "That candidate is no longer there. Ask for the current list: /candidates")


def coalition_of(db: CoalitionSession, member_id: int) -> int:
    return db.scalars(select(MemberRow.coalition_id).where(MemberRow.id == member_id)).one()


def race_value(workspace: Workspace, code: str, year: int) -> str:
    with workspace.database.across_coalitions(Purpose.READ) as db:
        seat_id = db.scalars(select(SeatRow.id).where(SeatRow.code == code)).one()
    return f"{seat_id}-{year}-regular"
