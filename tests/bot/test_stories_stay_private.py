"""What somebody says around their story is kept nowhere and told to nobody, whatever goes wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import LogFormat
from tests.bot.story_run import CALLED, SAID


@pytest.fixture
def log(database_url: str, tmp_path: Path) -> str:
    """All that was logged, in either form, while Dee spoke of their story; the rest stands in the folder."""
    form = LogFormat.JSON if database_url.startswith("sqlite") else LogFormat.TEXT
    run = subprocess.run(
        [sys.executable, "-m", "tests.bot.story_run", database_url, str(tmp_path), form],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-3000:]
    return said


def test_no_word_of_a_story_is_kept_logged_or_told(log: str, tmp_path: Path) -> None:
    for happened in ("request failed", "unexpected shape", "a form could not be opened"):
        assert happened in log
    for word in (SAID, CALLED):
        assert word.casefold() not in log.casefold()
    for state in ("willing", "withdrawn"):
        assert _files_with(SAID, tmp_path / state) == []
    assert _files_with(CALLED, tmp_path / "willing") == ["story_consents.csv", "tables.json"]
    assert _tables_with(CALLED, tmp_path / "willing") == ["story_consents"]
    assert _files_with(CALLED, tmp_path / "withdrawn") == []


def _files_with(word: str, folder: Path) -> list[str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    assert len(files) > 20
    return [file.name for file in files if word in file.read_text(encoding="utf-8-sig")]


def _tables_with(word: str, folder: Path) -> list[str]:
    held = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    return [name for name, rows in held.items() if any(word in cell for row in rows for cell in row)]
