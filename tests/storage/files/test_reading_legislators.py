"""A legislators file is read whole, or refused with what is wrong and where."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files import legislators, opening
from storage.files.outcomes import Fault, Unreadable, UnreadableError
from tests.storage.files.made_up import ANA, BEN, CORA, Home, Person, write_offices, write_people

GONE = object()


def refusal(path: Path, read: Callable[[Path], object] = legislators.read) -> Unreadable:
    with pytest.raises(UnreadableError) as caught:
        read(path)
    return caught.value.why


def spoilt(path: Path, field: str, value: object) -> Path:
    """A file of two people, the second with another value at `field` (a.b.0.c), or none."""
    entries: list[Any] = [ANA.entry(), BEN.entry()]
    *way, last = field.split(".")
    place: Any = entries[1]
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_the_last_term_counts(tmp_path: Path) -> None:
    ana, ben, cora = legislators.read(write_people(tmp_path / "people.json", [ANA, BEN, CORA]))
    assert (ana.seat_name, ben.seat_name, cora.seat_name) == ("PA-07", "AK-AL", "PA-SEN-1")
    assert ana.fec_ids == ("H0PA07001", "S0PA00001")
    assert ben.phone is None


def test_names_are_as_the_source_has_them(tmp_path: Path) -> None:
    name = {"official_full": "A. “Annie” Alva, Jr.", "middle": "Q.", "nickname": "Annie", "suffix": "Jr."}
    named = Person("A000001", "Ana", "Alva", name=name)
    first, second = legislators.read(write_people(tmp_path / "people.json", [named, BEN]))
    assert first.name.name == "A. “Annie” Alva, Jr."
    assert (first.name.middle_name, first.name.nickname, first.name.suffix) == ("Q.", "Annie", "Jr.")
    assert second.name.name == "Ben Bell"


@pytest.mark.parametrize("name", ["*Bold* & <!channel>", "Zoë 🌻", "مريم", "O'Neil-Śmith"])
def test_any_name_is_kept(tmp_path: Path, name: str) -> None:
    person = Person("A000001", "Ana", "Alva", name={"official_full": name})
    assert legislators.read(write_people(tmp_path / "people.json", [person]))[0].name.name == name


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = write_people(tmp_path / "people.json", [ANA])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert legislators.read(path)[0].bioguide == "A000001"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n", Fault.EMPTY),
        (b"[]", Fault.EMPTY_LIST),
        (b"{}", Fault.NOT_A_LIST),
        (b'"people"', Fault.NOT_A_LIST),
        (b"null", Fault.NOT_A_LIST),
        (b"<html>Not found</html>", Fault.NOT_JSON),
        (b"[{}] trailing", Fault.NOT_JSON),
        (b'[{"id": NaN}]', Fault.NOT_JSON),
        (b"[" + b"9" * 5000 + b"]", Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b"[1]", Fault.WRONG_TYPE),
        (b"[{}]", Fault.MISSING_FIELD),
        ("[“]".encode("utf-16"), Fault.NOT_UTF8),
        (b'["\xe9"]', Fault.NOT_UTF8),
    ],
)
def test_what_is_no_list_of_people_is_refused(tmp_path: Path, content: bytes, fault: Fault) -> None:
    path = tmp_path / "people.json"
    path.write_bytes(content)
    why = refusal(path)
    assert (why.file, why.fault) == ("people.json", fault)


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json") == Unreadable("none.json", Fault.MISSING)
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder") == Unreadable("folder", Fault.DIRECTORY)


def test_an_endless_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_FILE", 100)
    path = write_people(tmp_path / "people.json", [ANA])
    assert refusal(path).fault is Fault.TOO_LARGE


@pytest.mark.parametrize(
    ("at", "value", "fault", "field"),
    [
        ("id", GONE, Fault.MISSING_FIELD, "id"),
        ("id.bioguide", GONE, Fault.MISSING_FIELD, "id.bioguide"),
        ("id.bioguide", 7, Fault.WRONG_TYPE, "id.bioguide"),
        ("id.bioguide", "  ", Fault.MISSING_FIELD, "id.bioguide"),
        ("id.fec", "H0AK", Fault.WRONG_TYPE, "id.fec"),
        ("id.fec", ["H0AK", None], Fault.WRONG_TYPE, "id.fec[1]"),
        ("name", None, Fault.MISSING_FIELD, "name"),
        ("name", "Ben", Fault.WRONG_TYPE, "name"),
        ("name.last", None, Fault.MISSING_FIELD, "name.last"),
        ("name.first", "Ben\0", Fault.BAD_CHARACTER, "name.first"),
        ("name.first", "\x1b[2J", Fault.BAD_CHARACTER, "name.first"),
        ("name.first", "\ud800", Fault.BAD_CHARACTER, "name.first"),
        ("terms", [], Fault.MISSING_FIELD, "terms"),
        ("terms", {}, Fault.WRONG_TYPE, "terms"),
        ("terms", [None], Fault.WRONG_TYPE, "terms[0]"),
        ("terms.1.district", "7", Fault.WRONG_TYPE, "terms[1].district"),
        ("terms.1.district", True, Fault.WRONG_TYPE, "terms[1].district"),
        ("terms.1.district", GONE, Fault.MISSING_FIELD, "terms[1].district"),
        ("terms.1.type", "sen", Fault.MISSING_FIELD, "terms[1].class"),
        ("terms.1.phone", 5550100, Fault.WRONG_TYPE, "terms[1].phone"),
        ("terms.1.start", "soon", Fault.NO_DATE, "terms[1].start"),
        ("terms.1.end", "2027-02-30", Fault.NO_DATE, "terms[1].end"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(
    tmp_path: Path, at: str, value: object, fault: Fault, field: str
) -> None:
    why = refusal(spoilt(tmp_path / "people.json", at, value))
    assert (why.fault, why.entry, why.field) == (fault, 2, field)


@pytest.mark.parametrize(
    ("values", "fault", "field"),
    [
        ({"id": None}, Fault.MISSING_FIELD, "offices[0].id"),
        ({"city": 3}, Fault.WRONG_TYPE, "offices[0].city"),
        ({"latitude": "40.6"}, Fault.WRONG_TYPE, "offices[0].latitude"),
        ({"latitude": 10**400}, Fault.WRONG_TYPE, "offices[0].latitude"),
        ({"phone": ["555"]}, Fault.WRONG_TYPE, "offices[0].phone"),
    ],
)
def test_an_office_of_the_wrong_kind_is_named(
    tmp_path: Path, values: dict[str, object], fault: Fault, field: str
) -> None:
    path = tmp_path / "offices.json"
    entry = {"id": {"bioguide": "A000001"}, "offices": [Home("A-1").entry() | values]}
    path.write_text(json.dumps([entry]), encoding="utf-8")
    why = refusal(path, legislators.read_offices)
    assert (why.fault, why.entry, why.who, why.field) == (fault, 1, "A000001", field)


def test_a_suite_may_be_a_number_and_a_phone_missing(tmp_path: Path) -> None:
    path = write_offices(tmp_path / "offices.json", {"A000001": [Home("A-1", suite=247, phone=None)]})
    (office,) = legislators.read_offices(path)["A000001"]
    assert (office.suite, office.phone) == ("247", None)


def test_the_two_files_are_not_taken_for_each_other(tmp_path: Path) -> None:
    people = write_people(tmp_path / "people.json", [ANA])
    offices = write_offices(tmp_path / "offices.json", {"A000001": [Home("A-1")]})
    assert refusal(offices).fault is Fault.OFFICES_FILE
    assert refusal(people, legislators.read_offices).fault is Fault.LEGISLATORS_FILE


def test_a_file_that_stops_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write_people(tmp_path / "people.json", [ANA, CORA]).read_bytes()
    path = tmp_path / "half.json"
    for end in range(1, len(whole)):
        path.write_bytes(whole[:end])
        assert refusal(path).fault is Fault.CUT_OFF, whole[:end]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["rep", "sen", "PA"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "bioguide", "fec", "name", "first", "last", "terms", "type", "state", "district"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(value=JSON)
def test_nothing_but_a_refusal_is_raised(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps([value]), encoding="utf-8")
    for read in (legislators.read, legislators.read_offices):
        with suppress(UnreadableError):
            read(path)
