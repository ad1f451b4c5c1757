"""Posted cards stay current: each is redrawn once for all changes since, and forgotten when it is gone."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import ModuleType

from sqlalchemy import select, update

from bot.redrawing import Redrawing
from bot.sandbox.faults import FaultKind
from bot.slack.client import SlackClient
from bot.slack.speaking import SlackPlatform
from bot.threads import DatabaseThreads
from bot.translation import Languages
from handlers.areas import AREAS
from handlers.cards import Card
from handlers.districts.subjects import DISTRICT
from handlers.registry import Registry, standing_card
from handlers.request import Scene
from storage import across, claims, members
from storage import posted_cards as cards
from storage.claims import ClaimRow, Part
from storage.coalitions import Platform
from storage.database import Purpose
from storage.members import MemberRow
from storage.posted_cards import PostedCard, Shown
from tests.bot.watching import Calls
from tests.bot.workers import another_worker, pass_time, posted_cards, write
from tests.workspace import ANA, BEN, CORA, DEE, GENERAL, TOKEN, Json, Workspace

UPDATE = "chat.update"


def _hung(workspace: Workspace, seat: str = "PA-07") -> Json:
    """A card of the district that the bot has posted in #campaign."""
    workspace.type("/claim-district PA-08", ANA, GENERAL)
    workspace.settle()
    view = workspace.type("/claim-district").view
    workspace.submit(view, District=workspace.pick("District", seat, view))
    return workspace.posted()[-1]


def _shown(workspace: Workspace) -> str:
    return workspace.seen()[-1]["text"]


def _is_current(workspace: Workspace) -> bool:
    return all(card.shown_version == card.wanted_version for card in posted_cards(workspace))


def test_changes_during_a_redraw_are_drawn_afterwards(workspace: Workspace) -> None:
    _hung(workspace)
    calls = Calls(workspace)
    held = workspace.sandbox.faults.hold(UPDATE)
    workspace.type("/claim-district PA-07", BEN, GENERAL)
    held.wait_until_reached()
    for user in (CORA, DEE):
        workspace.type("/claim-district PA-07", user, GENERAL)
    assert calls.counted[UPDATE] == 1  # one in flight, whatever happens meanwhile
    held.release()
    assert workspace.eventually(lambda: "<@U0DEE>" in _shown(workspace))
    assert "<@U0BEN>, <@U0CORA> and <@U0DEE>" in _shown(workspace)
    assert workspace.eventually(lambda: _is_current(workspace))
    assert calls.counted[UPDATE] == 2


def test_a_card_is_redrawn_once_a_second_at_most(on_sqlite: Workspace) -> None:
    _hung(on_sqlite)
    calls = Calls(on_sqlite)
    began = time.monotonic()
    on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    on_sqlite.eventually(lambda: "<@U0BEN>" in _shown(on_sqlite))
    on_sqlite.type("/claim-district PA-07", CORA, GENERAL)
    on_sqlite.type("/claim-district PA-07", DEE, GENERAL)
    on_sqlite.settle()
    assert calls.counted[UPDATE] == 1
    assert on_sqlite.eventually(lambda: "<@U0DEE>" in _shown(on_sqlite))
    assert time.monotonic() - began >= 1
    assert calls.counted[UPDATE] == 2


def test_a_deleted_message_is_forgotten(workspace: Workspace) -> None:
    card = _hung(workspace)
    deleted = workspace.client.post(
        "/api/chat.delete",
        json={"channel": card["channel"], "ts": card["ts"]},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert deleted.json()["ok"]
    workspace.type("/claim-district PA-07", BEN, GENERAL)
    assert workspace.eventually(lambda: not posted_cards(workspace))
    calls = Calls(workspace)
    workspace.type("/claim-district PA-07", CORA, GENERAL)
    workspace.settle()
    assert not calls.counted.get(UPDATE)


def test_too_many_is_tried_later_and_nobody_sleeps(on_sqlite: Workspace) -> None:
    _hung(on_sqlite)
    on_sqlite.sandbox.faults.rate_limit(UPDATE, retry_after=40)
    on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    (card,) = on_sqlite.eventually(lambda: [one for one in posted_cards(on_sqlite) if one.not_before])
    began = time.monotonic()
    on_sqlite.settle()
    assert time.monotonic() - began < 2
    assert card.not_before is not None
    assert 35 < card.not_before.timestamp() - time.time() <= 41
    assert "<@U0BEN>" not in _shown(on_sqlite)
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert "<@U0BEN>" in _shown(on_sqlite)


def test_slack_failing_is_tried_again(on_sqlite: Workspace) -> None:
    _hung(on_sqlite)
    on_sqlite.sandbox.faults.fail(UPDATE, FaultKind.DROPPED)
    on_sqlite.type("/claim-district PA-07", BEN, GENERAL)
    on_sqlite.eventually(lambda: [one for one in posted_cards(on_sqlite) if one.not_before])
    pass_time(on_sqlite)
    on_sqlite.settle()
    assert "<@U0BEN>" in _shown(on_sqlite)


def test_a_change_while_the_card_is_being_posted_is_not_missed(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-08", ANA, GENERAL)
    workspace.settle()
    view = workspace.type("/claim-district").view
    held = workspace.sandbox.faults.hold("chat.postMessage", FaultKind.HELD)
    workspace.submit(view, District=workspace.pick("District", "PA-07", view))
    held.wait_until_reached()
    workspace.type("/claim-district PA-07", BEN, GENERAL)
    held.release()
    assert workspace.eventually(lambda: "<@U0BEN>" in _shown(workspace))


def test_a_change_under_way_while_the_card_is_drawn_is_not_missed(workspace: Workspace) -> None:
    """Somebody's change has found no card to redraw, and is not committed yet when one is drawn."""
    workspace.type("/claim-district PA-08", BEN, GENERAL)
    workspace.settle()
    with workspace.database.transaction(workspace.coalition_id) as db:
        ben = members.with_id(db, db.scalars(select(MemberRow.id)).one())
    assert ben is not None
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        (other,) = db.scalars(select(ClaimRow))
    seat = other.seat_id - 1
    write(workspace, "a", kind=DISTRICT, about=seat)
    worker = another_worker(workspace)
    with ThreadPoolExecutor(1) as pool:
        with workspace.database.transaction(workspace.coalition_id) as db:
            claims.register(db, seat, ben, Part.LEAD, ben, workspace.runtime.clock.now())
            cards.touch(db, Shown(DISTRICT, seat))
            drawing = pool.submit(workspace.run, worker.deliver_due())
            with contextlib.suppress(TimeoutError):
                drawing.result(0.5)  # longer than it would take, if it did not wait for the change
        drawing.result(10)
    workspace.settle()
    assert "<@U0BEN> leads" in _shown(workspace)


def test_a_card_that_another_process_draws_is_left_to_it(workspace: Workspace) -> None:
    """Until its lease runs out, nobody else comes for it, or asks again twenty times a second."""
    _hung(workspace)
    lease = datetime.now(UTC) + timedelta(seconds=25)
    with workspace.database.transaction(workspace.coalition_id) as db:
        stale = {"wanted_version": PostedCard.wanted_version + 1, "lease_until": lease}
        db.execute(update(PostedCard).where(PostedCard.kind == DISTRICT).values(stale))
    calls = Calls(workspace)
    workspace.settle()
    assert not calls.made
    with workspace.database.across_coalitions() as db:
        soonest = across.soonest_redraw(db, workspace.coalition_id)
    assert soonest is not None
    assert abs((soonest - lease).total_seconds()) < 1


def test_a_card_that_cannot_be_drawn_does_not_stop_the_others(on_sqlite: Workspace) -> None:
    _hung(on_sqlite)
    runtime = on_sqlite.runtime
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        db.execute(update(PostedCard).values(wanted_version=PostedCard.wanted_version + 1))
    write(on_sqlite, "broken", kind=DISTRICT, about=posted_cards(on_sqlite)[0].about_id)
    on_sqlite.settle()
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        first = db.scalars(select(PostedCard).order_by(PostedCard.id)).first()
        assert first is not None
        first.kind = "broken"
        db.execute(update(PostedCard).values(wanted_version=PostedCard.wanted_version + 1, not_before=None))

    @standing_card("broken")
    def broken(scene: Scene, row_id: int) -> Card | None:
        raise ZeroDivisionError

    platforms = {
        Platform.SLACK: SlackPlatform(SlackClient(TOKEN, f"{on_sqlite.client.base_url}/api/"), Languages())
    }
    more = ModuleType("more")
    more.__dict__["made"] = broken
    redrawing = Redrawing(
        on_sqlite.database,
        DatabaseThreads(on_sqlite.database, 2),
        runtime.clock,
        Registry((*AREAS, more)),
        runtime.reference,
        platforms,
    )
    redrawing.serve(on_sqlite.coalition_id)
    on_sqlite.run(redrawing.redraw_stale())
    kept = posted_cards(on_sqlite)
    assert kept
    assert all(card.shown_version == card.wanted_version for card in kept)
