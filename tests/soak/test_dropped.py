"""What a soaked campaign accepts as a reason for saying nothing, and what it calls lost."""

from datetime import timedelta

from tests.handlers.outreach.asking import add_candidate, days_later, go_to, log, log_reply, nudges, to_monday
from tests.soak.dropped import facts_of, unexplained
from tests.workspace import ANA, Workspace

NOTHING = "there is nothing to follow up"


def whys(workspace: Workspace, kind: str) -> list[str | None]:
    """Why rows of a kind were dropped, the oldest first."""
    return [row.why for row in facts_of(workspace).rows if row.kind == kind and row.state == "dropped"]


def asked(workspace: Workspace) -> None:
    workspace.set_up(ANA, None)
    workspace.type("/digest off")
    add_candidate(workspace)


def test_thanks_for_an_older_answer_are_no_lost_message(on_sqlite: Workspace) -> None:
    """Somebody states support twice within a day: the thank-you for the newer answer counts."""
    asked(on_sqlite)
    monday = to_monday(on_sqlite)
    log_reply(on_sqlite)
    go_to(on_sqlite, monday + timedelta(hours=2))
    log_reply(on_sqlite)
    go_to(on_sqlite, days_later(monday, 1))
    assert "Thank Jane Doe" in on_sqlite.told(ANA)
    assert whys(on_sqlite, "thanks") == ["a newer answer is to be thanked for"]
    assert unexplained(on_sqlite) == []


def test_a_reminder_that_was_held_until_it_was_over_is_no_lost_message(on_sqlite: Workspace) -> None:
    """Put off to the last Friday; the bot is away that day, and again on Monday morning."""
    asked(on_sqlite)
    monday = to_monday(on_sqlite)
    log(on_sqlite)
    for day in (3, 7, 14, 17):
        go_to(on_sqlite, days_later(monday, day, hour=12))
    on_sqlite.press("Tomorrow", nudges(on_sqlite)[-1])
    go_to(on_sqlite, days_later(monday, 18, hour=22))
    go_to(on_sqlite, days_later(monday, 21, hour=12))
    assert whys(on_sqlite, "follow-up") == [NOTHING]
    assert "Jane Doe (PA-07): not followed up (0 of 3)." in on_sqlite.told(ANA)
    assert unexplained(on_sqlite) == []


def test_a_nudge_of_the_cadence_that_came_too_late_is_lost(on_sqlite: Workspace) -> None:
    """The bot was away for a week: nobody was told of the third follow-up."""
    asked(on_sqlite)
    monday = to_monday(on_sqlite)
    log(on_sqlite)
    for day in (3, 7, 21):
        go_to(on_sqlite, days_later(monday, day, hour=12))
    assert whys(on_sqlite, "follow-up") == [NOTHING]
    assert [why for _, why in unexplained(on_sqlite)] == [NOTHING]
