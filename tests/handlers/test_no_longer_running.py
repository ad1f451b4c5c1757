"""A candidate who was added by mistake or dropped out: off the lists, in the history, and back again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Purpose
from storage.history import HistoryRow
from storage.outreach.chains import ChainRow
from tests.handlers.outreach.asking import JANE, SAM, add_candidate, contacts, go_to, log, nudges, to_monday
from tests.handlers.seeing import answer, newest, shows
from tests.handlers.stored import facts
from tests.handlers.test_candidates import bring, shown
from tests.storage.files.made_up_fec import ALVA
from tests.workspace import ANA, BEN, CORA, Json, Workspace, labels

_GONE = f"Your coalition noted that {JANE} no longer runs, so nothing was logged."


@pytest.fixture
def race(on_sqlite: Workspace) -> Workspace:
    """Ben has added Jane Doe to PA-07; Ana is admin."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-07", BEN)
    add_candidate(on_sqlite, JANE, user=BEN)
    to_monday(on_sqlite)
    return on_sqlite


def seen(workspace: Workspace, user: str = BEN) -> Json:
    """Everything about the first candidate of PA-07."""
    workspace.press("See more", shown(workspace, user=user), user)
    return newest(workspace, "[Correct the candidate]", user)


def withdraw(workspace: Workspace, user: str = BEN) -> Json:
    workspace.press("No longer runs", seen(workspace, user), user)
    return newest(workspace, "no longer runs for PA-07", user)


def chain_is_open(workspace: Workspace) -> bool:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return db.scalars(select(ChainRow.closed_at)).one() is None


def test_whoever_added_them_takes_them_off_all_lists(race: Workspace) -> None:
    log(race, user=BEN)
    told = withdraw(race)
    assert "The follow-ups have stopped." in told["text"]
    assert not chain_is_open(race)
    assert JANE not in shown(race)["text"]
    assert race.suggest("Candidate", "jane", race.type("/log-contact").view) == []
    assert JANE not in answer(race.type("/parity PA-07"))["text"]
    race.advance(days=10)
    assert nudges(race, BEN) == []
    assert len(contacts(race)) == 1
    with race.database.transaction(race.coalition_id, Purpose.READ) as db:
        deeds = [
            one.deed.value for one in db.scalars(select(HistoryRow).where(HistoryRow.subject == "candidate"))
        ]
    assert deeds == ["added", "withdrawn"]


def test_it_can_be_undone(race: Workspace) -> None:
    log(race, user=BEN)
    race.press("Runs after all", withdraw(race), BEN)
    newest(race, "The follow-ups go on as before.", BEN)
    assert chain_is_open(race)
    assert JANE in shown(race)["text"]


def test_old_cards_answer_with_a_sentence(race: Workspace) -> None:
    old, more = shown(race, user=BEN), seen(race)
    withdraw(race)
    for label, card in (("Log contact", old), ("Log reply", more)):
        race.press(label, card, BEN)
        assert _GONE in newest(race, _GONE, BEN)["text"]
    race.press("Correct the candidate", more, BEN)
    newest(race, f"Your coalition noted that {JANE} no longer runs. If they do", BEN)
    race.press("No longer runs", more, BEN)
    newest(race, f"{JANE} was taken off the list already.", BEN)
    race.press("See more", old, BEN)
    assert labels(newest(race, "No longer runs, as your coalition noted.", BEN)) == ["Runs after all"]


@pytest.mark.parametrize(
    ("command", "fields"),
    [("log-contact", {"How": "email"}), ("log-reply", {"Answer": "support", "Their_words": "Yes."})],
)
def test_a_form_that_was_open_meanwhile_logs_nothing(
    race: Workspace, command: str, fields: dict[str, str]
) -> None:
    view = race.type(f'/{command} "{JANE}"', BEN).view
    withdraw(race)
    race.settle()
    before = facts(race)
    acted = race.submit(view, BEN, **fields)
    assert _GONE in str(acted.raw)
    assert facts(race) == before


def test_a_nudge_says_why_nothing_is_to_be_followed_up(race: Workspace) -> None:
    log(race, user=BEN)
    go_to(race, race.runtime.clock.now() + timedelta(days=3))
    (nudge,) = nudges(race, BEN)
    withdraw(race)
    ended = shows(race, nudge, f"{JANE} (PA-07) no longer runs. There is nothing to follow up.", BEN)
    assert labels(ended) == []
    assert "taken back" not in ended["text"]


def test_adding_them_again_brings_them_back(race: Workspace) -> None:
    withdraw(race)
    told = answer(race.type(f'/add-candidate "{JANE}" PA-07', BEN))
    assert told["text"].startswith(f"Your coalition noted that {JANE} no longer runs for PA-07.")
    race.press("Runs after all", told, BEN)
    newest(race, "is on the list for PA-07 again.", BEN)
    assert JANE in shown(race)["text"]


def test_others_are_refused(race: Workspace) -> None:
    more = seen(race, BEN)
    assert "No longer runs" in labels(more)
    assert "No longer runs" not in labels(seen(race, CORA))
    race.press("Correct the candidate", seen(race, CORA), CORA)
    newest(race, f"Only whoever added {JANE}, or an organiser, can change that.", CORA)
    assert "No longer runs" in labels(seen(race, ANA))


def test_one_of_the_list_is_taken_off_by_organisers_alone(race: Workspace, tmp_path: Path) -> None:
    withdraw(race)
    bring(race, tmp_path, [ALVA])
    assert "No longer runs" not in labels(seen(race, CORA))
    view = race.press("Correct the candidate", seen(race, CORA), CORA).view
    refused = race.submit(view, CORA, Name="Somebody Else", Source="a call")
    assert "so only organisers can change that." in str(refused.raw)
    race.submit(view, CORA, Name="", Campaign_phone="555 010 0100", Source="a call")
    withdraw(race, ANA)
    assert "Ana Alva" not in shown(race)["text"]
    add_candidate(race, SAM)
    bring(race, tmp_path, [ALVA])
    assert "Ana Alva" not in shown(race)["text"]
