"""The bot as `make run` starts it: its own process, an empty folder, no tokens; and browsers before it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PATIENCE, window
from tests.browser.seen import messages
from tests.processes import running

Person = Callable[[str], Page]


@pytest.fixture(scope="session")
def bot(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One bot for all tests of this process; its address."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("bot")) as started:
        yield started.address


@pytest.fixture
def address(bot: str) -> str:
    """The same, with everything as it was at first."""
    httpx.post(f"{bot}/local/start-over", json={}, timeout=30).raise_for_status()
    return bot


@contextmanager
def people(browser: Browser, address: str) -> Generator[Person]:
    """Opens #campaign as somebody, each in a window of their own; no window may have script errors."""
    expect.set_options(timeout=PATIENCE)
    troubles: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})

    def opened(user: str) -> Page:
        page = window(context, troubles)
        page.goto(f"/?as={user}&channel=C0CAMPAIGN")
        expect(messages(page)).to_contain_text("announces new claims in #campaign")
        return page

    yield opened
    context.close()
    assert troubles == []


@pytest.fixture
def as_person(browser: Browser, address: str) -> Iterator[Person]:
    """The four people of the example campaign, by user id."""
    with people(browser, address) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Ana's phone, on the first screen."""
    expect.set_options(timeout=PATIENCE)
    troubles: list[str] = []
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True
    )
    page = window(context, troubles)
    page.goto("/")
    yield page
    context.close()
    assert troubles == []
