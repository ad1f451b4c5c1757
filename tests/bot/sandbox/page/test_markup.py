"""Slack's markup as a reader sees it, and never more tags than our own."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.model import JsonObject
from bot.sandbox.page import rich_text
from bot.sandbox.page.markup import SCHEMES, TAGS, mrkdwn, plain
from bot.sandbox.page.reader import Reader

READER = Reader(
    user_id="U0ANA",
    zone=ZoneInfo("America/Denver"),
    now=datetime(2026, 7, 14, 12, 0, tzinfo=UTC),
    people={"U0ANA": "Ana Rivera", "U0BEN": "Ben <b>Okafor</b>"},
    channels={"C0CAMPAIGN": "campaign"},
)
ATTRIBUTES = {"href", "target", "rel", "class", "datetime", "title", "start"}
TENTH_OF_JULY_16_UTC = 1783699200


class Read(HTMLParser):
    """What a browser makes of it: the text, the tags with their attributes, and whether all are closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.is_balanced = True
        self.feed(str(html))  # a Markup would escape what the parser cuts out of it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_balanced &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_is_ours(html: str, allowed: frozenset[str]) -> None:
    read = Read(html)
    assert read.is_balanced
    assert not read.open
    assert {tag for tag, _ in read.tags} <= allowed
    assert {name for _, attributes in read.tags for name in attributes} <= ATTRIBUTES
    for tag, attributes in read.tags:
        if tag == "a":
            assert urlsplit(attributes["href"] or "").scheme in SCHEMES


FRAGMENTS = [
    "*", "_", "~", "`", "```", "<", ">", "&", "&lt;", "&gt;", "&amp;", "\n", "|", " ", "!", '"', "'", "a",
    "word", "<script>", "</span>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "data:text/html,x",
    "<javascript:alert(1)|x>", "<https://a.example|b>", "<https://a.example/\"onx=1|c>", "https://a.example/_b_",
    "<@U0BEN>", "<@U9\"onclick=1>", "<#C0CAMPAIGN|x>", "<!date^1783699200^{date} {time}^https://b.example|late>",
    "<!date^x^{date}^javascript:x|late>", "<!date^99999999999999999^{ago}|late>", "<!channel>", ":wave:",
    "&gt;&gt;&gt;", "<mailto:a@b.example|write>", "<!subteam^S1|@g>", "<https://[|x>", "\x00", "‮", "😀",
]  # fmt: skip
anything = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))


@given(anything)
def test_mrkdwn_holds_our_tags_only(text: str) -> None:
    assert_is_ours(mrkdwn(text, READER), TAGS)


@given(anything)
def test_plain_text_is_text(text: str) -> None:
    assert_is_ours(plain(text), frozenset({"br"}))


@given(anything, anything, st.booleans(), st.sampled_from(["ordered", "bullet"]))
def test_rich_text_holds_our_tags_only(text: str, url: str, is_bold: bool, style: str) -> None:
    run: JsonObject = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": text, "style": {"bold": is_bold, "code": True}},
            {"type": "link", "url": url, "text": text},
            {"type": "emoji", "name": text},
            {"type": "date", "timestamp": 1783699200, "format": text, "url": url},
            {"type": "user", "user_id": text},
        ],
    }
    block: JsonObject = {
        "type": "rich_text",
        "elements": [
            run,
            {"type": "rich_text_list", "style": style, "indent": 2, "offset": 1, "elements": [run]},
        ],
    }
    assert_is_ours(rich_text.rich_text(block, READER), rich_text.TAGS)


@given(st.text(alphabet="ab *_~`<>|&\n", max_size=2000))
def test_nothing_visible_is_lost_but_the_marks(text: str) -> None:
    letters = [letter for letter in text if letter in "ab"]
    shown = Read(mrkdwn(text, READER)).text
    assert [letter for letter in shown if letter in "ab"] == letters


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("*bold* _slanted_ ~struck~", "<strong>bold</strong> <em>slanted</em> <s>struck</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 snake_case_name * no *", "2*3*4 snake_case_name * no *"),
        ("`a *b*`", "<code>a *b*</code>"),
        ("```a *b*\nc```", "<pre>a *b*<br>c</pre>"),
        ("``` never closed", "``` never closed"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; twice\nand", "<blockquote>said<br>twice</blockquote>and"),
        ("5 &lt; 6 &amp;amp; 7", "5 &lt; 6 &amp;amp; 7"),
        ("<@U0BEN>", '<span class="mention">@Ben &lt;b&gt;Okafor&lt;/b&gt;</span>'),
        ("<@U0ANA|ana>", '<span class="mention mention-me">@Ana Rivera</span>'),
        ("<#C0CAMPAIGN>", '<span class="mention">#campaign</span>'),
        ("<!here>", '<span class="mention mention-me">@here</span>'),
        (":wave: :no_such_sign:", "👋 :no_such_sign:"),
        ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
    ],
)
def test_what_is_written_is_shown(written: str, html: str) -> None:
    assert mrkdwn(written, READER) == html


def test_links_lead_where_they_say() -> None:
    read = Read(
        mrkdwn("<https://a.example/x?b=1&amp;c=2|the agenda> and https://b.example/a_b_c, then", READER)
    )
    assert [attributes["href"] for _, attributes in read.tags] == [
        "https://a.example/x?b=1&c=2",
        "https://b.example/a_b_c",
    ]
    assert read.text == "the agenda and https://b.example/a_b_c, then"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{date_num} {time}", "2026-07-10 10:00 AM"),
        ("{date}", "July 10th, 2026"),
        ("{date_short}", "Jul 10, 2026"),
        ("{date_long}, {time_secs}", "Friday, July 10th, 2026, 10:00:00 AM"),
        ("due {ago}", "due 3 days ago"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_instants_are_shown_in_the_readers_zone(form: str, shown: str) -> None:
    assert Read(mrkdwn(f"<!date^{TENTH_OF_JULY_16_UTC}^{form}|some day>", READER)).text == shown


@pytest.mark.parametrize(
    ("days", "shown"), [(3, "yesterday"), (4, "today"), (5, "tomorrow"), (6, "Jul 16, 2026")]
)
def test_near_days_have_names(days: int, shown: str) -> None:
    instant = TENTH_OF_JULY_16_UTC + days * 86400
    assert Read(mrkdwn(f"<!date^{instant}^{{date_short_pretty}}|some day>", READER)).text == shown


def test_an_impossible_instant_shows_its_fallback() -> None:
    assert mrkdwn("<!date^99999999999999999999^{date}|some &lt;day&gt;>", READER) == "some &lt;day&gt;"


def test_long_lines_of_marks_take_no_long_time() -> None:
    for unit in ("*a ", "*a `", "_*~", "<", "<@", "`", ":a"):
        assert mrkdwn(unit * (40_000 // len(unit)), READER)
