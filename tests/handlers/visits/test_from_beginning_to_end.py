"""One visit as its people live it: arranged, filled, moved over a change of clocks, debriefed and thanked."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.database import Purpose
from storage.outreach.replies import Answer
from storage.tasks import TaskKind, TaskRow
from storage.visits.parts import State
from tests.handlers.arranging import add_people
from tests.handlers.outreach.asking import add_candidate, go_to, replies
from tests.handlers.seeing import answer, newest, shows, with_words
from tests.handlers.visits.arranged import NEW_YORK, arrange, part_rows, role_card, take, thread, visit_rows
from tests.handlers.visits.test_changing import events, links
from tests.workspace import ANA, BEN, CORA, DEE, Workspace, labels

_DAY = timedelta(days=1)
OWN, SHORT, DEBRIEF = "Your visit: Jane Doe (PA-07)", "Soon: Jane Doe (PA-07)", "Debrief: Jane Doe (PA-07)"
THANK = "Say thank you for the visit"


def change_of_clocks(workspace: Workspace) -> date:
    """The next Sunday on which clocks change in New York, at least three weeks away."""
    day = workspace.runtime.clock.now().date() + timedelta(weeks=3)
    while _offset(day) == _offset(day + _DAY):
        day += _DAY
    return day


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, time(), NEW_YORK).utcoffset()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of a day in New York."""
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def in_zone(day: date, hour: int, zone: str) -> str:
    """Ten o'clock in New York as somebody elsewhere reads it."""
    local = at(day, hour).astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def tasks(workspace: Workspace) -> list[tuple[TaskKind, str, int]]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        found = db.scalars(select(TaskRow).order_by(TaskRow.id))
        return [(one.kind, one.words, one.owner_id) for one in found]


def test_a_visit_from_its_first_form_to_the_last_thank_you(workspace: Workspace) -> None:
    workspace.set_up()
    sunday = change_of_clocks(workspace)
    saturday = sunday - _DAY
    (eve,) = add_people(workspace, 1)  # in Chicago, as Ben is
    go_to(workspace, at(sunday - timedelta(days=13), 14))  # a Monday
    workspace.type("/claim-district PA-07")
    add_candidate(workspace)
    for user in (BEN, CORA, DEE, eve):
        workspace.type("/digest off", user)

    # Arranged for the Saturday, with two asks
    card = arrange(workspace, f"{saturday} 10am", Where="12 Main St", Asks="Meet again\nSign the letter")
    assert "10:00 Eastern time (30 min)" in card["text"]
    assert role_card(workspace)["text"].startswith("Not ready: The ask is open · Jane Doe (PA-07), ")

    # Four fill its roles in the thread; one declines and is replaced
    take(workspace, "Note-taker", ANA)
    take(workspace, "Facilitator", BEN)
    take(workspace, "Personal story", eve)
    workspace.press("Willing", with_words(workspace, "Would you tell your own story", eve), eve)
    take(workspace, "I'm coming", DEE)
    form = workspace.press("Assign…", role_card(workspace, "Personal story: <@U0000>")).view
    workspace.type("/visits", CORA)
    workspace.submit(form, Who=CORA, Role="ask")
    waiting = role_card(workspace, "The ask: <@U0CORA> (asked)")["text"]
    assert waiting.startswith("Not ready: nobody has said yes yet to The ask · ")
    workspace.press("Decline", with_words(workspace, "asks you to take The ask", CORA), CORA)
    assert "<@U0CORA> can't take The ask" in workspace.told(ANA)
    workspace.press("Accept", with_words(workspace, "The ask is open again", DEE), DEE)
    ready = role_card(workspace, "The ask: <@U0DEE>")
    assert ready["text"].startswith("Ready · Jane Doe (PA-07), ")
    assert "4 of 8 are coming." in ready["text"]
    assert [one["ts"] for one in thread(workspace)] == [ready["ts"]]
    states = {(part.role, part.state) for part in part_rows(workspace)}
    assert states == {
        ("notes", State.HELD), ("facilitator", State.HELD), ("story", State.HELD),
        ("ask", State.DECLINED), ("ask", State.HELD),
    }  # fmt: skip

    # It moves by a day, over the change of clocks
    everything = links(workspace, BEN)[1]
    moved = workspace.submit(workspace.press("Move", card).view, When=f"{sunday} 10am").raw
    assert "everybody who comes is told" in str(moved)
    shows(workspace, card, "10:00 Eastern time")
    (row,) = visit_rows(workspace)
    assert (row.starts_at, row.sequence) == (at(sunday, 10), 1)
    assert row.starts_at - at(saturday, 10) != _DAY
    for user, told in ((BEN, 1), (DEE, 1), (eve, 1), (ANA, 0), (CORA, 0)):
        assert workspace.told(user).count("has moved: it is") == told
    (event,) = events(workspace, everything)
    assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, at(sunday, 10))

    # Each gets the right card at the right local time, on the weekend, too
    go_to(workspace, at(sunday - 5 * _DAY, 9, 59))
    assert "What is missing" not in workspace.told(ANA)
    go_to(workspace, at(sunday - 5 * _DAY, 10))
    assert "4 people come so far, of 8." in with_words(workspace, "What is missing: Jane Doe", ANA)["text"]
    go_to(workspace, at(sunday - 2 * _DAY, 10))
    assert "No rehearsal is planned yet." in with_words(workspace, "Prepare: Jane Doe", BEN)["text"]
    go_to(workspace, at(saturday, 9, 59))
    assert not any(OWN in workspace.told(user) for user in (ANA, BEN, CORA, DEE, eve))
    go_to(workspace, at(saturday, 10))
    for user, zone, part in (
        (ANA, "America/New_York", "You have Note-taker: write down what they say"),
        (BEN, "America/Chicago", "You have Facilitator: begin, say why we came"),
        (eve, "America/Chicago", "You have Personal story: tell what you or people close to you"),
    ):
        own = with_words(workspace, OWN, user)["text"]
        assert f"10:00 Eastern time, for you <!date^{int(row.starts_at.timestamp())}^" in own
        assert f"|{in_zone(sunday, 10, zone)}>" in own
        assert "Where: 12 Main St" in own
        assert part in own
    go_to(workspace, at(saturday, 10, 59))  # before eight where Dee is
    assert OWN not in workspace.told(DEE)
    go_to(workspace, at(saturday, 11))
    own = with_words(workspace, OWN, DEE)["text"]
    assert f"|{in_zone(sunday, 10, 'America/Los_Angeles')}>" in own
    assert "You have The ask: say clearly what we ask for" in own
    assert "<@U0BEN> (Facilitator)" in own
    assert "<@U0CORA>" not in own
    go_to(workspace, at(sunday, 8, 59))
    assert not any(SHORT in workspace.told(user) for user in (ANA, BEN, DEE, eve))
    go_to(workspace, at(sunday, 9))  # six where Dee is
    for user in (ANA, BEN, DEE, eve):
        assert "You have" in with_words(workspace, SHORT, user)["text"]
    assert "Jane Doe" not in workspace.told(CORA).replace("You said no to The ask: Jane Doe (PA-07)", "")

    # The debrief becomes stances and tasks
    go_to(workspace, at(sunday, 12, 29))
    assert DEBRIEF not in workspace.told(ANA)
    go_to(workspace, at(sunday, 12, 30))
    debrief = with_words(workspace, DEBRIEF, ANA)
    workspace.press("Senior staff", debrief)
    debrief = shows(workspace, debrief, "You met: Senior staff.")
    workspace.press("Yes", debrief)
    debrief = shows(workspace, debrief, "Their answer: Yes.")
    workspace.press("Undecided", debrief)
    debrief = shows(workspace, debrief, "all that is needed is noted")
    form = workspace.press("We promised…", debrief).view
    workspace.submit(form, What="Send the report", Who=BEN, By=f"{sunday + 4 * _DAY}")
    shows(workspace, debrief, "<@U0BEN> will: Send the report")
    assert sorted((one.answer, one.source) for one in replies(workspace)) == [
        (Answer.SUPPORT, "Meet again"),
        (Answer.UNDECIDED, "Sign the letter"),
    ]
    shown = answer(workspace.type("/candidates PA-07", CORA))["text"]
    assert "asked “Meet again”: Yes." in shown
    assert "asked “Sign the letter”: Undecided." in shown
    assert [(kind, words) for kind, words, _ in tasks(workspace)] == [
        (TaskKind.ASK_AGAIN, "Sign the letter"),
        (TaskKind.PROMISE, "Send the report"),
    ]
    assert "Ask Jane Doe (PA-07) again: Sign the letter" in answer(workspace.type("/tasks", DEE))["text"]

    # Thanks are nudged on the day, a day and three days later, until somebody says that it is done
    for days, times in ((0, 1), (1, 2), (2, 2), (3, 3)):
        go_to(workspace, at(sunday + days * _DAY, 13))
        assert workspace.told(ANA).count(THANK) == times
    thanks = [one for one in workspace.direct(ANA) if THANK in one["text"]]
    assert all("Meet again\nSign the letter" in one["text"] for one in thanks)
    assert labels(thanks[0]) == ["I thanked them"]
    workspace.press("I thanked them", thanks[0])
    newest(workspace, "Thanked: Jane Doe (PA-07)", ANA, thanks[0]["channel"])
    go_to(workspace, at(sunday + 4 * _DAY, 10))  # nine where Ben is
    reminded = with_words(workspace, "Send the report (promised to Jane Doe (PA-07))", BEN)
    workspace.press("Done", reminded, BEN)
    shows(workspace, reminded, "Done: Send the report", BEN)
    go_to(workspace, at(sunday + 20 * _DAY, 10))
    assert THANK not in workspace.told(ANA)
