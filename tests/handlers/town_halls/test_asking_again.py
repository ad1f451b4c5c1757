"""What was dodged is asked again: it is shown before the next event of the same person."""

from datetime import timedelta

import pytest

from config.campaign import question_topics
from tests.arranged_once import Arranged
from tests.handlers.outreach.asking import SAM, add_candidate, go_to
from tests.handlers.seeing import newest, shows, with_words
from tests.handlers.town_halls.afterwards import brought_back, card_of, ends, over, say, tell
from tests.handlers.town_halls.bank import asker_rows
from tests.handlers.town_halls.heard import published, seen_closely
from tests.handlers.visits.arranged import ready
from tests.workspace import BEN, CORA, Workspace, labels

EVERY = [variant for topic in question_topics() for variant in topic.variants]


@pytest.fixture
def done(arranged: Arranged) -> Workspace:
    """Ben and Cora went to a town hall with Jane Doe; it is two hours after the end."""
    return arranged(over)


def dodged(workspace: Workspace) -> None:
    """Ben's question was dodged, and he keeps it for the next time."""
    say(workspace, "Dodged")
    form = workspace.press("Ask it again next time", card_of(workspace), BEN).view
    workspace.submit(form, BEN, What_you_asked="Will you vote for it?")
    shows(workspace, card_of(workspace), "Kept: whoever goes to the next event", BEN)


def next_event(workspace: Workspace) -> None:
    """The next town hall with Jane Doe, to which Cora and Ben go; it is tomorrow."""
    published(workspace, when="in 5 days 3-4pm")
    card = newest(workspace, "Nobody has said yet that they go")
    for user in (CORA, BEN):
        workspace.press("I'm going", card, user)
    shows(workspace, card, "Going: <@U0CORA> and <@U0BEN>.")


def test_what_was_dodged_is_shown_at_the_next_event(done: Workspace) -> None:
    dodged(done)
    next_event(done)
    go_to(done, ends(done) - timedelta(hours=25))
    for user in (BEN, CORA):
        told = with_words(done, "Tomorrow: Town hall with Jane Doe", user)
        assert "Not answered last time, on " in told["text"]
        assert ": “Will you vote for it?”" in told["text"]
    assert "“Will you vote for it?” [Not again]" in seen_closely(done)["text"]


def test_who_kept_a_question_can_let_it_go(done: Workspace) -> None:
    dodged(done)
    assert labels(card_of(done)) == ["Their words…", "Don't ask it again", "Change"]
    done.press("Don't ask it again", card_of(done), BEN)
    noted = shows(done, card_of(done), "[Ask it again next time]", BEN)
    next_event(done)
    done.press("Ask it again next time", noted, BEN)  # its words are known by now
    shows(done, noted, "Kept: ", BEN)
    done.press("Not again", seen_closely(done))
    assert newest(done, "“Will you vote for it?” is not shown for the next town hall any more.")
    go_to(done, ends(done) - timedelta(hours=25))
    assert "Not answered last time" not in done.told(CORA)


def test_what_was_answered_after_all_is_not_asked_again(done: Workspace) -> None:
    dodged(done)
    done.press("Change", card_of(done), BEN)
    shows(done, card_of(done), "How did it go?", BEN)
    say(done, "Answered")
    assert brought_back(done)[0].again_at is None


def test_another_persons_event_does_not_show_it(done: Workspace) -> None:
    dodged(done)
    add_candidate(done, SAM)
    published(done, who=SAM, when="in 5 days 3-4pm")
    assert "Not answered" not in seen_closely(done)["text"]


def test_whoever_kept_a_question_is_given_it_at_the_next_event_until_it_was_asked_again(
    on_sqlite: Workspace,
) -> None:
    workspace = ready(on_sqlite)
    card = published(workspace, when="in 10 days 3-4pm")
    workspace.press("Give me a question", card, BEN)
    words = EVERY[0].en
    assert words in newest(workspace, "Your question", BEN)["text"]
    go_to(workspace, ends(workspace) + timedelta(hours=2))
    say(workspace, "Dodged")
    workspace.press("Ask it again next time", card_of(workspace), BEN)
    shows(workspace, card_of(workspace), "Kept: ", BEN)
    published(workspace, when="in 5 days 3-4pm")
    card = newest(workspace, "Nobody has said yet that they go")
    for user in (CORA, BEN):
        workspace.press("Give me a question", card, user)
        newest(workspace, "Your question", user)
    *_, cora, ben = asker_rows(workspace)
    assert cora.topic == "if-elected"
    assert (ben.topic, ben.words) == ("views", words)
    assert words in newest(workspace, "Your question: “", BEN)["text"]
    workspace.press("Another one", newest(workspace, "Your question: “", BEN), BEN)
    workspace.eventually(lambda: asker_rows(workspace)[-1].words != words)
    workspace.press("I can't go", card, BEN)
    workspace.press("Give me a question", card, BEN)
    workspace.eventually(lambda: asker_rows(workspace)[-1].words == words)
    go_to(workspace, ends(workspace) + timedelta(hours=2))
    asked = with_words(workspace, "How did it go?", BEN)
    workspace.press("Answered", asked, BEN)
    shows(workspace, asked, f"You asked: “{words}”", BEN)
    published(workspace, when="in 5 days 3-4pm")
    assert "Not answered last time" not in seen_closely(workspace)["text"]


def test_what_somebody_was_given_is_what_they_asked(on_sqlite: Workspace) -> None:
    """Nobody types again what the bot has handed them; what they say themselves counts more."""
    workspace = ready(on_sqlite)
    card = published(workspace, when="in 10 days 3-4pm")
    for user in (BEN, CORA):
        workspace.press("Give me a question", card, user)
        newest(workspace, "Your question", user)
    go_to(workspace, ends(workspace) + timedelta(hours=2))
    for user in (BEN, CORA):
        say(workspace, "Dodged", user)
    asked = [row.question for row in brought_back(workspace)]
    assert None not in asked
    assert len(set(asked)) == 2
    tell(workspace, BEN, What_you_asked="Will you come again?")
    assert [row.question for row in brought_back(workspace)] == ["Will you come again?", asked[1]]
