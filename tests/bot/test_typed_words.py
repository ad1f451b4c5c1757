"""Words typed after a command are shared out among its arguments: none is lost, none is made up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from handlers.areas import all_areas
from handlers.arguments.typed import share_out
from handlers.cards import FieldKind
from handlers.registry import Command

COMMANDS = [found for found in all_areas().commands.values() if found.parameters]
TYPABLE = [
    found
    for found in COMMANDS
    if any(
        parameter.kind.field is not FieldKind.HIDDEN and not parameter.kind.only_in_form
        for parameter in found.parameters
    )
]
WORDS = ("PA-07", "support", "lead", "<@U0BEN|ben>", "<#C0CAMPAIGN|campaign>", "organiser", "compliance",
         "@ana", "“New York”", '"two words"', "mine", "Pennsylvania", "7th", "<https://x.example>", "<", ">",
         "''", "—")  # fmt: skip
letters = st.characters(blacklist_categories=("Z", "C"), blacklist_characters='"“”<>')
tokens = st.sampled_from(WORDS) | st.text(letters, min_size=1, max_size=12)


def _bare(words: str) -> Counter[str]:
    for quote in '"“”':
        words = words.replace(quote, " ")
    return Counter(words.split())


@given(st.sampled_from(TYPABLE), st.lists(tokens, max_size=8), st.sampled_from([" ", "  ", "\t", "\n"]))
def test_no_word_is_lost_or_made_up(command: Command, typed: list[str], space: str) -> None:
    text = space.join(typed)
    shared = share_out(command, text)
    assert _bare(" ".join(shared.values())) <= _bare(text)
    names = {
        parameter.name for parameter in command.parameters if parameter.kind.field is not FieldKind.HIDDEN
    }
    assert set(shared) <= names
    if len(shared) < len(names):  # with every argument filled there may be nowhere left to put a word
        assert _bare(" ".join(shared.values())) == _bare(text)


@given(st.sampled_from(TYPABLE), st.text(max_size=3000))
def test_any_text_is_shared_out(command: Command, text: str) -> None:
    assert all(isinstance(words, str) for words in share_out(command, text).values())
