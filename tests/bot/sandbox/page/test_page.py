"""The page in a real browser, with the tiny bot behind it."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.bot.sandbox.page.conftest import Local
from tests.bot.sandbox.page.seen import card, say

pytestmark = pytest.mark.browser
WITHIN_A_SECOND = 1_000


def another_window(page: Page, address: str) -> Page:
    window = page.context.new_page()
    window.set_default_timeout(5_000)
    window.goto(address)
    return window


def test_a_command_is_answered_and_its_button_redraws_the_card(page: Page, local: Local) -> None:
    say(page, "/claim-district PA-07")
    expect(card(page)).to_contain_text("@Ana Rivera leads, for Temple Beth Am. No one else yet.")
    page.get_by_role("link", name="Ben Okafor").click()
    expect(page.get_by_text("You are Ben Okafor")).to_be_visible()
    card(page).get_by_role("button", name="I'll support").click()
    expect(card(page)).to_contain_text("@Ben Okafor.")
    assert local.bot.presses == [("support", "PA-07")]
    assert local.sandbox.refusals == []


def test_a_slash_lists_the_commands_and_the_keyboard_takes_one(page: Page) -> None:
    box = page.get_by_label("Message #campaign")
    box.press_sequentially("/")
    options = page.get_by_role("listbox", name="Commands").get_by_role("option")
    expect(options).to_have_count(4)
    expect(options.first).to_contain_text("/claim-district [PA-07] [support]")
    expect(options.first).to_contain_text("Take a district, so that others know who works it")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("/gallery ")
    box.fill("/cl")
    expect(options).to_have_count(1)
    box.press("Tab")
    expect(box).to_have_value("/claim-district ")
    box.press_sequentially("PA-07")
    box.press("Enter")
    expect(card(page)).to_be_visible()
    expect(box).to_have_value("")


def test_two_windows_are_two_people(page: Page) -> None:
    ben = another_window(page, "/?as=U0BEN&channel=C0GENERAL")
    campaign = ben.get_by_role("navigation", name="Channels").get_by_role("link", name="campaign")
    expect(campaign).to_have_accessible_name("campaign")
    ben.get_by_label("Message #general").fill("half a sentence")
    say(page, "Good morning *all*")
    expect(campaign).to_contain_text("1 unread", timeout=WITHIN_A_SECOND)
    expect(ben.get_by_label("Message #general")).to_have_value("half a sentence")
    expect(ben.get_by_label("Message #general")).to_be_focused()
    campaign.click()
    expect(ben.get_by_text("Good morning all")).to_be_visible()
    expect(campaign).not_to_contain_text("unread")
    expect(ben.get_by_label("Message #campaign")).to_have_value("")
    ben.reload()
    expect(ben.get_by_text("You are Ben Okafor")).to_be_visible()
    expect(ben.get_by_text("Good morning all")).to_be_visible()
    ben.get_by_role("link", name="general").click()
    expect(ben.get_by_label("Message #general")).to_have_value("half a sentence")


def test_a_word_to_one_person_is_seen_by_that_person(page: Page) -> None:
    say(page, "/claim-district PA-99")
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    say(page, "/tell @ben the agenda")
    expect(page.get_by_role("link", name="Ben Okafor")).to_contain_text("1 unread", timeout=3_000)
    page.get_by_role("link", name="Ben Okafor").click()
    expect(page.get_by_text("You are Ben Okafor")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_have_count(0)
    page.get_by_role("navigation", name="Direct messages").get_by_role("link").click()
    expect(page.get_by_text("A word from @Ana Rivera: @Ben Okafor the agenda")).to_be_visible()


def test_times_are_the_acting_members_own(page: Page) -> None:
    expect(page.get_by_role("link", name="Dee Nakamura")).to_contain_text("7:00 AM in Los Angeles")
    say(page, "/gallery")
    expect(page.get_by_text("today 12:00 PM")).to_be_visible()
    page.get_by_role("link", name="Dee Nakamura").click()
    expect(page.get_by_text("today 9:00 AM")).to_be_visible()


def test_a_redraw_leaves_an_open_choice_alone(page: Page, local: Local) -> None:
    say(page, "/gallery")
    page.get_by_label("Choose a person").select_option("Ben Okafor")
    topics = page.get_by_role("combobox", name="Choose topics")
    topics.press_sequentially("hou")
    ben = another_window(page, "/?as=U0BEN&channel=C0CAMPAIGN")
    say(ben, "Meanwhile")
    expect(page.get_by_text("Meanwhile")).to_be_visible(timeout=WITHIN_A_SECOND)
    expect(topics).to_have_value("hou")
    expect(topics).to_be_focused()
    expect(page.get_by_label("Choose a person")).to_have_value("U0BEN")
    page.get_by_role("option", name="Housing").click()
    expect(page.get_by_role("button", name="Remove Housing")).to_be_visible()
    with page.expect_response("**/local/press"):
        page.get_by_label("By video").check()
    page.locator("summary", has_text="More choices").click()
    with page.expect_response("**/local/press"):
        page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_hidden()
    for press in (("who", "U0BEN"), ("way", "video"), ("more", "move")):
        assert press in local.bot.presses


def test_a_button_that_asks_is_not_pressed_by_a_no(page: Page, local: Local) -> None:
    say(page, "/claim-district PA-07")
    card(page).get_by_role("button", name="Release").click()
    question = page.get_by_role("dialog", name="Give up PA-07?")
    expect(question).to_contain_text("The longest-standing supporter is offered the lead.")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_be_hidden()
    assert local.bot.presses == []
    card(page).get_by_role("button", name="Release").click()
    with page.expect_response("**/local/press"):
        question.get_by_role("button", name="Give it up").click()
    assert local.bot.presses == [("release", "PA-07")]


def test_a_press_that_the_bot_did_not_take_is_told(page: Page, local: Local) -> None:
    say(page, "/claim-district PA-07")
    expect(card(page)).to_be_visible()
    local.bot.fails_next = True
    card(page).get_by_role("button", name="I'll support").click()
    expect(card(page)).to_contain_text("The bot did not take that. Please try again.")


def test_a_thread_has_its_own_pane_and_box(page: Page) -> None:
    say(page, "Who writes first?")
    page.get_by_text("Who writes first?").hover()
    page.get_by_role("link", name="Reply in a thread").click()
    pane = page.get_by_role("complementary", name="Thread")
    expect(pane).to_contain_text("Who writes first?")
    say(page, "I do", box="Reply in the thread")
    expect(pane).to_contain_text("I do")
    expect(page.get_by_role("link", name="1 reply, last today at 10:00 AM")).to_be_visible()
    page.reload()
    expect(pane).to_contain_text("I do")
    pane.get_by_role("link", name="Close the thread").click()
    expect(pane).to_have_count(0)


def test_the_home_tab_and_a_button_in_it(page: Page) -> None:
    page.get_by_role("navigation", name="Direct messages").get_by_role("link").click()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="Your campaign")).to_be_visible()
    page.get_by_role("button", name="Claim", exact=True).click()
    expect(page.get_by_role("dialog", name="Claim a district")).to_be_visible()


def test_the_clock_moves_and_says_when_nothing_is_due(page: Page, local: Local) -> None:
    clock = page.get_by_role("region", name="Clock")
    expect(clock).to_contain_text("10:00 AM Tuesday, July 14")
    clock.get_by_role("button", name="+1 hour").click()
    expect(clock).to_contain_text("11:00 AM")
    clock.get_by_role("button", name="+1 day").click()
    expect(clock).to_contain_text("11:00 AM Wednesday, July 15")
    to_next = clock.get_by_role("button", name="To the next thing the bot will say")
    expect(to_next).to_contain_text("Nothing is due.")
    to_next.click()
    expect(clock.get_by_role("status")).to_have_text("Nothing is due.")
    local.due.append(datetime(2026, 7, 16, 13, 0, tzinfo=UTC))
    page.reload()
    expect(to_next).to_contain_text("tomorrow, 9:00 AM")
    to_next.click()
    expect(clock).to_contain_text("9:00 AM Thursday, July 16")


def test_start_over_asks_first(page: Page) -> None:
    say(page, "Soon gone")
    expect(page.get_by_text("Soon gone")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    question = page.get_by_role("dialog", name="Start over?")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(page.get_by_text("Soon gone")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    question.get_by_role("button", name="Start over").click()
    expect(page.get_by_text("Soon gone")).to_have_count(0)
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def test_a_shortcut_of_a_message(page: Page) -> None:
    say(page, "Keep this")
    page.get_by_text("Keep this").hover()
    page.locator("summary", has_text="More for this message").click()
    page.get_by_role("button", name="Note this").click()
    expect(page.get_by_text("Noted.")).to_be_visible()


def test_the_first_hint_puts_the_command_in_the_box(page: Page) -> None:
    page.goto("/?as=U0BEN&channel=C0GENERAL")
    page.get_by_role("link", name="Try it").click()
    box = page.get_by_label("Message #campaign")
    expect(box).to_have_value("/claim-district PA-07")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(card(page)).to_be_visible()
    page.reload()
    expect(box).to_have_value("")


def test_what_is_written_is_never_run(page: Page) -> None:
    say(page, "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>")
    expect(page.get_by_text("<img src=x onerror=")).to_be_visible()
    assert page.locator(".message img, .message script").count() == 0
    expect(page).to_have_title("#campaign · Local workspace")


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_sidebar_is_a_drawer(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    say(page, "/gallery")
    say(page, "/claim-district PA-07")
    expect(card(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    general = page.get_by_role("link", name="general")
    expect(general).to_have_count(0)
    page.get_by_role("button", name="Channels and members").click()
    expect(page.get_by_role("button", name="Close the menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Channels and members")).to_be_focused()
    page.get_by_role("button", name="Channels and members").click()
    general.click()
    expect(page.get_by_label("Message #general")).to_be_visible()
    expect(general).to_have_count(0)
