"""Index cards as a PDF to print and cut: eight on a sheet of letter paper, each with a question.

The font is DejaVu Sans, which has the letters of Europe and many others: beside this, with its licence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "DejaVu"
_COLUMNS, _ROWS = 2, 4
_PAPER = (215.9, 279.4)
_MARGIN = 9.0
_WIDTH, _HEIGHT = (_PAPER[0] - 2 * _MARGIN) / _COLUMNS, (_PAPER[1] - 2 * _MARGIN) / _ROWS
_INSIDE = 5.0
_SMALL, _TINY = 8.0, 6.5
_SIZES = (15.0, 13.0, 11.5, 10.0, 9.0, 8.0, 7.0, 6.0)
"""The question is as large as it fits."""

_LINE = 0.44
"""The height of a line in millimetres, for each point of the letters."""


@dataclass(frozen=True, slots=True)
class IndexCard:
    """One card: who asks, the question, for whom and when, and the advice below."""

    name: str
    question: str
    occasion: str
    advice: str


def index_cards(title: str, cards: Sequence[IndexCard], made_at: datetime) -> bytes:
    """The cards as a PDF, with lines along which to cut; the same cards make the same file."""
    from fpdf import FPDF  # not before it is needed: it brings 25 MiB, and few ever print

    sheet = FPDF(unit="mm", format=_PAPER)
    sheet.set_title(title)
    sheet.set_creator("Coalition Bot")
    sheet.set_creation_date(made_at)
    sheet.set_auto_page_break(False)
    with as_file(files("storage.files.index_cards").joinpath("DejaVuSans.ttf")) as font:
        sheet.add_font(_FONT, fname=font)
    for number, card in enumerate(cards):
        place = number % (_COLUMNS * _ROWS)
        if place == 0:
            sheet.add_page()
        _draw(sheet, card, _MARGIN + place % _COLUMNS * _WIDTH, _MARGIN + place // _COLUMNS * _HEIGHT)
    return bytes(sheet.output())


def _draw(sheet: FPDF, card: IndexCard, x: float, y: float) -> None:
    sheet.set_draw_color(160)
    sheet.set_dash_pattern(dash=1, gap=1.5)
    sheet.rect(x, y, _WIDTH, _HEIGHT)
    left, top, bottom = x + _INSIDE, y + _INSIDE, y + _HEIGHT - _INSIDE
    top += _write(sheet, card.name, left, top, _SMALL)
    below = _height(sheet, card.occasion, _SMALL) + _height(sheet, card.advice, _TINY) + 1
    room = bottom - below - top - 2
    size = next((one for one in _SIZES if _height(sheet, card.question, one) <= room), _SIZES[-1])
    _write(sheet, card.question, left, top + 1, size)
    under = bottom - below
    under += _write(sheet, card.occasion, left, under, _SMALL) + 1
    _write(sheet, card.advice, left, under, _TINY)


def _height(sheet: FPDF, words: str, size: float) -> float:
    if not words:
        return 0.0
    sheet.set_font(_FONT, size=size)
    width = _WIDTH - 2 * _INSIDE
    height = sheet.multi_cell(width, size * _LINE, words, align="L", dry_run=True, output="HEIGHT")
    return cast("float", height)


def _write(sheet: FPDF, words: str, x: float, y: float, size: float) -> float:
    """Write the words; how high they are."""
    if not words:
        return 0.0
    height = _height(sheet, words, size)
    sheet.set_xy(x, y)
    sheet.multi_cell(_WIDTH - 2 * _INSIDE, size * _LINE, words, align="L")
    return height
