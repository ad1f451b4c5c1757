"""After first contact the bot looks a person up: name, zone, language, and whether they are an admin."""

import pytest
from sqlalchemy import select

from bot.sandbox.model import User
from storage.members import AccountRow, MemberRow, Role
from storage.outbox import SendState
from tests.bot.workers import pass_time, rows
from tests.workspace import ANA, BEN, Workspace


def _member(workspace: Workspace, user: str) -> MemberRow:
    statement = (
        select(MemberRow)
        .join(AccountRow, AccountRow.member_id == MemberRow.id)
        .where(AccountRow.external_id == user)
    )
    with workspace.database.transaction(workspace.coalition_id) as db:
        return db.scalars(statement).one()


def _user(workspace: Workspace, **traits: object) -> str:
    known = {"id": "U0EVE", "name": "eve", "real_name": "Eve Example", "tz": "America/Denver", **traits}
    workspace.sandbox.add_user(User(**known))  # pyright: ignore[reportArgumentType]  # the model checks them
    return "U0EVE"


def test_name_and_zone_are_filled_in(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", BEN)
    workspace.settle()
    ben = _member(workspace, BEN)
    assert (ben.name, ben.timezone, ben.role) == ("ben", "America/Chicago", Role.MEMBER)


def test_who_rules_the_workspace_is_admin(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", ANA)
    assert workspace.eventually(lambda: _member(workspace, ANA).role is Role.ADMIN)


def test_nobody_is_looked_up_twice(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.type("/claim-district PA-08", BEN)
    on_sqlite.settle()
    assert [found.state for found in rows(on_sqlite, "profile")] == [SendState.SENT]


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../../etc/passwd"])
def test_a_zone_that_nobody_knows_is_left_open(on_sqlite: Workspace, zone: str) -> None:
    eve = _user(on_sqlite, tz=zone)
    on_sqlite.type("/claim-district PA-07", eve)
    on_sqlite.settle()
    assert _member(on_sqlite, eve).timezone is None
    assert "Which organisation" in on_sqlite.told(eve)  # in the coalition's zone, but said
    assert on_sqlite.open_home(eve)


@pytest.mark.parametrize("name", ["*bold* <!channel> & Co", "مريم العربي", "👩‍👩‍👧 Zoë", "x" * 80])
def test_any_name_is_kept_as_it_is(on_sqlite: Workspace, name: str) -> None:
    eve = _user(on_sqlite, name=name)  # what Slack gives as the display name
    on_sqlite.type("/claim-district PA-07", eve)
    on_sqlite.settle()
    assert _member(on_sqlite, eve).name == name
    on_sqlite.type("/coalition members", eve)
    on_sqlite.type("/claim-district PA-07", eve)
    assert not on_sqlite.sandbox.refusals


def test_a_look_up_that_fails_is_done_later(on_sqlite: Workspace) -> None:
    on_sqlite.sandbox.faults.rate_limit("users.info", retry_after=20)
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.settle()
    assert _member(on_sqlite, BEN).timezone is None
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert _member(on_sqlite, BEN).timezone == "America/Chicago"


def test_a_bot_takes_no_district_and_no_role(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    robot = _user(on_sqlite, id="U0ROBOT", name="robot", real_name="Robot", is_bot=True, is_admin=True)
    del robot
    on_sqlite.type("/claim-district PA-07 @robot", ANA)
    on_sqlite.settle()
    on_sqlite.settle()
    assert _member(on_sqlite, "U0ROBOT").role is Role.MEMBER
    assert {found.state for found in rows(on_sqlite, "profile")} == {SendState.SENT}
    assert not [found for found in rows(on_sqlite, "claimed-for-you") if found.state is SendState.PENDING]


def test_the_bot_itself_takes_no_part(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    assert "A bot can't take part" in on_sqlite.type("/claim-district PA-07 @coalition", ANA).text
