"""Whom a visit is with: officials who sit and candidates who run, as people type and pick them."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import event, select, update

from handlers.arguments.districts import DistrictIndex
from handlers.arguments.moments import Reason, Unclear
from handlers.arguments.whom import WhomKind
from handlers.cards import Choice, Offer, Refused
from handlers.request import Request, Scene
from storage import candidates, officials
from storage.candidates import CandidateSource, Details, ListedCandidate
from storage.claims import ClaimRow, Part
from storage.coalitions import Coalition, CoalitionRow
from storage.database import Database
from storage.files import legislators
from storage.members import Account, Member, MemberRow, Role
from storage.officials import ExampleOfficial, IdScheme, Official, OfficialId, Tenure
from storage.races import Race, RaceKind
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession
from storage.whom import Whom
from tests.databases import SqliteFactory
from tests.handlers.arguments.test_when import ORIGIN
from tests.handlers.arguments.typed_moments import said
from tests.storage.files.made_up import Person, write_people

NOW = datetime(2026, 7, 15, 19, 5, tzinfo=UTC)
KIND = WhomKind()
MEMBERS = (
    Person("A000001", "Ana", "Alva", number=7, fec=("H6PA07001",)),
    Person("B000002", "Benjamin", "Bell", number=8, name={"nickname": "Benny"}),
    Person("C000003", "Chloé", "Cañas-Roe", kind="sen", number=1, end="2031-01-03"),
    Person("D000004", "Dan", "Bell", state="OH", number=3),
    Person("V000005", "Virginia", "Lamm", state="NC", number=5),
)


@dataclass(frozen=True)
class Stage:
    """Two coalitions in one database; `ours` asks."""

    database: Database
    bare: DistrictIndex
    ours: int
    theirs: int

    def seat(self, code: str) -> int:
        seat = self.bare.catalogue.with_code(code)
        assert seat is not None
        return seat.id

    @contextmanager
    def asking(self, member_id: int | None = None) -> Generator[Request]:
        """A request of somebody of ours, in its own transaction."""
        with self.database.transaction(self.ours) as db:
            own = member_id or db.scalars(select(MemberRow.id).order_by(MemberRow.id)).first() or 0
            member = Member(own, "Ana", None, None, None, False, Role.MEMBER, False, NOW)
            coalition = Coalition(self.ours, "Ours", "America/New_York", NOW, False)
            districts = _index(self.bare, tuple(sorted(officials.names_by_seat(db).items())))
            yield Request(db, coalition, districts, NOW, ORIGIN, member, cast("Account", None))

    def read(self, typed: str) -> Whom:
        with self.asking() as request:
            return KIND.parse(typed, request)

    def question(self, typed: str) -> tuple[str, list[str]]:
        """What is asked, and the labels of what is offered."""
        with self.asking() as request, pytest.raises(Refused) as refused:
            KIND.parse(typed, request)
        return _words(refused.value), [_label(offer) for offer in refused.value.offers]

    def suggested(self, typed: str, member_id: int | None = None) -> list[str]:
        with self.asking(member_id) as request:
            return [_label(choice) for choice in KIND.suggest(typed, request)]

    def add_member(self, name: str) -> int:
        with self.database.transaction(self.ours) as db:
            return _member(db, self.ours, name)

    def claim(self, member_id: int, code: str) -> None:
        with self.database.transaction(self.ours) as db:
            values = {"part": Part.LEAD, "claimed_at": NOW, "claimed_by_id": member_id}
            db.add(ClaimRow(seat_id=self.seat(code), member_id=member_id, **values))

    def add_candidate(self, name: str, code: str = "PA-07", coalition: int | None = None) -> str:
        """A candidate of a coalition's own; the kept form."""
        race = self.race(code)
        with self.database.transaction(coalition or self.ours) as db:
            row = db.scalars(select(MemberRow)).first()
            assert row is not None
            by = Member(row.id, row.name, None, None, None, False, Role.MEMBER, False, NOW)
            return f"own.{candidates.add(db, Details(name, race, 'Independent'), by, NOW)}"

    def list_candidate(self, name: str, code: str = "PA-07", official: str | None = None) -> str:
        """A candidate of the list; the kept form."""
        race = self.race(code)
        with self.database.across_coalitions() as db:
            held = select(OfficialId.official_id).where(OfficialId.value == official)
            row = ListedCandidate(
                race_id=race, name=name, party="Independent", party_code="IND", source_id=name,
                source=CandidateSource.FEC, official_id=db.scalars(held).one() if official else None,
            )  # fmt: skip
            db.add(row)
            db.flush()
            return f"listed.{row.id}"

    def race(self, code: str) -> int:
        with self.database.across_coalitions() as db:
            known = db.scalars(select(Race.id).where(Race.seat_id == self.seat(code))).first()
            if known is not None:
                return known
            row = Race(seat_id=self.seat(code), cycle=2026, kind=RaceKind.REGULAR)
            db.add(row)
            db.flush()
            return row.id

    def official(self, bioguide: str) -> int:
        with self.database.across_coalitions() as db:
            found = select(OfficialId.official_id).where(
                OfficialId.scheme == IdScheme.BIOGUIDE, OfficialId.value == bioguide
            )
            return db.scalars(found).one()


@lru_cache
def _index(bare: DistrictIndex, names: tuple[tuple[int, tuple[str, ...]], ...]) -> DistrictIndex:
    """The districts with those who sit, made once: it takes half a second."""
    return DistrictIndex(bare.catalogue, dict(names))


def _words(refused: Refused) -> str:
    return said(Unclear(Reason.EMPTY, refused.text))


def _label(labelled: Offer | Choice) -> str:
    return said(Unclear(Reason.EMPTY, labelled.label))


def _member(db: CoalitionSession, coalition_id: int, name: str) -> int:
    row = MemberRow(coalition_id=coalition_id, name=name, role=Role.MEMBER, joined_at=NOW)
    db.add(row)
    db.flush()
    return row.id


def staged(database: Database, districts: DistrictIndex) -> Stage:
    ids: list[int] = []
    for name in ("Ours", "Theirs"):
        with database.across_coalitions() as db:
            row = CoalitionRow(name=name, timezone="America/New_York")
            db.add(row)
            db.flush()
            ids.append(row.id)
        with database.transaction(ids[-1]) as db:
            _member(db, ids[-1], "Ana")
    return Stage(database, districts, *ids)


def with_members(stage: Stage, folder: Path) -> Stage:
    file = write_people(folder / "members.json", MEMBERS)
    legislators.import_legislators(stage.database, file, None, date(2026, 6, 15), lambda done, all: None)
    return stage


@pytest.fixture
def empty(sqlite_factory: SqliteFactory, districts: DistrictIndex, tmp_path: Path) -> Iterator[Stage]:
    """Nobody is known yet, on SQLite."""
    with sqlite_factory.fresh(tmp_path) as url:
        database = Database(url)
        yield staged(database, districts)
        database.close()


@pytest.fixture
def stage(empty: Stage, tmp_path: Path) -> Stage:
    """The Members sit, on SQLite."""
    return with_members(empty, tmp_path)


def test_is_found_on_either_engine(database: Database, districts: DistrictIndex, tmp_path: Path) -> None:
    stage = with_members(staged(database, districts), tmp_path)
    jose, sam = stage.add_candidate("José O'Brien"), stage.list_candidate("Sam Blake", "PA-08")
    neal = stage.list_candidate("Pat O'Neal Jr.", "OH-03")
    stage.add_candidate("Somebody Else", coalition=stage.theirs)
    stage.claim(stage.add_member("Ben"), "PA-07")
    assert stage.read("Sen. Canas-Roe").official_id == stage.official("C000003")
    for typed, kept in (("jose obrien", jose), ("BLAKE", sam), ("oneal jr", neal)):
        with stage.asking() as request:
            assert KIND.dump(KIND.parse(typed, request), ORIGIN) == kept
    assert "I know no official and no candidate" in stage.question("Somebody Else")[0]
    assert stage.suggested("") == ["Rep. Ana Alva (PA-07)", "José O'Brien, candidate (PA-07, 2026)"]
    assert stage.suggested("bl") == ["Sam Blake, candidate (PA-08, 2026)"]


@pytest.mark.parametrize(
    ("typed", "bioguide"),
    [
        ("Ana Alva", "A000001"),
        ("alva", "A000001"),
        ("Rep. Alva", "A000001"),
        ("Congresswoman Ana Alva", "A000001"),
        ("Benjamin Bell", "B000002"),
        ("benny bell", "B000002"),
        ("Bell, Ben", "B000002"),
        ("Chloe Canas Roe", "C000003"),
        ("Senator Cañas-Roe", "C000003"),
        ("CHLOÉ", "C000003"),
        ("PA-07", "A000001"),
        ("pa 7", "A000001"),
        ("Rep. PA-07", "A000001"),
        ("PA-07 Alva", "A000001"),
        ("Virginia Lamm", "V000005"),
    ],
)
def test_an_official_is_found_by_name_or_seat(stage: Stage, typed: str, bioguide: str) -> None:
    found = stage.read(typed)
    assert found.official_id == stage.official(bioguide)
    assert (found.example_id, found.running) == (None, None)


def test_a_candidate_is_found_by_name(stage: Stage) -> None:
    stage.add_candidate("Jane Doe")
    found = stage.read("doe")
    assert (found.name, found.seat_id, found.official_id) == ("Jane Doe", stage.seat("PA-07"), None)
    assert found.running is not None
    assert found.running.name == "Jane Doe"


def test_a_title_before_a_candidates_name_is_forgiven(stage: Stage) -> None:
    stage.add_candidate("Jane Doe")
    for typed in ("Senator Jane Doe", "state rep. DOE", "Governor Doe"):
        assert stage.read(typed).name == "Jane Doe"


def test_several_who_fit_are_asked_about(stage: Stage) -> None:
    stage.add_candidate("Carol Bell", "PA-07")
    text, offers = stage.question("Bell")
    assert text == "“Bell” can be more than one person. Whom do you mean?"
    assert offers == [
        "Rep. Dan Bell (OH-03)",
        "Rep. Benjamin Bell (PA-08)",
        "Carol Bell, candidate (PA-07, 2026)",
    ]


def test_a_whole_name_is_no_other_that_contains_it(stage: Stage) -> None:
    stage.add_candidate("Ana Alvarez", "PA-08")
    assert stage.read("Ana Alva").official_id == stage.official("A000001")
    assert len(stage.question("Alv")[1]) == 2


def test_an_official_who_runs_is_offered_as_both(stage: Stage) -> None:
    stage.list_candidate("Ana Alva", official="A000001")
    stage.list_candidate("Sam Blake")
    both = ["Rep. Ana Alva (PA-07)", "Ana Alva, candidate (PA-07, 2026)"]
    assert stage.question("Ana Alva")[1] == both
    assert stage.question("PA-07")[1] == [*both, "Sam Blake, candidate (PA-07, 2026)"]
    assert stage.suggested("Alva") == both


def test_both_senators_of_a_state_are_asked_about_by_title(stage: Stage) -> None:
    stage.add_candidate("Jane Doe", "PA-SEN-3")
    assert stage.question("PA-SEN")[1] == [
        "Sen. Chloé Cañas-Roe (PA-SEN-1)",
        "Jane Doe, candidate (PA-SEN-3, 2026)",
    ]


def test_a_first_name_that_is_a_state_is_asked_about(stage: Stage) -> None:
    assert stage.question("Virginia")[1] == ["Rep. Virginia Lamm (NC-05)"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Nobody Known", ("“Nobody Known”", "/candidates", "/add-candidate")),
        ("PA-07 Smith", ("“PA-07 Smith”", "/add-candidate")),
        ("PA-09", ("PA-09", "/add-candidate")),
        ("official.", ("“official.”",)),
        ("  ", ("Whom do you visit?",)),
        ("%", ("“%”",)),
    ],
)
def test_nobody_known_is_told_what_to_do(stage: Stage, typed: str, words: tuple[str, ...]) -> None:
    text, offers = stage.question(typed)
    assert offers == []
    assert all(word in text for word in words)


class TestExamples:
    """A coalition that only tries things, before any import."""

    @pytest.fixture
    def example(self, empty: Stage) -> Stage:
        for coalition, name in ((empty.ours, "Fern Ashbrook"), (empty.theirs, "Olive Elmstead")):
            with empty.database.transaction(coalition) as db:
                db.add(ExampleOfficial(seat_id=empty.seat("PA-07"), name=name, party="Democrat"))
        return empty

    def test_are_found_by_name_and_seat(self, example: Stage) -> None:
        for typed in ("Ashbrook", "Rep. fern ashbrook", "PA-07"):
            found = example.read(typed)
            assert (found.name, found.official_id) == ("Fern Ashbrook", None)
            assert found.example_id is not None
        assert example.suggested("fer") == ["Rep. Fern Ashbrook (PA-07)"]
        assert "I know no official" in example.question("Olive Elmstead")[0]

    def test_are_gone_once_members_are_imported(self, example: Stage, tmp_path: Path) -> None:
        kept = KIND.dump(example.read("Ashbrook"), ORIGIN)
        with_members(example, tmp_path)
        with example.asking() as request, pytest.raises(Refused) as refused:
            KIND.load(kept, request)
        assert "no longer holds the seat" in _words(refused.value)
        assert example.read("PA-07").name == "Ana Alva"

    def test_another_coalitions_is_not_there(self, example: Stage) -> None:
        with example.database.transaction(example.theirs) as db:
            other = db.scalars(select(ExampleOfficial.id)).one()
        with example.asking() as request, pytest.raises(Refused):
            KIND.load(f"example.{other}", request)


def test_a_kept_person_loads_and_shows(stage: Stage) -> None:
    own, listed = stage.add_candidate("Jane Doe"), stage.list_candidate("Sam Blake")
    official = f"official.{stage.official('A000001')}"
    labels = {
        official: "Rep. Ana Alva (PA-07)",
        own: "Jane Doe, candidate (PA-07, 2026)",
        listed: "Sam Blake, candidate (PA-07, 2026)",
    }
    with stage.asking() as request:
        for kept, label in labels.items():
            assert KIND.dump(KIND.load(kept, request), ORIGIN) == kept
            shown = KIND.show(kept, request)
            assert shown is not None
            assert (_label(shown), shown.value) == (label, kept)
        assert KIND.load("PA-08", request).name == "Benjamin Bell"
        assert KIND.show("official.999999", request) is None
        assert KIND.show("nobody.1", request) is None


def test_who_has_left_is_not_met(stage: Stage) -> None:
    official, listed = f"official.{stage.official('A000001')}", stage.list_candidate("Sam Blake")
    with stage.database.across_coalitions() as db:
        db.execute(update(Tenure).values(is_current=False))
        db.execute(update(ListedCandidate).values(still_listed=False))
    for kept, words in ((official, "no longer holds the seat"), (listed, "no longer on the official list")):
        with stage.asking() as request, pytest.raises(Refused) as refused:
            KIND.load(kept, request)
        assert words in _words(refused.value)


def test_without_words_ones_own_seats_come_first(stage: Stage) -> None:
    ben, cora = stage.add_member("Ben"), stage.add_member("Cora")
    stage.claim(ben, "PA-08")
    stage.claim(cora, "OH-03")
    stage.add_candidate("Jane Doe", "PA-08")
    bens = ["Rep. Benjamin Bell (PA-08)", "Jane Doe, candidate (PA-08, 2026)"]
    coras = ["Rep. Dan Bell (OH-03)"]
    assert stage.suggested("", ben) == [*bens, *coras]
    assert stage.suggested("", cora) == [*coras, *bens]
    with stage.asking() as request:
        scene = Scene(request.db, request.coalition, request.districts, NOW)
        assert [_label(one) for one in KIND.suggest("", scene)] == [*bens, *coras]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rep. ben", ["Rep. Benjamin Bell (PA-08)"]),
        ("bell d", ["Rep. Dan Bell (OH-03)"]),
        ("doe", ["Jane Doe, candidate (PA-07, 2026)"]),
        ("pa-07", ["Rep. Ana Alva (PA-07)", "Jane Doe, candidate (PA-07, 2026)"]),
        ("penn alv", ["Rep. Ana Alva (PA-07)"]),
        ("north car", ["Rep. Virginia Lamm (NC-05)"]),
        ("Alba", ["Rep. Ana Alva (PA-07)"]),
        ("zzz", []),
    ],
)
def test_is_completed_by_name_and_by_seat(stage: Stage, typed: str, expected: list[str]) -> None:
    stage.add_candidate("Jane Doe")
    assert stage.suggested(typed) == expected


def test_a_name_comes_before_a_place(stage: Stage) -> None:
    stage.add_candidate("Will Penn", "OH-03")
    assert stage.suggested("penn") == [
        "Will Penn, candidate (OH-03, 2026)",
        "Rep. Ana Alva (PA-07)",
        "Rep. Benjamin Bell (PA-08)",
        "Sen. Chloé Cañas-Roe (PA-SEN-1)",
    ]


def test_suggestions_are_few_and_leave_room_for_candidates(stage: Stage) -> None:
    with stage.database.across_coalitions() as db:
        house = select(SeatRow.id).where(SeatRow.code.like("TX-__"))
        for number, seat_id in enumerate(db.scalars(house).all()):
            row = Official(name=f"Kim Number{number}", first_name="Kim", last_name=f"Number{number}")
            db.add(row)
            db.flush()
            db.add(Tenure(official_id=row.id, seat_id=seat_id))
    for number in range(12):
        stage.list_candidate(f"Kim Candidate{number}")
    found = stage.suggested("kim")
    assert len(found) == 25
    assert [", candidate" in label for label in found] == [False] * 15 + [True] * 10


def test_what_is_asked_of_the_database_does_not_grow(stage: Stage) -> None:
    def statements(typed: str) -> int:
        asked: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            asked.append(statement)

        with stage.asking() as request:
            event.listen(stage.database.engine, "before_cursor_execute", note)
            KIND.suggest(typed, request)
            event.remove(stage.database.engine, "before_cursor_execute", note)
        return len(asked)

    member, typed = stage.add_member("Ben"), ("", "bell", "PA-07", "penn")
    for code in ("PA-07", "PA-09"):
        stage.claim(member, code)
    stage.list_candidate("Sam Bell")
    before = [statements(words) for words in typed]
    for number, code in enumerate(("PA-08", "PA-10", "OH-03")):
        stage.claim(member, code)
        stage.list_candidate(f"Kim Bell{number}", code)
    assert [statements(words) for words in typed] == before
    assert max(before) <= 7
