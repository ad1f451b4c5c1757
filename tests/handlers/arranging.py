"""Bringing a workspace into the state that a test begins with, and what no person can do by hand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from sqlalchemy import insert, select

from bot.sandbox.model import User
from storage.across import Bot, NewCoalition, connect_workspace
from storage.claims import ClaimRow, Part
from storage.coalitions import Platform
from storage.database import Database
from storage.files import legislators
from storage.lead_offers import LeadOffer
from storage.members import MemberRow, Role
from storage.organizations import Organization, key_of
from storage.seats import Office, SeatRow
from tests.storage.files.made_up import TODAY, Home, Person, write_offices, write_people
from tests.workspace import Json, Workspace


def import_members(database: Database, folder: Path, people: Sequence[Person]) -> None:
    """Import sitting Members, each with an office in Allentown."""
    file = write_people(folder / "members.json", people)
    offices = write_offices(folder / "offices.json", {one.bioguide: [Home(one.bioguide)] for one in people})
    legislators.import_legislators(database, file, offices, TODAY, lambda done, all: None)


def user_id(number: int) -> str:
    """The user id of one of `add_people`."""
    return f"U{number:04}"


def add_people(workspace: Workspace, count: int) -> list[str]:
    """So many more people in every channel; their user ids."""
    users = [user_id(number) for number in range(count)]
    for number, user in enumerate(users):
        workspace.sandbox.add_user(User(user, f"person{number}", f"Person {number}", "America/Chicago"))
    return users


def direct_channel(workspace: Workspace, user: str) -> str:
    """The person's conversation with the bot."""
    return next(one["id"] for one in workspace.state(user)["channels"] if one["kind"] == "im")


def press_made_up(workspace: Workspace, action_id: str, card: Json, user: str) -> None:
    """Press a button of a district's card as if it had this id: an old one, or one that was made up."""
    workspace.press("See the district", card, user)
    pressed = workspace.sandbox.deliveries[-1]
    payload: dict[str, Any] = json.loads(parse_qs(pressed.body.decode())["payload"][0])
    payload["actions"][0]["action_id"] = action_id
    payload["trigger_id"] += ".made.up"
    made_up = replace(pressed, body=urlencode({"payload": json.dumps(payload)}).encode())
    assert workspace.sandbox.from_thread(workspace.sandbox.redeliver(made_up)).is_ok


@dataclass(frozen=True, slots=True)
class Strangers:
    """Rows of another coalition in the same database, by their ids."""

    member_id: int
    offer_id: int


def add_strangers(workspace: Workspace) -> Strangers:
    """Another coalition, in which somebody is offered the lead of PA-07."""
    at = workspace.runtime.clock.now()
    with workspace.database.across_coalitions() as db:
        bot = Bot(Platform.SLACK, "T0OTHER", "Another workspace", "U0OTHERBOT", "B0OTHERBOT")
        key = connect_workspace(db, bot, NewCoalition("Strangers", "America/New_York"))
        seat_id = db.scalars(select(SeatRow.id).where(SeatRow.code == "PA-07")).one()
    with workspace.database.transaction(key.coalition_id) as db:
        member = MemberRow(coalition_id=key.coalition_id, name="Stranger", role=Role.ADMIN, joined_at=at)
        db.add(member)
        db.flush()
        owned = {"coalition_id": key.coalition_id, "seat_id": seat_id, "member_id": member.id}
        claim = ClaimRow(**owned, part=Part.SUPPORT, claimed_at=at, claimed_by_id=member.id)
        db.add(claim)
        db.flush()
        offer = LeadOffer(**owned, claim_id=claim.id, vacated_by=claim.id, offered_at=at)
        db.add(offer)
        db.flush()
        return Strangers(member.id, offer.id)


def fill(workspace: Workspace, claims: int, people: int, organizations: int) -> None:
    """So many claims on the House seats, each with a lead, by so many people of so many organisations."""
    at = workspace.runtime.clock.now()
    coalition_id = workspace.coalition_id
    owned = {"coalition_id": coalition_id}
    with workspace.database.transaction(coalition_id) as db:
        named = [f"Organisation {number} of <!channel> & *friends*" for number in range(organizations)]
        rows = [{**owned, "name": name, "name_key": key_of(name), "added_at": at} for name in named]
        groups = list(db.scalars(insert(Organization).returning(Organization.id), rows))
        rows = [
            {**owned, "name": f"Person {number}", "role": Role.MEMBER, "is_compliance_lead": False,
             "joined_at": at, "organization_id": groups[number % len(groups)]}
            for number in range(people)
        ]  # fmt: skip
        members = list(db.scalars(insert(MemberRow).returning(MemberRow.id), rows))
        house = select(SeatRow.id).where(SeatRow.office == Office.US_HOUSE).order_by(SeatRow.id)
        seats = list(db.scalars(house))
        rows = [
            {**owned, "seat_id": seats[number % len(seats)],
             "member_id": members[(number + number // len(seats)) % len(members)],
             "part": Part.LEAD if number < len(seats) else Part.SUPPORT, "claimed_at": at,
             "claimed_by_id": members[0]}
            for number in range(claims)
        ]  # fmt: skip
        db.execute(insert(ClaimRow), rows)
