"""The local workspace as somebody sees it in a browser, over real HTTP."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import select

from storage.claims import ClaimRow
from storage.coalitions import CoalitionRow
from storage.database import Database, Purpose
from storage.members import AccountRow, MemberRow
from storage.seats import SeatRow

ANA, BEN, CORA, DEE = "U0ANA", "U0BEN", "U0CORA", "U0DEE"
CAMPAIGN = "C0CAMPAIGN"

Json = dict[str, Any]


class Window:
    """One browser. People act by their user id."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def type(self, text: str, user: str = ANA, channel: str = CAMPAIGN) -> str:
        """Type something; what is said because of it."""
        acted = self._post("type", {"user": user, "channel": channel, "text": text})
        return "\n".join(message["text"] for message in acted["messages"])

    def advance(self, seconds: int) -> None:
        self._post("clock", {"advance_seconds": seconds})

    def start_over(self) -> None:
        self._post("start-over", {})

    def state(self, user: str = ANA) -> Json:
        return self.client.get("/local/state", params={"user": user}).raise_for_status().json()

    def now(self) -> datetime:
        return datetime.fromisoformat(self.state()["now"])

    def texts(self, user: str = ANA) -> list[str]:
        """Everything that this person sees, in all channels."""
        return [
            message["text"] for channel in self.state(user)["channels"] for message in channel["messages"]
        ]

    def _post(self, act: str, body: Json) -> Json:
        return self.client.post(f"/local/{act}", json=body).raise_for_status().json()


@contextmanager
def window(address: str) -> Generator[Window]:
    """A browser at that address."""
    with httpx.Client(base_url=address, timeout=20, verify=False) as client:
        yield Window(client)


def claims(database: Database) -> list[tuple[str, str, str]]:
    """Every claim of every coalition: who (as the platform knows them), which seat, in which part."""
    statement = (
        select(AccountRow.external_id, SeatRow.code, ClaimRow.part)
        .join(MemberRow, MemberRow.id == ClaimRow.member_id)
        .join(AccountRow, AccountRow.member_id == MemberRow.id)
        .join(SeatRow, SeatRow.id == ClaimRow.seat_id)
        .where(ClaimRow.released_at.is_(None))
    )
    with database.across_coalitions(Purpose.READ) as db:
        return sorted((who, code, part.value) for who, code, part in db.execute(statement))


def coalitions(database: Database) -> list[tuple[str, bool]]:
    """Every coalition's name, and whether it is the example."""
    with database.across_coalitions(Purpose.READ) as db:
        return [
            (row.name, row.is_example) for row in db.scalars(select(CoalitionRow).order_by(CoalitionRow.id))
        ]


EIGHT_CLAIMS = [
    (ANA, "NJ-07", "lead"),
    (ANA, "PA-01", "lead"),
    (BEN, "AK-AL", "support"),
    (BEN, "PA-01", "support"),
    (BEN, "PA-08", "lead"),
    (CORA, "AZ-01", "lead"),
    (CORA, "AZ-06", "lead"),
    (DEE, "CA-22", "lead"),
]
