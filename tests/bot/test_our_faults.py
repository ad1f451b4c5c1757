"""When the fault is ours: nothing is stored, and what the person can quote is what the log has."""

import re

from sqlalchemy import text
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from tests.workspace import ANA, BEN, Workspace


def _broken(workspace: Workspace) -> None:
    with workspace.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox RENAME TO gone"))


def test_the_person_sees_the_id_that_the_log_has(workspace: Workspace) -> None:
    _broken(workspace)
    with capture_logs(processors=[merge_contextvars]) as lines:
        first = workspace.type("/claim-district PA-07", ANA)
        second = workspace.type("/claim-district PA-07", BEN)
    shown = [re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{2}\b", acted.text)[0] for acted in (first, second)]
    assert "nothing was saved" in first.text
    failed = [line for line in lines if line["event"] == "request failed"]
    assert [line["request"] for line in failed] == shown
    assert shown[0] != shown[1]
    assert all(line["log_level"] == "error" and line["exc_info"] for line in failed)
