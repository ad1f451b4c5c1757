"""Fifty who press at once on a visit's role card: the bot in a process of its own, beside the local Slack."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from sqlalchemy import func, select

from bot.sandbox.faults import Fault
from handlers.arguments.districts import DistrictIndex
from storage.database import Database, Purpose
from storage.files.seat_facts import read_states
from storage.posted_cards import PostedCard
from storage.seats import SeatCatalogue, load
from storage.visits.parts import PartRow, State
from tests.bench.claiming import served
from tests.bench.load import answers_to, signed
from tests.handlers.arranging import add_people
from tests.handlers.visits.arranged import arrange, ready, role_card
from tests.handlers.visits.test_many import fill, statements
from tests.workspace import CAMPAIGN, Json, Workspace, controls, label, opened

AT_ONCE, ROUNDS = 50, 3
_ROLES = ("Facilitator", "Point person", "The ask", "Note-taker", "Time-keeper", "Accompanier", "Materials",
          "Photographer", "I'm coming", "Facilitator")  # fmt: skip
"""What the fifty press, one after the other; the first of each role has it, unless several may."""

_CARDS = 2
"""The visit's own card and its role card are both drawn anew."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What fifty presses at once came to, the worst of all rounds.

    `p99` is milliseconds until an answer, which follows the commit; `told` until the last of those who were
    too late read who was not; `current` seconds until the card showed it all, `a_second` how often one card
    was redrawn in the busiest second.
    """

    p99: float
    told: float
    current: float
    a_second: float


class _Watched:
    """When the workspace was called, by method."""

    def __init__(self, workspace: Workspace) -> None:
        self.calls: list[tuple[str, float]] = []
        faults = workspace.sandbox.faults
        take = faults.take

        def noted(method: str) -> Fault | None:
            self.calls.append((method, time.monotonic()))
            return take(method)

        faults.take = noted  # the workspace asks it once for every call

    def times(self, method: str, since: float) -> list[float]:
        return [at for name, at in self.calls if name == method and at >= since]


def measure_pressing(url: str, folder: Path) -> Pressed:
    """Rounds of fifty presses at once, each on the card of another visit, by people whom the bot knows.

    The first round warms it and does not count.
    """
    with opened(url, _districts(url), folder) as workspace:
        ready(workspace)
        users = add_people(workspace, AT_ONCE)
        cards = [_arranged(workspace, day) for day in range(20, 22 + ROUNDS)]
        templates = [_pressed_once(workspace, cards[0], user) for user in users]
        workspace.settle()
        ahead = (workspace.runtime.clock.now() - datetime.now(UTC)).total_seconds()
        watched = _Watched(workspace)
        with served("speaking", url, f"{workspace.client.base_url}/api/", str(ahead)) as serving:
            rounds = [_round(workspace, serving.port, watched, card, templates) for card in cards[1:]][1:]
    took = sorted(one for answers, *_ in rounds for one in answers)
    _, told, current, a_second = (max(column) for column in zip(*rounds, strict=True))
    return Pressed(took[len(took) * 99 // 100], told, current, a_second)


def measure_list(url: str, folder: Path) -> tuple[int, int]:
    """Statements of `/visits week` with 10 visits and 100 roles, and with 2,000 and 20,000 more."""
    with opened(url, _districts(url), folder) as workspace:
        ready(workspace)
        fill(workspace, 10, 100)
        few, _ = statements(workspace)
        fill(workspace, 2_000, 20_000)
        many, _ = statements(workspace)
    return few, many


def _arranged(workspace: Workspace, day: int) -> Json:
    arrange(workspace, f"in {day} days at 10am")
    return role_card(workspace)


def _pressed_once(workspace: Workspace, card: Json, user: str) -> Json:
    """What the workspace sends when that person presses; with it, the bot has met them."""
    workspace.press("I'm coming", card, user)
    body = workspace.sandbox.deliveries[-1].body
    return json.loads(parse_qs(body.decode())["payload"][0])


def _round(
    workspace: Workspace, port: int, watched: _Watched, card: Json, templates: Sequence[Json]
) -> tuple[list[float], float, float, float]:
    actions = {label(one): one["action_id"] for one in controls(card)}
    requests = [
        _press(template, card, actions[_ROLES[number % len(_ROLES)]])
        for number, template in enumerate(templates)
    ]
    before = _held(workspace)
    began = time.monotonic()
    took = asyncio.run(answers_to(port, requests))
    if _held(workspace) <= before:
        raise RuntimeError("no role was taken")
    workspace.eventually(lambda: _is_current(workspace))
    current = time.monotonic() - began
    told = max((at - began for at in watched.times("response_url", began)), default=0.0)
    updates = watched.times("chat.update", began)
    busiest = max((sum(at <= one < at + 0.95 for one in updates) for at in updates), default=0)
    return took, told * 1000, current, busiest / _CARDS


def _press(template: Json, card: Json, action_id: str) -> bytes:
    """The same person's press of another button, on another card."""
    payload: dict[str, Any] = json.loads(json.dumps(template))
    payload["actions"][0]["action_id"] = action_id
    payload["container"]["message_ts"] = payload["message"]["ts"] = card["ts"]
    payload["trigger_id"] += f".{card['ts']}"
    return signed(urlencode({"payload": json.dumps(payload)}).encode())


def _held(workspace: Workspace) -> int:
    with workspace.database.across_coalitions(Purpose.READ) as db:
        return db.scalar(select(func.count(PartRow.id)).where(PartRow.state == State.HELD)) or 0


def _is_current(workspace: Workspace) -> bool:
    with workspace.database.across_coalitions(Purpose.READ) as db:
        behind = select(func.count(PostedCard.id)).where(
            PostedCard.shown_version != PostedCard.wanted_version
        )
        return not db.scalar(behind.where(PostedCard.channel == CAMPAIGN))


def _districts(url: str) -> DistrictIndex:
    database = Database(url)
    with database.across_coalitions(Purpose.READ) as db:
        index = DistrictIndex(SeatCatalogue(load(db), read_states()), {})
    database.close()
    return index
