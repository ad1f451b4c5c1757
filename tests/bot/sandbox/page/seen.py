"""What the browser tests do and look for on the page."""

from playwright.sync_api import Locator, Page


def say(page: Page, text: str, box: str = "Message #campaign") -> None:
    field = page.get_by_label(box)
    field.fill(text)
    field.press("Enter")


def suggestions(form: Locator) -> Locator:
    return form.get_by_role("listbox").get_by_role("option")


def card(page: Page) -> Locator:
    return (
        page.get_by_role("log", name="Messages in #campaign")
        .get_by_role("listitem")
        .filter(has_text="Pennsylvania 7th")
    )
