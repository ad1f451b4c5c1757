"""Why a file cannot be read, as one sentence."""

from bot.imports.plain import shown
from storage.files.opening import LARGEST_FILE
from storage.files.outcomes import Fault, Unreadable


def complaint(why: Unreadable) -> str:
    """The sentence that names the file, and the fault."""
    fault = _file_fault(why) or _table_fault(why) or _fec_fault(why) or _content_fault(why)
    return f"Nothing was imported, because {shown(why.file)} cannot be read: {fault}."


def _file_fault(why: Unreadable) -> str | None:
    most = shown(why.expected) or str(LARGEST_FILE // 1024 // 1024)
    return {
        Fault.MISSING: "there is no such file",
        Fault.DIRECTORY: "it is a directory, not a file",
        Fault.NOT_PERMITTED: "this account may not open it",
        Fault.UNAVAILABLE: "the system could not open it",
        Fault.TOO_LARGE: f"it is larger than {most} MB, so it is not the right file",
        Fault.EMPTY: "it is empty",
        Fault.NOT_A_LIST: "it should be a JSON list of people, and is something else",
        Fault.EMPTY_LIST: "its list is empty",
        Fault.LEGISLATORS_FILE: "it is the file of legislators, and the one with their offices belongs here",
        Fault.OFFICES_FILE: "it is the file of district offices; give it with --offices, "
        "after the one of legislators",
        Fault.NOT_A_CALENDAR: "it is no calendar",
        Fault.TOO_MANY_ROWS: f"it has more than {shown(why.expected)} entries; give it in parts",
    }.get(why.fault)


def _table_fault(why: Unreadable) -> str | None:
    where = f"its sheet “{shown(why.sheet)}”" if why.sheet else "it"
    line = f"line {why.line}" + (f" of the sheet “{shown(why.sheet)}”" if why.sheet else "")
    expected = shown(why.expected)
    match why.fault:
        case Fault.NOT_A_TABLE:
            return "it is no text with commas, and no workbook"
        case Fault.NO_ROWS:
            return f"{where} has no rows below its headers"
        case Fault.MISSING_COLUMN:
            return f"{where} has no column {expected}; the first row must name the columns"
        case Fault.COLUMN_TWICE:
            return f"{where} has two columns that mean the same, {expected}; rename or delete one"
        case Fault.TOO_MANY_CELLS:
            return f"{line} has more cells than the {expected} columns"
        case Fault.EMPTY_CELL:
            return f"{line} has no {shown(why.field)}"
        case Fault.BAD_CHARACTER if why.line is not None:
            return f"{line} has characters that are not text"
        case _:
            return _workbook_fault(why, where) or _state_fault(why)


def _workbook_fault(why: Unreadable, where: str) -> str | None:
    match why.fault:
        case Fault.OLD_WORKBOOK:
            return "it is an old or a protected workbook; save it as .xlsx without a password, or as CSV"
        case Fault.NOT_A_WORKBOOK:
            return "it is no workbook that can be opened; save it as .xlsx again, or as CSV"
        case Fault.EMPTY_WORKBOOK:
            return "no sheet of it has rows below its headers"
        case Fault.HIDDEN_ROWS:
            rows = shown(why.expected)
            return f"{where} hides rows ({rows}), so it is unclear what counts; show or drop them"
        case Fault.SPRAWLING:
            cell = shown(why.expected)
            return f"{where} reaches as far as cell {cell}; delete what stands far outside the table"
        case _:
            return None


def _state_fault(why: Unreadable) -> str | None:
    match why.fault:
        case Fault.NO_STATE if why.expected:
            return f"there is no state “{shown(why.expected)}”; give its two letters after --state"
        case Fault.NO_STATE:
            return "it does not tell which state it is of; add it like --state MA"
        case Fault.OTHER_STATE:
            return (
                f"its addresses are in {shown(why.expected)}, not in {shown(why.who)}; give that state's file"
            )
        case _:
            return None


def _fec_fault(why: Unreadable) -> str | None:
    match why.fault:
        case Fault.FIELD_COUNT:
            count = "1 field" if why.expected == "1" else f"{why.expected} fields"
            return f"line {why.line} has {count} instead of a candidate master file's 15"
        case Fault.NO_CANDIDATE_ID:
            return f"line {why.line} does not begin with a candidate's id; give the candidate master file"
        case Fault.NO_CANDIDATES:
            return f"it has no candidate for Congress in {why.expected}; check the year after --cycle"
        case _:
            return None


def _content_fault(why: Unreadable) -> str:
    line = "" if why.line is None else f", at line {why.line}"
    column = "" if why.column is None else f", column {why.column}"
    field = f"{_entry(why)} has no usable {shown(why.field)}"
    expected = shown(why.expected)
    match why.fault:
        case Fault.NOT_UTF8:
            return f"it is not text in UTF-8{line}"
        case Fault.CUT_OFF:
            return f"it stops in the middle{line}{column}; it may not have been downloaded to its end"
        case Fault.MISSING_FIELD:
            return f"{field}; it is missing or empty"
        case Fault.WRONG_TYPE if why.field:
            return f"{field}; it should be {expected}"
        case Fault.WRONG_TYPE:
            return f"{_entry(why)} should be {expected}"
        case Fault.NO_DATE:
            return f"{field}; {expected} is not a date like 2027-01-03"
        case Fault.BAD_CHARACTER:
            return f"{field}; it has characters that are not text"
        case _:
            return f"it is not JSON{line}{column}"


def _entry(why: Unreadable) -> str:
    return f"entry {why.entry} ({shown(why.who)})" if why.who else f"entry {why.entry}"
