"""What may not be told is not in the log, however much is logged and whatever goes wrong."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import SqliteFactory
from tests.workspace import SECRET, TOKEN


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_logged(sqlite_factory: SqliteFactory, tmp_path: Path, form: str) -> None:
    with sqlite_factory.fresh(tmp_path) as url:
        run = subprocess.run(
            [sys.executable, "-m", "tests.bot.logged_run", url, str(tmp_path), form],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-3000:]
    for happened in (
        "users.info",
        "valid Slack signature",
        "unexpected shape",
        "request failed",
        "invalid_auth",
    ):
        assert happened in said
    for secret in (TOKEN, SECRET, "xoxb-", "withdrawn"):
        assert secret not in said
    assert not re.findall(r"v0=[0-9a-f]{8,}", said)
    assert not re.findall(r"/response/\w+", said)
