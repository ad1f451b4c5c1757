"""A program for `test_secrets_in_the_log`: all that a bot goes through, logged as loudly as it can be.

python -m tests.bot.logged_run DATABASE_URL FOLDER text|json
"""

import logging
import sys
from pathlib import Path

from bot.sandbox.faults import FaultKind
from config.logging import set_up_logging
from config.settings import LogFormat, LogLevel
from handlers.arguments.districts import DistrictIndex
from storage.database import Database
from storage.files.seat_facts import read_states
from storage.seats import SeatCatalogue, load
from tests.bot.signed import headers, send_payload
from tests.bot.workers import another_worker, write
from tests.workspace import ANA, BEN, ELSEWHERE, Workspace, opened


def main(database_url: str, folder: Path, form: LogFormat) -> None:
    """Run the bot in a workspace of its own and let everything happen to it."""
    set_up_logging(LogLevel.DEBUG, form)
    for library in ("slack_sdk", "slack_bolt", "aiohttp", "uvicorn", "asyncio"):
        logging.getLogger(library).setLevel(logging.DEBUG)
    database = Database(database_url)
    with database.across_coalitions() as db:
        districts = DistrictIndex(SeatCatalogue(load(db), read_states()), {})
    database.close()
    with opened(database_url, districts, folder) as workspace:
        _all_is_well(workspace)
        _nothing_is_well(workspace)


def _all_is_well(workspace: Workspace) -> None:
    workspace.set_up()
    card = workspace.type("/claim-district PA-07", ANA).messages[-1]
    workspace.press("I'll support", card, BEN)
    view = workspace.type("/claim-district", BEN, ELSEWHERE).view
    workspace.submit(view, BEN, District=workspace.pick("District", "PA-08", view, BEN))
    workspace.press("Next page", workspace.type("/districts open").messages[-1])
    workspace.open_home()
    workspace.shortcut("claim-district")
    workspace.settle()


def _nothing_is_well(workspace: Workspace) -> None:
    faults = workspace.sandbox.faults
    for method in (
        "chat.postMessage",
        "chat.update",
        "views.open",
        "users.info",
        "views.publish",
        "response_url",
    ):
        for kind in (FaultKind.DROPPED, FaultKind.SERVER_ERROR, FaultKind.RATE_LIMITED):
            faults.fail(method, kind)
    card = workspace.type("/claim-district PA-09", ANA).messages[-1]
    for _ in range(4):
        workspace.press("See the district", card, BEN)
        workspace.type("/claim-district", BEN)
        workspace.client.post("/local/home", json={"user": BEN})
        workspace.settle()
    workspace.client.post("/slack/events", content=b"x", headers=headers(b"y"))
    send_payload(
        workspace, {"type": "block_actions", "user": 5, "actions": [{"action_id": "x"}], "team": True}
    )
    send_payload(workspace, {"type": "something_new"})
    faults.clear()
    write(workspace, "a")
    workspace.run(another_worker(workspace, token="xoxb-9999-8888-withdrawn").deliver_due())
    with workspace.database.across_coalitions() as db:
        db.connection().exec_driver_sql("ALTER TABLE claims RENAME TO claims_gone")
    workspace.type("/claim-district PA-10", ANA)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), LogFormat(sys.argv[3]))
