"""A district is claimed, supported and handed on, seen by several people at once in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.seen import (
    ANA,
    BEN,
    CORA,
    WITHIN_A_SECOND,
    choose,
    command,
    direct_messages,
    message,
    messages,
    say,
)

pytestmark = pytest.mark.browser


def test_a_form_s_claim_is_seen_joined_and_told_to_both(as_person: Person) -> None:
    ana, ben = as_person(ANA), as_person(BEN)
    form = command(ana, "/claim-district")
    expect(form).to_have_accessible_name("Claim a district")
    choose(form, "District", "Pennsylvania 7", "PA-07")
    form.get_by_role("button", name="Claim", exact=True).click()
    expect(form).to_be_hidden()

    card = message(ana, "PA-07 · Pennsylvania 7th")
    expect(card).to_contain_text("@Ana Rivera leads, for Temple Beth Am. No one else yet.")
    on_bens_screen = message(ben, "PA-07 · Pennsylvania 7th")
    expect(on_bens_screen).to_contain_text("@Ana Rivera leads", timeout=WITHIN_A_SECOND)

    on_bens_screen.get_by_role("button", name="I'll support").click()
    expect(on_bens_screen).to_contain_text("Supporting: @Ben Okafor (Lehigh Interfaith Council).")
    expect(card).to_contain_text("Supporting: @Ben Okafor", timeout=WITHIN_A_SECOND)

    for page in (ana, ben):
        expect(direct_messages(page)).to_contain_text("1 unread")
    direct_messages(ana).click()
    expect(messages(ana)).to_contain_text("@Ben Okafor joined you on PA-07, for Lehigh Interfaith Council.")
    expect(direct_messages(ana)).not_to_contain_text("unread")
    direct_messages(ben).click()
    expect(messages(ben)).to_contain_text("@Ana Rivera leads PA-07, for Temple Beth Am. You support")


def test_claiming_with_the_keyboard_alone(as_person: Person) -> None:
    page = as_person(CORA)
    keys = page.keyboard
    expect(page.get_by_label("Message #campaign")).to_be_focused()
    keys.type("/cl")
    expect(page.get_by_role("listbox", name="Commands").get_by_role("option")).to_have_count(1)
    keys.press("Tab")
    keys.press("Enter")
    form = page.get_by_role("dialog", name="Claim a district")
    expect(form.get_by_role("combobox", name="District")).to_be_focused()
    keys.type("Ohio")
    expect(form.get_by_role("option").first).to_contain_text("OH-01 · Ohio 1st")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(form.get_by_role("combobox", name="District")).to_have_value(re.compile("^OH-02"))
    keys.press("Control+Enter")
    expect(form).to_be_hidden()
    expect(message(page, "OH-02 · Ohio 2nd")).to_contain_text("@Cora Lindqvist leads, for Desert Welcome.")


def test_a_question_is_answered_to_the_person_alone(as_person: Person) -> None:
    ana, ben = as_person(ANA), as_person(BEN)
    say(ana, "/claim-district WA-32")
    question = message(ana, "Washington has 10 House seats, so there is no WA-32.")
    expect(question).to_contain_text("Only visible to you")
    question.get_by_role("button", name="State house 32").click()
    expect(message(ana, "Washington House district 32")).to_contain_text("@Ana Rivera leads")
    expect(message(ben, "Washington House district 32")).to_contain_text("@Ana Rivera leads")
    expect(messages(ben)).not_to_contain_text("Washington has 10 House seats")


def test_a_lead_who_leaves_is_followed_by_the_supporter(as_person: Person) -> None:
    ana, ben = as_person(ANA), as_person(BEN)
    say(ana, "/release-district PA-01")
    expect(messages(ana)).to_contain_text("You no longer lead PA-01.")
    direct_messages(ben).click()
    offer = message(ben, "@Ana Rivera no longer leads PA-01, which you support.")
    offer.get_by_role("button", name="Take the lead").click()
    expect(messages(ben)).to_contain_text("You took the lead of PA-01.")
    ben.get_by_role("link", name="Home").click()
    home = ben.get_by_role("region", name="Home of Coalition")
    expect(home).to_contain_text("PA-01 Pennsylvania 1st@Ben Okafor leads")


def test_coverage_in_pages(as_person: Person) -> None:
    page = as_person(CORA)
    say(page, "/districts open")
    answer = message(page, "Open districts")
    expect(answer).to_contain_text("Page 1 of 67")
    answer.get_by_role("button", name="Next page").click()
    expect(answer).to_contain_text("Page 2 of 67")
    answer.get_by_role("button", name="Claim it").first.click()
    expect(messages(page)).to_contain_text("@Cora Lindqvist leads, for Desert Welcome. No one else yet.")


def test_only_an_admin_gets_the_form_that_sets_up(as_person: Person) -> None:
    ben, ana = as_person(BEN), as_person(ANA)
    say(ben, "/coalition setup")
    expect(messages(ben)).to_contain_text("Only admins can do this.")
    form = command(ana, "/coalition setup")
    expect(form.get_by_label("Name")).to_have_value("Neighbors for Refugees")
    form.get_by_label("Name").fill("Neighbors & Friends")
    choose(form, "Time zone", "Chicago", "Chicago")
    form.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Neighbors & Friends").first).to_be_visible()


def test_claiming_on_a_phone(phone: Page) -> None:
    phone.get_by_role("link", name="Try it").tap()
    expect(phone.get_by_label("Message #campaign")).to_have_value("/claim-district PA-07")
    phone.get_by_role("button", name="Send").tap()
    expect(message(phone, "PA-07 · Pennsylvania 7th")).to_contain_text("@Ana Rivera leads")
    phone.get_by_role("button", name="Channels and members").tap()
    phone.get_by_role("navigation", name="Act as").get_by_role("link", name="Ben Okafor").tap()
    button = message(phone, "PA-07 · Pennsylvania 7th").get_by_role("button", name="I'll support")
    button.tap()
    expect(message(phone, "PA-07 · Pennsylvania 7th")).to_contain_text("Supporting: @Ben Okafor")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
