"""Tables of every make: what is read from them, and what is refused with the place named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.complaint import complaint
from storage.files.outcomes import Fault, UnreadableError
from storage.files.tables import Column, lines_of, read_csv, read_workbook
from tests.storage.files.made_up_tables import write_scattered, write_text, write_workbook

NAME, PLACE = Column("name", ("Name", "Member's name"), required=True), Column("place", ("Place",))


def cells(path: Path) -> list[tuple[int, str, str]]:
    """Line, name and place of every row."""
    return [(line.number, line["name"], line["place"]) for line in lines_of(read_csv(path), (NAME, PLACE))]


def fault(path: Path) -> tuple[Fault, int | None, str]:
    """Why it cannot be read, where, and what was expected."""
    with pytest.raises(UnreadableError) as raised:
        cells(path)
    return raised.value.why.fault, raised.value.why.line, raised.value.why.expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_make_reads_the_same(tmp_path: Path, encoding: str, separator: str) -> None:
    file = write_text(
        tmp_path / "t.csv",
        separator.join(("Name", "Place")),
        separator.join(("José", "Zürich")),
        encoding=encoding,
    )
    assert cells(file) == [(2, "José", "Zürich")]


def test_excel_names_its_separator_in_a_line_of_its_own(tmp_path: Path) -> None:
    assert cells(write_text(tmp_path / "t.csv", "sep=;", "Name;Place", "A,B;C")) == [(3, "A,B", "C")]


def test_quoted_cells_may_hold_separators_and_lines(tmp_path: Path) -> None:
    file = write_text(tmp_path / "t.csv", "Name,Place", '"Vega, Ana","first', 'second"', "Ben,There")
    assert cells(file) == [(2, "Vega, Ana", "first second"), (4, "Ben", "There")]


@pytest.mark.parametrize("name", ['"Bud" Cramer', 'Robert "Bud" Cramer', 'Cramer "Bud"', '6"'])
def test_quotes_that_do_not_pair_up_are_data(tmp_path: Path, name: str) -> None:
    assert cells(write_text(tmp_path / "t.csv", "Name,Place", f"{name},Here")) == [(2, name, "Here")]


def test_headers_count_whatever_their_case_and_signs_and_below_a_title(tmp_path: Path) -> None:
    file = write_text(tmp_path / "t.csv", "Our list,", "", " MEMBER’S  name ,PLACE:", "Ana,Here", ",", "Ben")
    assert cells(file) == [(4, "Ana", "Here"), (6, "Ben", "")]


def test_columns_that_nobody_knows_are_left_alone(tmp_path: Path) -> None:
    assert cells(write_text(tmp_path / "t.csv", "Note,Name", "x,Ana")) == [(2, "Ana", "")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Place", "Here"], (Fault.MISSING_COLUMN, None, "Name")),
        (["Name,Place"], (Fault.NO_ROWS, None, "")),
        (["Name,Place", " , "], (Fault.NO_ROWS, None, "")),
        (["Name,Member's name", "a,b"], (Fault.COLUMN_TWICE, None, "Name and Member's name")),
        (["Name,Place", "a,b,c"], (Fault.TOO_MANY_CELLS, 2, "2")),
        (["Name,Place", "a\x07b,c"], (Fault.BAD_CHARACTER, 2, "")),
        (["Name,Place", "a\x00b,c"], (Fault.NOT_A_TABLE, None, "")),
        (["", "  "], (Fault.EMPTY, None, "")),
    ],
)
def test_what_is_refused_and_where(
    tmp_path: Path, lines: list[str], expected: tuple[Fault, int | None, str]
) -> None:
    assert fault(write_text(tmp_path / "t.csv", *lines)) == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(content)
    refused = ""
    rows: list[tuple[int, str, str]] = []
    try:
        rows = cells(file)
    except UnreadableError as error:
        refused = error.why.file
    assert bool(rows) != (refused == "any.csv")


class TestWorkbooks:
    """Sheets with their names; never a formula or a macro."""

    def test_cells_are_as_people_see_them(self, tmp_path: Path) -> None:
        file = write_workbook(tmp_path / "t.xlsx", {"One": [["Name", "Place"], ["Ana", 7], [1.5, True]]})
        (sheet,) = read_workbook(file).sheets
        assert sheet.name == "One"
        assert [row for _, row in sheet.rows] == [("Name", "Place"), ("Ana", "7"), ("1.5", "yes")]

    @pytest.mark.parametrize(("rows", "said"), [([2], "2"), ([2, 3, 4], "2 to 4"), ([2, 4], "2 and 4")])
    def test_hidden_rows_are_asked_about(self, tmp_path: Path, rows: list[int], said: str) -> None:
        table = [["Name"], ["a"], ["b"], ["c"], ["d"]]
        file = write_workbook(tmp_path / "t.xlsx", {"One": [["x"]], "Two": table}, hidden_rows={"Two": rows})
        with pytest.raises(UnreadableError) as raised:
            read_workbook(file)
        why = raised.value.why
        assert (why.fault, why.sheet, why.expected) == (Fault.HIDDEN_ROWS, "Two", said)

    def test_a_cell_far_outside_the_table_is_refused_before_everything_between_is_read(
        self, tmp_path: Path
    ) -> None:
        file = write_scattered(tmp_path / "t.xlsx", {"One": {"A1": "Name", "XFD1": "x", "A1048576": "x"}})
        with pytest.raises(UnreadableError) as raised:
            read_workbook(file)
        why = raised.value.why
        assert (why.fault, why.sheet, why.expected) == (Fault.SPRAWLING, "One", "XFD1048576")
        assert complaint(why) == (
            "Nothing was imported, because t.xlsx cannot be read: its sheet “One” reaches as far as cell "
            "XFD1048576; delete what stands far outside the table."
        )

    def test_cells_that_are_only_coloured_and_hidden_sheets_may_be_anywhere(self, tmp_path: Path) -> None:
        sheets = {"One": {"A1": "Name", "XFD1048576": None}, "Two": {"A1": "x", "XFD1048576": "x"}}
        file = write_scattered(tmp_path / "t.xlsx", sheets, hidden_sheets=["Two"])
        assert read_workbook(file).sheets[0].rows == ((1, ("Name",)),)

    def test_a_long_table_is_read(self, tmp_path: Path) -> None:
        file = write_scattered(tmp_path / "t.xlsx", {"One": {"A1": "Name", "A100000": "Ana"}})
        assert read_workbook(file).sheets[0].rows[-1] == (100_000, ("Ana",))

    def test_hidden_sheets_are_counted_and_not_read(self, tmp_path: Path) -> None:
        file = write_workbook(tmp_path / "t.xlsx", {"One": [["x"]], "Two": [["y"]]}, hidden_sheets=["Two"])
        book = read_workbook(file)
        assert ([sheet.name for sheet in book.sheets], book.hidden_sheets) == (["One"], 1)

    def test_macros_are_noticed_and_not_run(self, tmp_path: Path) -> None:
        file = write_workbook(tmp_path / "t.xlsm", {"One": [["x"]]}, macros=b"a program")
        assert read_workbook(file).has_macros

    def test_old_and_protected_ones_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "t.xls"
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        with pytest.raises(UnreadableError) as raised:
            read_workbook(file)
        assert raised.value.why.fault is Fault.OLD_WORKBOOK

    @pytest.mark.parametrize("length", [4, 30, 1000, 3000])
    def test_cut_off_ones_are_refused(self, tmp_path: Path, length: int) -> None:
        whole = write_workbook(tmp_path / "t.xlsx", {"One": [["x"]]}).read_bytes()
        file = tmp_path / "cut.xlsx"
        file.write_bytes(whole[:length])
        with pytest.raises(UnreadableError) as raised:
            read_workbook(file)
        assert raised.value.why.fault is Fault.NOT_A_WORKBOOK
