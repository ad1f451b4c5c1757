"""The Chromium that all browser tests share the way to."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000  # milliseconds


@contextmanager
def chromium() -> Generator[Browser]:
    """The machine's own Chromium, or a skip that says it is missing."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip(
            "No Chromium on this machine (looked for `chromium` on the PATH): browser tests are skipped."
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


def window(context: BrowserContext, troubles: list[str], patience: int = PATIENCE) -> Page:
    """A new window; script errors and blocked resources are added to `troubles`."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    opened.set_default_timeout(patience)
    return opened
