"""Forms in a real browser: filling, sending, what is wrong, one on another."""

import pytest
from playwright.sync_api import Page, expect

from tests.bot.sandbox.page.conftest import Local
from tests.bot.sandbox.page.seen import card, say, suggestions

pytestmark = pytest.mark.browser


def test_a_form_is_filled_and_sent_by_keyboard_alone(page: Page, local: Local) -> None:
    say(page, "/claim-district")
    form = page.get_by_role("dialog", name="Claim a district")
    district = form.get_by_role("combobox", name="District")
    expect(district).to_be_focused()
    page.keyboard.type("penn")
    expect(suggestions(form)).to_have_text(["PA-07 · Pennsylvania 7th", "PA-08 · Pennsylvania 8th"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(district).to_have_value("PA-07 · Pennsylvania 7th")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(form.get_by_label("Note")).to_be_focused()
    page.keyboard.type("With Temple Beth Am")
    page.keyboard.press("Control+Enter")
    expect(form).to_have_count(0)
    expect(card(page)).to_be_visible()
    expect(page.get_by_label("Message #campaign")).to_be_focused()
    values = local.bot.submitted[0]
    assert values["part"]["part"]["selected_option"]["value"] == "lead"
    assert values["note"]["note"]["value"] == "With Temple Beth Am"


def test_a_form_says_what_is_wrong_beside_the_field_and_keeps_the_rest(page: Page) -> None:
    say(page, "/claim-district")
    form = page.get_by_role("dialog", name="Claim a district")
    form.get_by_label("Part").select_option("Support")
    form.get_by_label("Note").fill("half a thought")
    form.get_by_role("button", name="Claim", exact=True).click()
    district = form.get_by_role("combobox", name="District")
    expect(district).to_have_accessible_description(
        "For example PA-07, Pennsylvania or Schumer. Please complete this required field."
    )
    expect(district).to_be_focused()
    district.press_sequentially("wa")
    suggestions(form).filter(has_text="WA-03").click()
    form.get_by_role("button", name="Claim", exact=True).click()
    expect(form.get_by_text("WA-03 has a lead already.")).to_be_visible()
    expect(form.get_by_label("Note")).to_have_value("half a thought")
    expect(form.get_by_label("Part")).to_have_value("support")
    expect(district).to_have_value("WA-03 · Washington 3rd")


def test_escape_closes_the_list_then_the_form_and_gives_the_focus_back(page: Page, local: Local) -> None:
    say(page, "/claim-district")
    form = page.get_by_role("dialog", name="Claim a district")
    form.get_by_role("combobox", name="District").press_sequentially("pa")
    expect(suggestions(form).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(suggestions(form)).to_have_count(0)
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.get_by_label("Message #campaign")).to_be_focused()
    assert local.sandbox.state_for("U0ANA")["views"] == []


def test_one_form_on_another_keeps_what_was_typed_below(page: Page) -> None:
    say(page, "/steps")
    first = page.get_by_role("dialog", name="First step")
    first.get_by_label("Name").fill("Jordan Avery")
    first.get_by_role("button", name="Further").click()
    second = page.get_by_role("dialog", name="Second step")
    second.get_by_label("Monday").check()
    expect(second.get_by_label("First day")).to_have_value("2026-07-14")
    expect(first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(first.get_by_label("Name")).to_have_value("Jordan Avery")
    page.reload()
    expect(first.get_by_label("Name")).to_have_value("Jordan Avery")


def test_enter_before_the_lines_have_come_takes_the_first(page: Page, local: Local) -> None:
    say(page, "/claim-district")
    form = page.get_by_role("dialog", name="Claim a district")
    district = form.get_by_role("combobox", name="District")
    district.fill("PA-08")
    district.press("Enter")
    expect(district).to_have_value("PA-08 · Pennsylvania 8th")
    district.press("Enter")
    expect(form).to_have_count(0)
    assert local.bot.submitted[0]["district"]["district"]["selected_option"]["value"] == "PA-08"


def test_words_without_a_choice_are_not_sent(page: Page, local: Local) -> None:
    say(page, "/claim-district")
    form = page.get_by_role("dialog", name="Claim a district")
    district = form.get_by_role("combobox", name="District")
    district.fill("nowhere")
    expect(form.get_by_text("Nothing found. Try other words.")).to_be_visible()
    form.get_by_role("button", name="Claim", exact=True).click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    expect(district).to_have_value("")
    assert local.bot.submitted == []
