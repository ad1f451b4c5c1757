"""The local workspace with the whole bot in it: its first line, the clock, starting over, a restart."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Person, people
from tests.browser.seen import ANA, BEN, command, direct_messages, message, messages, say
from tests.processes import running

pytestmark = pytest.mark.browser


def test_the_line_at_the_top_leads_on(as_person: Person) -> None:
    page = as_person(ANA)
    page.get_by_role("link", name="Try it").click()
    box = page.get_by_label("Message #campaign")
    expect(box).to_have_value("/claim-district PA-07")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(message(page, "PA-07 · Pennsylvania 7th")).to_be_visible()
    page.get_by_role("link", name="Act as Ben").click()
    expect(page.get_by_text("You are Ben Okafor")).to_be_visible()
    expect(page.get_by_text("Press a button on the card.")).to_be_visible()
    page.reload()
    expect(box).to_have_value("")


def test_a_press_right_after_choosing_somebody_is_theirs(as_person: Person) -> None:
    page = as_person(ANA)
    say(page, "/claim-district PA-07")
    card = message(page, "PA-07 · Pennsylvania 7th")
    expect(card).to_contain_text("@Ana Rivera leads")
    page.get_by_role("link", name="Ben Okafor").evaluate("link => link.click()")
    card.get_by_role("button", name="I'll support").evaluate("button => button.click()")
    expect(card).to_contain_text("Supporting: @Ben Okafor")


def test_the_clock_goes_to_the_next_thing_and_a_day_on(as_person: Person) -> None:
    page = as_person(ANA)
    clock = page.get_by_role("region", name="Clock")
    button = clock.get_by_role("button", name="To the next thing the bot will say")
    expect(button).to_contain_text("8:30 AM")  # the channel's digest
    button.click()
    expect(page.get_by_text("seats have somebody")).to_be_visible()
    day = clock.locator(".clock-day").inner_text()
    clock.get_by_role("button", name="+1 day").click()
    expect(clock.locator(".clock-day")).not_to_have_text(day)


def test_a_form_closed_twice_in_haste_complains_of_nothing(as_person: Person) -> None:
    page = as_person(ANA)
    form = command(page, "/claim-district")
    form.get_by_role("button", name="Cancel").dblclick()
    expect(form).to_be_hidden()
    form = command(page, "/claim-district")
    expect(form).to_be_visible()
    expect(page.locator("#notice")).to_be_hidden()


def test_the_newest_message_stays_in_sight_when_the_window_gets_shorter(as_person: Person) -> None:
    page = as_person(ANA)
    say(page, "/districts")
    last = message(page, "PA-08 Pennsylvania 8th").get_by_role("button", name="See it").last
    expect(last).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 420})
    expect(last).to_be_in_viewport()


def test_starting_over(as_person: Person) -> None:
    page = as_person(ANA)
    say(page, "/claim-district PA-07")
    expect(message(page, "PA-07 · Pennsylvania 7th")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    expect(messages(page)).not_to_contain_text("PA-07")
    expect(messages(page)).to_contain_text("announces new claims in #campaign")
    expect(page.get_by_role("link", name="Try it")).to_be_visible()


def test_messages_claims_and_unread_marks_survive_a_restart(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as bot, people(browser, bot.address) as as_person:
        ana, ben = as_person(ANA), as_person(BEN)
        say(ana, "/claim-district PA-07")
        message(ben, "PA-07 · Pennsylvania 7th").get_by_role("button", name="I'll support").click()
        expect(direct_messages(ana)).to_contain_text("1 unread")
        ana.reload()
        expect(message(ana, "PA-07 · Pennsylvania 7th")).to_contain_text("Supporting: @Ben Okafor")
        expect(direct_messages(ana)).to_contain_text("1 unread")
        for page in (ana, ben):
            page.close()
        bot.stop()
    with running(tmp_path) as bot, people(browser, bot.address) as as_person:
        ana = as_person(ANA)
        expect(message(ana, "PA-07 · Pennsylvania 7th")).to_contain_text("Supporting: @Ben Okafor")
        expect(direct_messages(ana)).to_contain_text("1 unread")
        say(ana, "/claim-district PA-07")
        expect(messages(ana)).to_contain_text("You lead PA-07 already, since today")
