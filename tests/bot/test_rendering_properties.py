"""Whatever a card holds: Slack takes it, nothing is taken for markup, and it looks the same each time."""

import re
from collections.abc import Iterator
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.blocks import Surface, block_problems, placed_elements, view_is_too_large, view_problems
from bot.sandbox.model import JsonObject, ViewKind
from bot.slack.limits import shortened, shortened_markup
from bot.slack.render import Drawn, Renderer, about_of
from bot.slack.views import Carried, answer_view, carried, modal
from bot.slack.wording import Reader, escaped, to_mrkdwn
from bot.translation import Languages
from handlers.cards import Card, Form, Note
from handlers.request import Origin
from handlers.text import Text, verbatim
from storage.coalitions import Platform, WorkspaceKey
from tests.bot.made_cards import EVIL, WORKSPACE, cards, forms, texts

KEY = WorkspaceKey(WORKSPACE, 1, Platform.SLACK, "T0LOCAL001", "U0BOT", "B0BOT")
READER = Reader(WORKSPACE, Languages().language("en"), ZoneInfo("America/Denver"))
RENDERER = Renderer(READER, Origin(KEY, "U0ANA", "ana"))
CARRY = Carried("C0CAMPAIGN", is_direct=False, kept={})
_TOKEN = re.compile(r"<[^<>]*>?")
_OURS = re.compile(
    r"<(@U0ANA|#C0CAMPAIGN|!date\^\d+\^\{date_long_pretty\} \{time\}\|[^<>|\n]*|https://[ab]\.example[^<>|\n]*\|[^<>|\n]*)>"
)

slowly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _marked(part: Any) -> Iterator[str]:
    """Every text in which Slack looks for markup."""
    if isinstance(part, list):
        for one in cast("list[Any]", part):
            yield from _marked(one)
    if isinstance(part, dict):
        holder = cast("dict[str, Any]", part)
        if holder.get("type") == "mrkdwn":
            yield holder["text"]
        for value in holder.values():
            yield from _marked(value)


def _checked(drawn: Drawn) -> None:
    payload = cast("JsonObject", drawn.as_payload())
    assert block_problems(payload["blocks"], Surface.MESSAGE) == []
    assert 1 <= len(drawn.text) <= 40_000
    assert drawn.text.strip()
    ids = [placed.action_id for placed in placed_elements(cast("list[JsonObject]", drawn.blocks))]
    assert len(ids) == len(set(ids))
    assert all(len(found) <= 100 for found in ids)
    for marked in (drawn.text, *_marked(drawn.blocks)):
        for token in _TOKEN.findall(marked):
            assert _OURS.fullmatch(token), token


@slowly
@given(cards)
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    drawn = RENDERER.message(card)
    _checked(drawn)
    assert RENDERER.message(card) == drawn
    if card.about is not None:
        assert {about_of(str(block["block_id"])) for block in drawn.blocks} <= {card.about}


@slowly
@given(cards)
def test_any_card_is_a_view_that_slack_takes(card: Card) -> None:
    view = cast("JsonObject", answer_view(card, RENDERER, CARRY))
    assert view_problems(view, ViewKind.MODAL) == []
    assert not view_is_too_large(view)
    home: JsonObject = {"type": "home", "blocks": cast("list[Any]", RENDERER.blocks(card, 100))}
    assert view_problems(home, ViewKind.HOME) == []
    assert not view_is_too_large(home)


@slowly
@given(forms())
def test_any_form_is_a_modal_that_slack_takes(form: Form) -> None:
    carry = Carried("C0CAMPAIGN", is_direct=True, kept=form.kept)
    view = cast("JsonObject", modal(form, RENDERER, carry))
    assert view_problems(view, ViewKind.MODAL) == []
    assert not view_is_too_large(view)
    assert carried(str(view["private_metadata"])) == carry


@given(st.text(max_size=300))
def test_metadata_of_any_kind_is_read(metadata: str) -> None:
    assert carried(metadata).kept is not None


@given(st.sampled_from(EVIL), st.text(max_size=30))
def test_what_people_typed_is_read_as_they_typed_it(evil: str, more: str) -> None:
    """In rich text nothing is parsed; it stays as it was, up to the length that Slack shows."""
    typed = evil + more
    (block,) = RENDERER.blocks(Card(body=(verbatim(typed),)), 50)
    (section,) = cast("list[dict[str, Any]]", block["elements"])
    assert "".join(element["text"] for element in section["elements"]) in (typed, shortened(typed, 3000), " ")


@given(texts, st.integers(5, 4000))
def test_markup_is_never_cut_inside(text: Text, most: int) -> None:
    marked = to_mrkdwn(text, READER)
    cut = shortened_markup(marked, most)
    assert len(cut) <= most
    if cut == marked:
        return
    assert cut.endswith("…")
    for token in _TOKEN.findall(cut):
        assert _OURS.fullmatch(token)
    assert re.search(r"&(?!amp;|lt;|gt;)", cut) is None


@given(st.text())
def test_escaping_can_be_undone(typed: str) -> None:
    undone = escaped(typed).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert undone == typed
    assert "<" not in escaped(typed)


def test_a_long_list_says_that_it_is_shortened() -> None:
    card = Card(verbatim("Long"), tuple(Note(verbatim(f"line {number}")) for number in range(80)))
    drawn = RENDERER.message(card)
    assert len(drawn.blocks) == 50
    assert "This is shortened" in str(drawn.blocks[-1])
    assert "line 79" in drawn.text  # whoever reads the text has it all


def test_blocks_change_their_ids_with_their_content() -> None:
    def ids(words: str) -> list[str]:
        return [
            str(block["block_id"])
            for block in RENDERER.blocks(Card(body=(verbatim(words), verbatim("b"))), 50)
        ]

    assert ids("a") == ids("a")
    assert ids("a")[0] != ids("c")[0]
    assert ids("a")[1] == ids("c")[1]
