"""What an import tells its operator, line by line: the counts, then what to ask and what to know."""

from bot.imports.plain import shown
from storage.files.importing import Report
from storage.files.outcomes import Omission, Question, Reason, Remark


def lines(report: Report) -> list[str]:
    """All lines about an import that went well, the counts first."""
    counts = (
        f"{report.read} read: {report.new} new, {report.changed} changed, {report.same} same, "
        f"{len(report.questions)} questions"
    )
    if report.left_out:
        counts += f", {sum(report.left_out.values())} left out"
    omissions = [_omission(omission, count) for omission, count in report.left_out.items() if count]
    remarks = [_remark(remark, count) for remark, count in report.remarks.items()]
    return [counts, *map(_question, report.questions), *omissions, *remarks]


def _question(question: Question) -> str:
    sheet = f" of {shown(question.sheet)}" if question.sheet else ""
    line = "" if question.line is None else f"Line {question.line}{sheet}: "
    key = f" ({shown(question.key)})" if question.key not in ("", question.where) else ""
    where = f", {shown(question.where)}" if question.where not in ("", question.who) else ""
    return f"{line}{shown(question.who)}{key}{where}: {_why(question.reason, shown(question.detail))}"


def _omission(omission: Omission, count: int) -> str:
    match omission:
        case Omission.NOT_RUNNING:
            return f"Left out, because they are not candidates in that year's election: {count}."
        case Omission.PRESIDENT:
            return f"Left out, because they are candidates for President: {count}."
        case Omission.SECOND_ID:
            return f"Left out, because they are second entries of the same candidate and committee: {count}."


def _why(reason: Reason, detail: str) -> str:
    match reason:
        case Reason.NO_SUCH_STATE:
            return f"there is no state {detail}."
        case Reason.NO_SUCH_OFFICE:
            return f"{detail} is no kind of seat in Congress."
        case Reason.NO_SUCH_DISTRICT:
            seats = "one House seat, at-large" if detail == "1" else f"House seats 1 to {detail}"
            return f"there is no such district; the state has {seats}."
        case Reason.NO_SUCH_CLASS if detail:
            return f"there is no such seat; the state's Senators are of classes {detail}."
        case Reason.NO_SUCH_CLASS:
            return "it elects no Senators."
        case Reason.SEAT_TAKEN:
            return f"the file gives this seat to {detail} too."
        case Reason.LISTED_TWICE:
            return f"{detail} is in the file more than once."
        case Reason.SHARED_ID:
            return f"somebody else has the same: {detail}."
        case _:
            return _why_no_race(reason, detail)


def _why_no_race(reason: Reason, detail: str) -> str:
    match reason:
        case Reason.NO_DISTRICT if detail:
            return f"the file names no district; the state has House seats 1 to {detail}."
        case Reason.NO_DISTRICT:
            return "the file names no district."
        case Reason.SEVERAL_ELECTIONS:
            return f"the file does not say which of the state's elections it is: {detail}."
        case Reason.NO_ELECTION:
            return f"no election for such a seat is known in {detail}."
        case _:
            return _why_no_seat(reason, detail)


def _why_no_seat(reason: Reason, detail: str) -> str:
    match reason:
        case Reason.NO_SUCH_CHAMBER:
            return f"the state has no chamber called “{detail}”."
        case Reason.NOT_IN_CHAMBER:
            return f"there is no such district in the {detail}."
        case Reason.NO_CHAMBER:
            return "it does not say whether the seat is in the House or in the Senate."
        case Reason.CONTRADICTION:
            return f"it says {detail}, which cannot both be."
        case Reason.SEVERAL_SEATS:
            return f"several seats fit: {detail}."
        case Reason.NOBODY_SO_NAMED:
            return f"nobody called “{detail}” sits there. Import the legislators first, or name the district."
        case Reason.SOMEBODY_ELSE:
            return f"{detail} sits there. Correct the name or the seat."
        case _:
            return f"“{detail}” is no priority; write a number, or high, medium or low."


def _remark(remark: Remark, count: int) -> str:
    match remark:
        case Remark.TERM_OVER:
            return (
                f"Terms that are over, by the dates in the file: {count}. A newer file may know who sits now."
            )
        case Remark.NO_LONGER_LISTED:
            return f"No longer listed for their seats, so no longer shown as sitting: {count}."
        case Remark.OFFICES_OF_NOBODY:
            return f"Offices left out, because the file of legislators does not list their Member: {count}."
        case Remark.NO_LONGER_RUNNING:
            return f"No longer candidates in the file, so no longer listed: {count}."
        case Remark.KNOWN_OFFICIAL:
            return f"Recognised as officials who are known already: {count}."
        case Remark.NEW_SEATS:
            return f"Districts that were not known yet, and are now: {count}."
        case Remark.NO_LONGER_TARGETS:
            return f"No longer in the file, so no longer targets: {count}."
        case _:
            return _remark_on_sheets(remark, count)


def _remark_on_sheets(remark: Remark, count: int) -> str:
    match remark:
        case Remark.EMPTY_SHEETS:
            return f"Sheets without rows: {count}."
        case Remark.OTHER_SHEETS:
            return f"Sheets that are named for neither chamber, and were not read: {count}."
        case Remark.HIDDEN_SHEETS:
            return f"Hidden sheets, which were not read: {count}."
        case _:
            return "The workbook has macros. They were not run; only its cells were read."
