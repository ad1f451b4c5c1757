"""What people look for on the page, and what they do there."""

from playwright.sync_api import Locator, Page, expect

ANA, BEN, CORA = "U0ANA", "U0BEN", "U0CORA"
WITHIN_A_SECOND = 1_000  # milliseconds


def messages(page: Page) -> Locator:
    """The list of messages that is open."""
    return page.get_by_role("log")


def message(page: Page, words: str) -> Locator:
    """The newest message with these words in it."""
    return messages(page).get_by_role("listitem").filter(has_text=words).last


def say(page: Page, text: str) -> None:
    """Write it in the box below the messages and press Enter."""
    box = page.locator("#composer-text")
    box.fill(text)
    box.press("Enter")


def command(page: Page, text: str) -> Locator:
    """Open a command's form."""
    say(page, text)
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    return form


def choose(form: Locator, field: str, typed: str, line: str) -> None:
    """Type into a field that completes, and take a line of what is offered."""
    box = form.get_by_role("combobox", name=field)
    box.click()
    box.press_sequentially(typed)
    form.get_by_role("option", name=line).click()


def direct_messages(page: Page) -> Locator:
    """The link to what the bot tells one alone."""
    return page.get_by_role("navigation", name="Direct messages").get_by_role("link")
