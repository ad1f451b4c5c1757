"""A national day: many visits, many roles, many who press at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import insert, select

from storage.members import MemberRow, Role
from storage.seats import SeatRow
from storage.tasks import TaskKind, TaskRow
from storage.visits.attendance import AttendanceRow, Word
from storage.visits.parts import PartRow, State
from storage.visits.visits import Stage, VisitRow
from tests.handlers.arranging import add_people
from tests.handlers.seeing import answer
from tests.handlers.visits.arranged import arrange, part_rows, ready, role_card
from tests.statements import statements_of
from tests.workspace import Workspace

_AT_ONCE = 50


def fill(workspace: Workspace, visits: int, roles: int) -> None:
    """So many visits this week, and so many roles at them, by fifty people."""
    now = workspace.runtime.clock.now()
    owned = {"coalition_id": workspace.coalition_id}
    with workspace.database.transaction(workspace.coalition_id) as db:
        seats = list(db.scalars(select(SeatRow.id).order_by(SeatRow.id).limit(435)))
        people = [
            {**owned, "name": f"Person {n}", "role": Role.MEMBER, "is_compliance_lead": False,
             "is_independent": True, "joined_at": now}
            for n in range(50)
        ]  # fmt: skip
        members = list(db.scalars(insert(MemberRow).returning(MemberRow.id), people))
        rows = [
            {**owned, "stage": Stage.ARRANGED, "seat_id": seats[n % len(seats)], "name": f"Member {n}",
             "first_day": (now + timedelta(days=1)).date(), "last_day": (now + timedelta(days=1)).date(),
             "timezone": "America/New_York", "starts_at": now + timedelta(days=1, minutes=n),
             "ends_at": now + timedelta(days=1, minutes=n + 30), "minutes": 30, "place": "", "people": 8,
             "contact": "", "sequence": 0, "made_by_id": members[0], "made_at": now, "changed_at": now}
            for n in range(visits)
        ]  # fmt: skip
        made = list(db.scalars(insert(VisitRow).returning(VisitRow.id), rows))
        held = [
            {**owned, "visit_id": made[n % visits], "member_id": members[n // visits % 50], "role": "point",
             "shared_by": members[n // visits % 50], "state": State.HELD, "assumed_at": now,
             "assumed_by_id": members[0]}
            for n in range(roles)
        ]  # fmt: skip
        db.execute(insert(PartRow), held)
        word = {"word": Word.COMING, "since": now}
        said = [{**owned, **word, "visit_id": one["visit_id"], "member_id": one["member_id"]} for one in held]
        db.execute(insert(AttendanceRow), said)


def statements(workspace: Workspace) -> tuple[int, str]:
    """How many statements about visits a list takes, and what it says; the worker's own are none of them."""
    workspace.type("/visits week")
    workspace.settle()
    with statements_of(workspace.database) as found:
        text = answer(workspace.type("/visits week"))["text"]
    return sum("visit" in statement for statement in found), text


def test_a_list_takes_as_many_statements_for_two_thousand_visits_as_for_ten(on_sqlite: Workspace) -> None:
    ready(on_sqlite)
    fill(on_sqlite, 10, 100)
    few, _ = statements(on_sqlite)
    fill(on_sqlite, 2_000, 20_000)
    many, text = statements(on_sqlite)
    assert "Page 1 of" in text
    assert many == few


def give_tasks(workspace: Workspace, count: int) -> None:
    """So many tasks, of as many owners, each from another visit."""
    now = workspace.runtime.clock.now()
    fill(workspace, count, count)
    with workspace.database.transaction(workspace.coalition_id) as db:
        visits = list(db.scalars(select(VisitRow.id).order_by(VisitRow.id.desc()).limit(count)))
        people = list(db.scalars(select(MemberRow.id).order_by(MemberRow.id.desc()).limit(count)))
        rows = [
            {"coalition_id": workspace.coalition_id, "visit_id": visit_id, "owner_id": member_id,
             "kind": TaskKind.PROMISE, "words": f"Task {n}", "due_on": now.date(), "made_by_id": member_id,
             "made_at": now}
            for n, (visit_id, member_id) in enumerate(zip(visits, people, strict=True))
        ]  # fmt: skip
        db.execute(insert(TaskRow), rows)


def statements_of_tasks(workspace: Workspace) -> tuple[int, str]:
    """How many statements `/tasks all` takes for what it lists, and what it says."""
    workspace.type("/tasks all")
    workspace.settle()
    with statements_of(workspace.database) as found:
        text = answer(workspace.type("/tasks all"))["text"]
    about = ("FROM tasks", "FROM visits", "FROM members")
    return sum(any(one in statement for one in about) for statement in found), text


def test_a_page_of_tasks_takes_as_many_statements_as_one_task(on_sqlite: Workspace) -> None:
    ready(on_sqlite)
    give_tasks(on_sqlite, 1)
    few, _ = statements_of_tasks(on_sqlite)
    give_tasks(on_sqlite, 14)
    many, text = statements_of_tasks(on_sqlite)
    assert text.count("(promised to Rep. Member ") == 15
    assert "(Person 4" in text
    assert many == few


def test_fifty_who_press_at_once_have_one_holder_and_everybody_an_answer(workspace: Workspace) -> None:
    ready(workspace)
    users = add_people(workspace, _AT_ONCE)
    arrange(workspace)
    card = role_card(workspace)

    def press(user: str) -> bool:
        return workspace.press("Facilitator", card, user).raw["ok"]

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        assert all(pool.map(press, users))
    (holder,) = [part for part in part_rows(workspace) if part.state is State.HELD]
    assert holder.role == "facilitator"
    assert "Facilitator: <@U" in role_card(workspace, "Facilitator: <@U")["text"]
