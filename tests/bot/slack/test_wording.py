"""Sentences with values, as Slack gets them."""

from zoneinfo import ZoneInfo

import pytest

from bot.slack.wording import Reader, to_message_text, to_mrkdwn, to_plain, to_rich_text
from bot.translation import Languages
from handlers.text import N_, Link, Strong, Text, Value

READER = Reader(1, Languages().language("en"), ZoneInfo("America/New_York"))


def line(place: Value) -> Text:
    return Text(N_("{what}, {place}"), what="Event", place=place)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (Text(N_("Kept: {event}. Good."), event=line("1 Example St.")), "Kept: Event, 1 Example St. Good."),
        (Text(N_("Kept: {event}. Good."), event=line("Town Library")), "Kept: Event, Town Library. Good."),
        (Text(N_("At {place}."), place=Strong("1 Example St.")), "At 1 Example St."),
        (Text(N_("{place}\nYou go."), place="1 Example St."), "1 Example St.\nYou go."),
        (Text(N_("{place}, then on. Good."), place="1 Example St."), "1 Example St., then on. Good."),
        (Text(N_("{place}{more}."), place="St.", more=""), "St."),
    ],
)  # fmt: skip
def test_a_place_that_ends_with_a_full_stop_ends_its_sentence_with_one(text: Text, shown: str) -> None:
    assert to_plain(text, READER) == shown
    assert to_message_text(text, READER) == shown
    assert to_mrkdwn(text, READER).replace("*", "") == shown
    assert "".join(str(one.get("text", "")) for one in to_rich_text(text, READER)) == shown


def test_a_link_keeps_the_full_stop_behind_it() -> None:
    text = Text(N_("See {place}."), place=Link("https://example.org/", Text(N_("the link"))))
    assert to_plain(text, READER) == "See the link (https://example.org/)."
