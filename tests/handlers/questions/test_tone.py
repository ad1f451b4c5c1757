"""Hostile and electioneering words in questions: found where they are, and nowhere else."""

import csv
from pathlib import Path

import pytest

from handlers.cards import Note
from handlers.questions.tone import Finding, Reason, findings, warnings

with Path(__file__).with_name("tone.csv").open(encoding="utf-8", newline="") as file:
    LABELLED = [(row["text"], row["reason"]) for row in csv.DictReader(file)]


def test_enough_sentences_are_labelled() -> None:
    assert len(LABELLED) >= 60
    assert sum(not reasons for _, reasons in LABELLED) >= 30


@pytest.mark.parametrize(("text", "reasons"), LABELLED)
def test_a_question_is_warned_about_for_its_reason_or_not_at_all(text: str, reasons: str) -> None:
    assert [finding.reason.value for finding in findings(text)] == [one for one in reasons.split("+") if one]


def test_the_words_are_shown_as_they_were_written() -> None:
    assert findings("¡QUÉ   Vergüenza! ¿Y los niños?") == [Finding(Reason.HOSTILE, "QUÉ Vergüenza")]
    assert findings("You’re lying. Why?") == [Finding(Reason.HOSTILE, "You’re lying")]


def test_the_warning_says_what_was_found_and_what_to_do() -> None:
    notes = warnings("Shame on you. We will vote you out.")
    assert all(isinstance(note, Note) for note in notes)
    said = [str(note.text.message).format(**note.text.values) for note in notes]
    assert said[0].startswith("“Shame on you” sounds like an attack.")
    assert said[1].startswith("“vote you out” sounds like taking sides.")
    assert warnings("Will you support refugees?") == []
