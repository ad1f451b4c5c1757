"""Index cards as a PDF: everything is on the paper, in whichever letters of Europe."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from storage.files.index_cards import IndexCard, index_cards

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
CARD = IndexCard("Ana", "Will you raise the ceiling?", "Town hall with Jane Doe, Tue 14 July", "Come early.")


def pages(*cards: IndexCard) -> list[str]:
    """The words of each page, without its line breaks."""
    file = index_cards("Town hall", cards, NOW)
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(file)).pages]


@pytest.mark.parametrize(
    "words", ["¿Qué hará usted por la niñez?", "Чи підтримаєте біженців?", "Wie groß, gół?"]
)
def test_letters_with_accents_and_of_other_alphabets_print(words: str) -> None:
    (page,) = pages(IndexCard(words, words, words, words))
    assert page.count("".join(words.split())) == 4


def test_eight_are_on_a_page() -> None:
    found = pages(*[CARD] * 17)
    assert [page.count("Willyouraisetheceiling?") for page in found] == [8, 8, 1]


@pytest.mark.parametrize("words", ["w" * 300, "Will you? " * 30, "", "🙂 你好 \u0000\n**bold**"])
def test_whatever_is_written_makes_a_page(words: str) -> None:
    (page,) = pages(IndexCard(words[:120], words, CARD.occasion, CARD.advice))
    assert "Comeearly." in page
    assert page.count("w" if words.startswith("w") else "Willyou?") >= (400 if words.startswith("w") else 0)


def test_the_same_cards_are_the_same_file() -> None:
    assert index_cards("T", [CARD], NOW) == index_cards("T", [CARD], NOW)
