"""Block Kit's rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.blocks import Surface, block_problems, view_problems
from bot.sandbox.elements import SUGGESTIONS
from bot.sandbox.model import ViewKind
from tests.bot.sandbox.stage import CARD, FORM, Json, button, input_block, option, plain


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def static(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("A", "a")], **more}


def many(count: int) -> list[Json]:
    return [option("x", str(number)) for number in range(count)]


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("Really"),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}
GOOD: list[Any] = [
    *CARD,
    {"type": "divider"},
    section(text=mrkdwn("x" * 3000)),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section(accessory={"type": "image", "image_url": "https://e.example/a.png", "alt_text": "A map"}),
    {"type": "context", "elements": [mrkdwn("x"), plain("y")]},
    {"type": "image", "image_url": "https://e.example/a.png", "alt_text": "A map", "title": plain("Map")},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
    actions(
        {"type": "overflow", "action_id": "o", "options": many(5)},
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-07-14"},
        button("danger", style="danger", confirm=CONFIRM),
        static(options=many(100), initial_option=option("x", "7"), action_id="s2"),
    ),
]


def test_good_blocks_are_taken():
    assert block_problems(GOOD, Surface.MESSAGE) == []
    assert view_problems(FORM, ViewKind.MODAL) == []


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"type": "nonsense"}, "/blocks/0/type"),
        ({}, "/blocks/0"),
        ("x", "/blocks/0"),
        ({"type": "section"}, "/blocks/0"),
        ({"type": "divider", "extra": 1}, "/blocks/0"),
        (section(text=mrkdwn("x" * 3001)), "/blocks/0/text/text"),
        (section(text=mrkdwn("")), "/blocks/0/text/text"),
        (section(text="x"), "/blocks/0/text"),
        (section(block_id="x" * 256), "/blocks/0/block_id"),
        (section(fields=[mrkdwn("x")] * 11), "/blocks/0/fields"),
        (section(fields=[mrkdwn("x" * 2001)]), "/blocks/0/fields/0/text"),
        (section(accessory={"type": "plain_text_input", "action_id": "x"}), "/blocks/0/accessory/type"),
        ({"type": "header", "text": mrkdwn("x")}, "/blocks/0/text/type"),
        ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
        (actions(), "/blocks/0/elements"),
        (actions(*[button(f"b{number}") for number in range(26)]), "/blocks/0/elements"),
        (actions(button("x", "x" * 76)), "/blocks/0/elements/0/text/text"),
        (actions(button("x", value="x" * 2001)), "/blocks/0/elements/0/value"),
        (actions(button("x", style="loud")), "/blocks/0/elements/0/style"),
        (actions(button("x" * 256)), "/blocks/0/elements/0/action_id"),
        (
            actions({"type": "button", "action_id": "x", "text": mrkdwn("x")}),
            "/blocks/0/elements/0/text/type",
        ),
        (actions({"type": "button", "action_id": "x"}), "/blocks/0/elements/0"),
        (actions({"type": "plain_text_input", "action_id": "x"}), "/blocks/0/elements/0/type"),
        (actions(static(options=[])), "/blocks/0/elements/0/options"),
        (actions(static(options=many(101))), "/blocks/0/elements/0/options"),
        (actions(static(options=[option("x" * 76, "a")])), "/blocks/0/elements/0/options/0/text/text"),
        (actions(static(options=[option("x", "a" * 151)])), "/blocks/0/elements/0/options/0/value"),
        (actions(static(initial_option=option("B", "b"))), "/blocks/0/elements/0/initial_option"),
        (actions(static(option_groups=[])), "/blocks/0/elements/0/option_groups"),
        (actions(static(placeholder=plain("x" * 151))), "/blocks/0/elements/0/placeholder/text"),
        (actions({"type": "overflow", "action_id": "o", "options": many(6)}), "/blocks/0/elements/0/options"),
        (
            actions({"type": "radio_buttons", "action_id": "r", "options": many(11)}),
            "/blocks/0/elements/0/options",
        ),
        (
            actions({"type": "datepicker", "action_id": "d", "initial_date": "14 July"}),
            "/blocks/0/elements/0/initial_date",
        ),
        ({"type": "context", "elements": [mrkdwn("x")] * 11}, "/blocks/0/elements"),
        ({"type": "context", "elements": [button("x")]}, "/blocks/0/elements/0/type"),
        ({"type": "image", "image_url": "ftp://x", "alt_text": "x"}, "/blocks/0/image_url"),
        ({"type": "image", "image_url": "https://x.example"}, "/blocks/0"),
        (input_block("i", button("x")), "/blocks/0/element/type"),
        (
            input_block("i", {"type": "plain_text_input", "action_id": "x", "max_length": 3001}),
            "/blocks/0/element/max_length",
        ),
        (
            input_block(
                "i", {"type": "plain_text_input", "action_id": "x", "min_length": 5, "max_length": 4}
            ),
            "/blocks/0/element/min_length",
        ),
    ],
)
def test_what_slack_refuses(block: Any, pointer: str):
    assert pointer in [problem.pointer for problem in block_problems([block], Surface.MESSAGE)]


def test_whole_messages_and_views():
    def refused(blocks: list[Any], surface: Surface = Surface.MESSAGE) -> bool:
        return block_problems(blocks, surface) != []

    assert not refused([{"type": "divider"}] * 50)
    assert refused([{"type": "divider"}] * 51)
    assert not refused([{"type": "divider"}] * 100, Surface.MODAL)
    assert refused([{"type": "divider"}] * 101, Surface.MODAL)
    assert refused([section(block_id="a"), section(block_id="a")])
    assert refused([actions(button("a")), actions(button("a"))])
    assert refused([{"type": "markdown", "text": "x" * 6001}] * 2)
    assert refused([{"type": "markdown", "text": "x"}], Surface.MODAL)


@pytest.mark.parametrize(
    "change",
    [
        {"title": None},
        {"title": plain("x" * 25)},
        {"title": mrkdwn("x")},
        {"submit": None},
        {"submit": plain("x" * 25)},
        {"close": plain("x" * 25)},
        {"callback_id": "x" * 256},
        {"private_metadata": "x" * 3001},
        {"blocks": None},
        {"blocks": {}},
        {"type": "home"},
        {"type": "dialog"},
        {"unheard_of": 1},
    ],
)
def test_views_that_slack_refuses(change: Json):
    assert view_problems({**FORM, **change}, ViewKind.MODAL) != []


WORDS = (
    "type text section actions elements options value button input blocks modal element static_select title "
    "initial_option initial_options plain_text label block_id rich_text table rows accessory fields "
    "min_length option_groups"
)
words = st.sampled_from(WORDS.split())
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | words
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=30,
)


@given(anything)
def test_arbitrary_json_is_refused_or_taken_but_never_an_exception(value: Any):
    for surface in Surface:
        for problem in block_problems(value, surface):
            assert problem.pointer.startswith("/blocks")
    for kind in ViewKind:
        view_problems(value, kind)
    SUGGESTIONS(value, "")


@given(st.sampled_from(GOOD), st.sampled_from(["type", "text", "elements", "block_id", "fields"]), anything)
def test_good_blocks_with_one_thing_spoilt(block: Json, key: str, value: Any):
    block_problems([{**block, key: value}], Surface.MESSAGE)
    view_problems({**FORM, "blocks": [{**block, key: value}], key: value}, ViewKind.MODAL)
