"""A program for `test_stories_stay_private`: words that somebody says around their story, wherever they can.

python -m tests.bot.story_run DATABASE_URL FOLDER text|json

It leaves behind, in the folder, the export, the sheet, what every table held, and what the others saw.
"""

import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from bot.exports import export_parity_to, export_to
from bot.sandbox.faults import FaultKind
from config.logging import set_up_logging
from config.settings import LogFormat, LogLevel
from handlers.arguments.districts import DistrictIndex
from storage.database import Database
from storage.files.seat_facts import read_states
from storage.schema import Table
from storage.seats import SeatCatalogue, load
from tests.bot.signed import TEAM, interaction, send_event, send_payload
from tests.handlers.outreach.asking import go_to
from tests.handlers.seeing import shows, with_words
from tests.handlers.visits.arranged import arrange, ready, role_card, take, visit_rows
from tests.workspace import ANA, BEN, CORA, DEE, Json, Workspace, opened

SAID = "heronmarsh"
"""A word of the story itself."""
CALLED = "Quillfeather"
"""The name under which it is told, which the bot is to keep as long as there is a yes."""


def main(database_url: str, folder: Path, form: LogFormat) -> None:
    """Run the bot in a workspace of its own, and have Dee speak of their story."""
    set_up_logging(LogLevel.DEBUG, form)
    for whose in ("httpx", "httpcore"):  # the person's browser, so to say
        logging.getLogger(whose).setLevel(logging.WARNING)
    database = Database(database_url)
    with database.across_coalitions() as db:
        districts = DistrictIndex(SeatCatalogue(load(db), read_states()), {})
    database.close()
    with opened(database_url, districts, folder) as workspace:
        ready(workspace)
        arrange(workspace, "in 3 days at 10am")
        take(workspace, "The ask", BEN)
        take(workspace, "Personal story", DEE)
        asked = with_words(workspace, "Would you tell your own story", DEE)
        _speak(workspace, asked)
        workspace.press("Willing", asked, DEE)
        _say_it_for_a_day(workspace, shows(workspace, asked, "You are willing", DEE))
        _break(workspace, shows(workspace, asked, "You are willing", DEE))
        card = shows(workspace, asked, "You are willing", DEE)
        workspace.submit(workspace.press("For whom…", card, DEE).view, DEE, Name=CALLED)
        card = shows(workspace, asked, CALLED, DEE)
        _leave_behind(workspace, folder / "willing")
        workspace.press("Withdraw", card, DEE)
        role_card(workspace, "Personal story: open")
        _speak(workspace, asked)
        _go_through_it(workspace)
        _leave_behind(workspace, folder / "withdrawn")


def _speak(workspace: Workspace, asked: Json) -> None:
    """Say it to the bot: as a message, as an answer below its question, in an edit, after a command."""
    words, direct = f"It was in {SAID} that we lost him", asked["channel"]
    workspace.type(words, DEE, direct)
    workspace.shortcut("log-reply", DEE, workspace.seen(DEE, direct)[-1])
    for event in (
        {"type": "message", "channel_type": "im", "channel": direct, "user": DEE, "text": words},
        {"type": "message", "channel_type": "im", "channel": direct, "user": DEE, "text": words,
         "thread_ts": asked["ts"]},
        {"type": "message", "subtype": "message_changed", "channel": direct, "message": {"text": words}},
        {"type": "app_mention", "channel": direct, "user": DEE, "text": words},
        {"type": words, "text": words},
    ):  # fmt: skip
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{SAID}", "event": event}
        send_event(workspace, body)
    for command in ("/visits", "/tasks", "/help", "/calendar", "/assign-role"):
        workspace.type(f"{command} {words}", DEE, direct)
    send_payload(workspace, interaction("block_actions", actions=[{"action_id": words, "value": words}]))
    send_payload(workspace, {"type": "block_actions", "user": 5, "actions": [{"action_id": words}]})


def _say_it_for_a_day(workspace: Workspace, card: Json) -> None:
    """Say it where a day belongs."""
    view = workspace.press("For whom…", card, DEE).view
    told = workspace.submit(view, DEE, Until=f"the day in {SAID}")
    assert told.view["errors"]
    assert SAID not in f"{told.view['errors']}"


def _break(workspace: Workspace, card: Json) -> None:
    """Fail while it is written, with the database and with Slack."""
    with workspace.database.across_coalitions() as db:
        if db.get_bind().dialect.name == "sqlite":
            breaks = ("CREATE TRIGGER never BEFORE UPDATE ON story_consents "
                      "BEGIN SELECT RAISE(ABORT, 'never'); END")  # fmt: skip
            mends = "DROP TRIGGER never"
        else:
            breaks = "ALTER TABLE story_consents ADD CONSTRAINT never CHECK (hearers <> 'public') NOT VALID"
            mends = "ALTER TABLE story_consents DROP CONSTRAINT never"
        db.connection().exec_driver_sql(breaks)
    view = workspace.press("For whom…", card, DEE).view
    told = workspace.submit(view, DEE, For_whom="public", Name=f"I, of {SAID}")
    assert SAID not in told.text
    with workspace.database.across_coalitions() as db:
        db.connection().exec_driver_sql(mends)
    faults = workspace.sandbox.faults
    for method in ("chat.update", "chat.postMessage", "views.open", "views.update", "response_url"):
        for kind in (FaultKind.DROPPED, FaultKind.SERVER_ERROR):
            faults.fail(method, kind)
    workspace.type(f"/visits {SAID}", DEE, card["channel"])
    workspace.press("For whom…", card, DEE)
    workspace.settle()
    faults.clear()


def _go_through_it(workspace: Workspace) -> None:
    """Every morning's digests until the visit, its reminders, its debrief."""
    starts_at = visit_rows(workspace)[-1].starts_at
    while workspace.runtime.clock.now() < starts_at + timedelta(days=2):
        go_to(workspace, workspace.runtime.clock.now() + timedelta(hours=9))


def _leave_behind(workspace: Workspace, folder: Path) -> None:
    folder.mkdir()
    console = Console(file=sys.stdout, width=200)
    export_to(workspace.database, folder / "export", None, console)
    export_parity_to(workspace.database, folder / "parity.csv", None, workspace.runtime.clock, console)
    with workspace.database.across_coalitions() as db:
        held = {
            table.name: [list(map(str, row)) for row in db.connection().execute(table.select())]
            for table in Table.metadata.sorted_tables
        }
    (folder / "tables.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    others = {user: [workspace.state(user), workspace.open_home(user)] for user in (ANA, BEN, CORA)}
    (folder / "others.json").write_text(json.dumps(others, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), LogFormat(sys.argv[3]))
