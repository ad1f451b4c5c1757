"""How the answer to a press reaches people: the card that was pressed is redrawn, for the same eyes."""

from tests.bot.watching import Calls
from tests.workspace import ANA, BEN, CORA, ELSEWHERE, Json, Workspace, labels

DIRECT_TO_ANA = "D0ANA"


def _card_by_form(workspace: Workspace, seat: str = "PA-07", user: str = ANA) -> Json:
    """A card that the bot has posted itself, since a form has no message to answer in."""
    view = workspace.type("/claim-district", user).view
    workspace.submit(view, user, District=workspace.pick("District", seat, view, user))
    return workspace.posted()[-1]


def _now(workspace: Workspace, message: Json, user: str = ANA) -> Json:
    """The same message as it is now."""
    return next(one for one in workspace.seen(user, message["channel"]) if one["ts"] == message["ts"])


def _gone(workspace: Workspace, message: Json, user: str = ANA) -> bool:
    return message["ts"] not in [one["ts"] for one in workspace.seen(user, message["channel"])]


def _offered_lead(workspace: Workspace) -> Json:
    """The message that asks Ben to lead."""
    return next(one for one in workspace.direct(BEN) if "Take the lead" in labels(one))


def test_a_posted_card_is_redrawn_by_the_worker(workspace: Workspace) -> None:
    card = _card_by_form(workspace)
    calls = Calls(workspace)
    pressed = workspace.press("I'll support", card, BEN)
    assert (pressed.raw["status"], pressed.raw["body"]) == (200, None)
    assert workspace.eventually(lambda: "Supporting: <@U0BEN>" in _now(workspace, card)["text"])
    assert _now(workspace, card)["edited"]
    assert len(workspace.seen()) == 1
    assert calls.counted["chat.update"] == 1
    assert not calls.counted["response_url"]


def test_every_posted_card_of_a_district_is_redrawn(on_sqlite: Workspace) -> None:
    cards = [_card_by_form(on_sqlite), _card_by_form(on_sqlite, user=BEN)]
    on_sqlite.type("/claim-district PA-07", CORA, "C0GENERAL")
    for card in cards:
        assert on_sqlite.eventually(lambda card=card: "<@U0CORA>" in _now(on_sqlite, card)["text"])


def test_a_snapshot_is_replaced_in_its_place(workspace: Workspace) -> None:
    card = workspace.type("/claim-district PA-07", ANA).message
    pressed = workspace.press("I'll support", card, BEN)
    assert (pressed.raw["status"], pressed.raw["body"]) == (200, None)
    assert workspace.eventually(lambda: "Supporting: <@U0BEN>" in _now(workspace, card)["text"])
    assert [one["ts"] for one in workspace.seen()] == [card["ts"]]
    assert not workspace.sandbox.refusals


def test_a_snapshot_is_replaced_where_the_bot_is_no_member(on_sqlite: Workspace) -> None:
    card = on_sqlite.type("/claim-district PA-07", ANA, ELSEWHERE).message
    on_sqlite.press("I'll support", card, BEN)
    assert on_sqlite.eventually(lambda: "Supporting: <@U0BEN>" in _now(on_sqlite, card)["text"])
    assert len(on_sqlite.seen(ANA, ELSEWHERE)) == 1
    assert not on_sqlite.sandbox.refusals


def test_what_is_for_the_person_stays_beside_a_card(on_sqlite: Workspace) -> None:
    card = on_sqlite.type("/claim-district PA-07", ANA).message
    on_sqlite.press("See the district", card, BEN)
    told = on_sqlite.eventually(lambda: on_sqlite.seen(BEN)[1:])
    assert told[0]["ephemeral"]
    assert "<@U0ANA> leads, since" in told[0]["text"]
    assert on_sqlite.seen(ANA) == [_now(on_sqlite, card)]


def test_an_ephemeral_answer_is_replaced_and_stays_ephemeral(on_sqlite: Workspace) -> None:
    listed = on_sqlite.type("/districts open").message
    assert "Page 1 of" in listed["text"]
    on_sqlite.press("Next page", listed)
    assert on_sqlite.eventually(lambda: "Page 2 of" in _now(on_sqlite, listed)["text"])
    assert _now(on_sqlite, listed)["ephemeral"]
    assert len(on_sqlite.seen()) == 1
    assert on_sqlite.seen(BEN) == []


def test_a_question_that_is_answered_goes_and_the_card_is_for_all(on_sqlite: Workspace) -> None:
    asked = on_sqlite.type("/claim-district NY-05 or 06").message
    assert asked["ephemeral"]
    assert {"NY-05", "NY-06"} <= set(labels(asked))
    on_sqlite.press("NY-06", asked)
    (card,) = on_sqlite.eventually(lambda: on_sqlite.seen(BEN))
    assert card["text"].startswith("NY-06 ·")
    assert on_sqlite.eventually(lambda: _gone(on_sqlite, asked))


def test_a_menu_of_many_readings(on_sqlite: Workspace) -> None:
    asked = on_sqlite.type("/claim-district Pennsylvania").message
    seat = next(
        option
        for block in asked["blocks"] if block["type"] == "actions"
        for option in block["elements"][0]["options"] if option["text"]["text"].startswith("PA-03")
    )  # fmt: skip
    on_sqlite.press("Choose one", asked, value=seat["value"])
    (card,) = on_sqlite.eventually(lambda: on_sqlite.seen(BEN))
    assert card["text"].startswith("PA-03 ·")


def test_a_public_answer_to_another_private_message(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07")
    released = on_sqlite.type("/release-district PA-07").messages[-1]
    assert released["ephemeral"]
    on_sqlite.press("Claim it again", released)
    shown = on_sqlite.eventually(
        lambda: [one for one in on_sqlite.seen(BEN) if one["origin"] == "response"][1:]
    )
    assert shown[0]["text"].startswith("PA-07 ·")
    assert not on_sqlite.sandbox.refusals


def test_a_direct_message_is_replaced(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07")
    question = next(one for one in on_sqlite.direct(ANA) if "Which organisation" in one["text"])
    on_sqlite.press("Just me", question)
    assert on_sqlite.eventually(lambda: "Which organisation" not in _now(on_sqlite, question)["text"])
    assert "Just me" not in labels(_now(on_sqlite, question))


def test_a_card_in_a_direct_message_is_replaced(on_sqlite: Workspace) -> None:
    on_sqlite.type("/claim-district PA-07", BEN)
    listed = on_sqlite.type("/districts PA-07", ANA, DIRECT_TO_ANA).message
    on_sqlite.press("I'll support", listed)
    assert on_sqlite.eventually(lambda: "Supporting: <@U0ANA>" in _now(on_sqlite, listed)["text"])


def test_a_standing_card_in_a_direct_message_is_redrawn(workspace: Workspace) -> None:
    workspace.type("/claim-district PA-07", ANA)
    workspace.type("/claim-district PA-07", BEN)
    workspace.type("/release-district PA-07", ANA)
    offer = _offered_lead(workspace)
    calls = Calls(workspace)
    workspace.press("Take the lead", offer, BEN)
    assert workspace.eventually(lambda: "Take the lead" not in labels(_now(workspace, offer, BEN)))
    assert calls.counted["chat.update"] == 1


def test_a_press_that_cannot_be_done_says_so_beside(on_sqlite: Workspace) -> None:
    card = on_sqlite.type("/claim-district PA-07", ANA).message
    on_sqlite.press("I'll support", card, ANA)
    told = on_sqlite.eventually(lambda: on_sqlite.seen()[1:])
    assert told[0]["ephemeral"]
    assert "You lead PA-07 already" in told[0]["text"]
    assert _now(on_sqlite, card)["text"] == card["text"]


def test_an_old_button_does_what_can_still_be_done(on_sqlite: Workspace) -> None:
    """The first form of a message is pressed that has been redrawn since, as an old client would."""
    on_sqlite.type("/claim-district PA-07", ANA)
    on_sqlite.type("/claim-district PA-07", BEN)
    on_sqlite.type("/release-district PA-07", ANA)
    offer = _offered_lead(on_sqlite)
    on_sqlite.type("/claim-district PA-07", CORA)
    on_sqlite.eventually(lambda: "Take the lead" not in labels(_now(on_sqlite, offer, BEN)))
    assert on_sqlite.press("Take the lead", offer, BEN).raw["status"] == 200
    on_sqlite.settle()
    assert "<@U0CORA> leads" in on_sqlite.type("/districts PA-07", ANA).text
