"""The manual says everything there is, and needs nothing from elsewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer.main

from bot.cli import cli
from config.settings import Settings
from handlers.areas import all_areas
from handlers.registry import Reach

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
MANUAL = "\n".join(page.read_text() for page in PAGES)
OPERATOR = (ROOT / "docs" / "operator.md").read_text()
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)")
LARGEST_PICTURE = 300_000  # bytes

TYPED = sorted(command.name for command in all_areas().commands.values() if command.reach is Reach.TYPED)


@pytest.mark.parametrize("name", TYPED)
def test_every_slash_command_is_in_the_manual(name: str) -> None:
    assert re.search(rf"/{re.escape(name)}\b(?!-)", MANUAL), f"no page in docs/ mentions /{name}"


@pytest.mark.parametrize("setting", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_in_the_manual_and_in_the_example(setting: str) -> None:
    assert f"`{setting}`" in OPERATOR
    assert re.search(rf"^{setting}=", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_every_setting_of_the_example_is_one() -> None:
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert {name.lower() for name in example} == set(Settings.model_fields)


@pytest.mark.parametrize("name", sorted(typer.main.get_group(cli).commands))
def test_every_command_of_the_terminal_is_in_the_operators_manual(name: str) -> None:
    assert f"coalition-bot {name}" in OPERATOR


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES], ids=lambda page: page.name
)
def test_every_link_leads_somewhere(page: Path) -> None:
    missing = [link for link in LINKED.findall(page.read_text()) if not (page.parent / link).exists()]
    assert missing == []


def test_pictures_are_small_and_each_is_shown() -> None:
    shown = MANUAL + (ROOT / "README.md").read_text()
    for picture in (ROOT / "docs" / "images").iterdir():
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name
        assert picture.name in shown, f"{picture.name} is on no page"


class _Loaded(HTMLParser):
    """The addresses that a page loads by itself: scripts, styles, pictures, fonts."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        loads = tag in ("script", "img", "iframe", "source") or (
            tag == "link" and known.get("rel") in ("stylesheet", "icon", "preconnect")
        )
        if loads:
            self.addresses += [known.get("src") or known.get("href") or ""]


def test_the_manual_builds_as_a_site_that_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    parser = _Loaded()
    for page in tmp_path.rglob("*.html"):
        parser.feed(page.read_text())
    assert parser.addresses
    assert [address for address in parser.addresses if "//" in address] == []
