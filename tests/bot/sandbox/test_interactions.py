"""Pressing, choosing, suggesting, submitting: the payloads, and what the bot's answers do."""

import pytest
from starlette.responses import PlainTextResponse

from tests.bot.sandbox.stage import CARD, FORM, SUGGESTED, Json, Stage, button, input_block, option, plain


def test_a_press_carries_everything_that_slack_sends(stage: Stage):
    ts = stage.post()
    answer = stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert answer["ok"]
    payload = stage.bot.last
    assert payload["type"] == "block_actions"
    assert payload["user"] == {"id": "U0BEN", "username": "ben", "name": "ben", "team_id": "T0LOCAL001"}
    assert payload["team"] == {"id": "T0LOCAL001", "domain": "local"}
    assert (payload["enterprise"], payload["is_enterprise_install"]) == (None, False)
    assert payload["channel"] == {"id": "C0CAMPAIGN", "name": "campaign"}
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0CAMPAIGN",
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == ts
    assert payload["message"]["blocks"][1]["block_id"] == "who"
    assert payload["state"]["values"] == {
        "buttons": {"part": {"type": "static_select", "selected_option": None}}
    }
    action = payload["actions"][0]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "action_id": "support",
        "block_id": "buttons",
        "text": {"type": "plain_text", "text": "I'll support", "emoji": True},
        "value": "v1:support:7",
    }
    assert payload["response_url"].startswith(f"{stage.url}/response/")
    assert payload["trigger_id"]


def test_a_choice_is_remembered_in_the_state_of_the_message(stage: Stage):
    ts = stage.post()
    stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="part", value="support")
    chosen = stage.bot.last["actions"][0]["selected_option"]
    assert chosen == {"text": {**plain("Support"), "emoji": True}, "value": "support"}
    stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert stage.bot.last["state"]["values"]["buttons"]["part"]["selected_option"]["value"] == "support"
    stage.act("press", user="U0ANA", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert stage.bot.last["state"]["values"]["buttons"]["part"]["selected_option"] is None
    refused = stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="part", value="x")
    assert not refused["ok"]
    assert len(stage.bot.received) == 3


def test_the_body_of_an_answer_to_a_press_is_ignored(stage: Stage):
    ts = stage.post()
    stage.bot.says("block_actions", {"text": "Not shown", "replace_original": True})
    stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert stage.texts(user="U0BEN") == ["A card"]
    assert stage.sandbox.refusals == []


def test_a_press_that_fails_leaves_a_sign_for_that_person_only(stage: Stage):
    ts = stage.post()
    stage.bot.says("block_actions", status=500)
    answer = stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert (answer["ok"], answer["status"], answer["error"]) == (False, 500, "dispatch_failed")
    assert stage.channel("C0CAMPAIGN", "U0BEN")["messages"][0]["warning"]
    assert not stage.channel("C0CAMPAIGN", "U0ANA")["messages"][0]["warning"]
    stage.bot.says("block_actions")
    stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")
    assert not stage.channel("C0CAMPAIGN", "U0BEN")["messages"][0]["warning"]


def test_old_buttons_are_still_sent_after_a_redraw_and_a_deletion(stage: Stage):
    ts = stage.post()
    stage.api("chat.update", channel="C0CAMPAIGN", ts=ts, text="New", blocks=[])
    assert stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")["ok"]
    deleted = stage.post()
    stage.api("chat.delete", channel="C0CAMPAIGN", ts=deleted)
    assert stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=deleted, action_id="support")["ok"]
    assert stage.bot.last["actions"][0]["value"] == "v1:support:7"
    assert len(stage.bot.received) == 2


def test_a_button_of_an_ephemeral_is_its_readers_alone(stage: Stage):
    sent = stage.api("chat.postEphemeral", channel="C0CAMPAIGN", user="U0BEN", text="You", blocks=CARD)
    ts = sent["message_ts"]
    assert not stage.act("press", user="U0ANA", channel="C0CAMPAIGN", ts=ts, action_id="support")["ok"]
    assert stage.act("press", user="U0BEN", channel="C0CAMPAIGN", ts=ts, action_id="support")["ok"]
    assert stage.bot.last["container"]["is_ephemeral"] is True
    assert "message" not in stage.bot.last


def test_shortcuts(stage: Stage):
    ts = stage.post()
    assert stage.act("shortcut", user="U0BEN", callback_id="claim_shortcut")["ok"]
    assert stage.bot.last["type"] == "shortcut"
    assert "response_url" not in stage.bot.last
    assert stage.act("shortcut", user="U0BEN", callback_id="log_this", channel="C0CAMPAIGN", ts=ts)["ok"]
    assert stage.bot.last["type"] == "message_action"
    assert stage.bot.last["message"]["text"] == "A card"
    assert stage.bot.last["message_ts"] == ts
    assert not stage.act("shortcut", user="U0BEN", callback_id="log_this")["ok"]
    assert not stage.act("shortcut", user="U0BEN", callback_id="other")["ok"]


def suggested(stage: Stage, view: Json) -> Json:
    stage.bot.says("block_suggestion", SUGGESTED)
    return stage.act(
        "suggest", user="U0ANA", view_id=view["id"], block_id="district", action_id="district", value="pa"
    )


def test_type_ahead_asks_the_bot_from_the_second_letter_on(stage: Stage):
    view = stage.open_form()
    asked = len(stage.bot.received)
    nothing = stage.act(
        "suggest", user="U0ANA", view_id=view["id"], block_id="district", action_id="district", value="p"
    )
    assert nothing["options"] == []
    assert len(stage.bot.received) == asked
    answer = suggested(stage, view)
    assert [one["value"] for one in answer["options"]] == ["PA-07", "PA-08"]
    payload = stage.bot.last
    assert (payload["type"], payload["value"]) == ("block_suggestion", "pa")
    assert (payload["block_id"], payload["action_id"]) == ("district", "district")
    assert payload["view"]["private_metadata"] == "v1:7"
    assert payload["container"] == {"type": "view", "view_id": view["id"]}


def test_option_groups_are_offered_with_their_headings(stage: Stage):
    view = stage.open_form()
    stage.bot.says(
        "block_suggestion",
        {"option_groups": [{"label": plain("House"), "options": [option("PA-07", "7")]}]},
    )
    answer = stage.act(
        "suggest", user="U0ANA", view_id=view["id"], block_id="district", action_id="district", value="pa"
    )
    assert answer["options"] == [{"text": "PA-07", "value": "7", "group": "House", "description": None}]


@pytest.mark.parametrize(
    "body",
    [
        {"options": [option("x" * 76, "1")]},
        {"options": [option("x", "1" * 151)]},
        {"options": [option("x", str(number)) for number in range(101)]},
        {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "1"}]},
        {"options": [], "option_groups": []},
        {},
        [],
    ],
)
def test_suggestions_that_slack_would_not_take(stage: Stage, body: Json):
    view = stage.open_form()
    stage.bot.says("block_suggestion", body)
    answer = stage.act(
        "suggest", user="U0ANA", view_id=view["id"], block_id="district", action_id="district", value="pa"
    )
    assert (answer["ok"], answer["error"], answer["options"]) == (False, "invalid_options", [])
    assert stage.sandbox.refusals[-1].where == "block_suggestion answer"


def test_a_submission_carries_typed_values_and_closes_the_form(stage: Stage):
    view = stage.open_form()
    suggested(stage, view)
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"district": "PA-07", "note": "Hi"})
    assert answer["ok"]
    assert answer["view"] is None
    payload = stage.bot.last
    assert payload["type"] == "view_submission"
    assert payload["view"]["callback_id"] == "claim"
    assert payload["view"]["state"]["values"] == {
        "district": {
            "district": {
                "type": "external_select",
                "selected_option": {
                    "text": {**plain("PA-07 · Pennsylvania 7th"), "emoji": True},
                    "value": "PA-07",
                },
            }
        },
        "part": {
            "part": {
                "type": "static_select",
                "selected_option": {"text": {**plain("Lead"), "emoji": True}, "value": "lead"},
            }
        },
        "note": {"note": {"type": "plain_text_input", "value": "Hi"}},
    }
    assert payload["view"]["root_view_id"] == view["id"]
    assert payload["response_urls"] == []
    assert stage.state()["views"] == []


def test_empty_required_fields_are_never_sent(stage: Stage):
    view = stage.open_form()
    sent = len(stage.bot.received)
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"part": None})
    assert (answer["ok"], answer["error"]) == (False, "incomplete")
    assert set(answer["field_errors"]) == {"district", "part"}
    assert len(stage.bot.received) == sent
    assert set(stage.state()["views"][0]["errors"]) == {"district", "part"}


def test_only_what_was_offered_can_be_chosen(stage: Stage):
    view = stage.open_form()
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"district": "PA-07"})
    assert "not one of the options" in answer["field_errors"]["district"]
    strange = stage.act("submit", user="U0ANA", view_id=view["id"], values={"nonsense": "x"})
    assert "nonsense" in strange["field_errors"]


SIMPLE: Json = {
    **FORM,
    "blocks": [input_block("note", {"type": "plain_text_input", "action_id": "note"}, optional=True)],
}


def test_errors_are_shown_at_their_fields(stage: Stage):
    view = stage.open_form(SIMPLE)
    stage.bot.says("view_submission", {"response_action": "errors", "errors": {"note": "Too short."}})
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"note": "x"})
    assert answer["field_errors"] == {"note": "Too short."}
    shown = stage.state()["views"][0]
    assert shown["errors"] == {"note": "Too short."}
    assert shown["values"] == {"note": {"note": "x"}}
    assert stage.sandbox.refusals == []


def test_update_push_and_clear(stage: Stage):
    view = stage.open_form(SIMPLE)
    updated: Json = {**SIMPLE, "title": plain("Second")}
    stage.bot.says("view_submission", {"response_action": "update", "view": updated})
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"note": "kept"})
    assert answer["view"]["id"] == view["id"]
    assert answer["view"]["title"] == "Second"
    assert answer["view"]["values"] == {"note": {"note": "kept"}}
    assert answer["view"]["hash"] != view["hash"]
    stage.bot.says("view_submission", {"response_action": "push", "view": SIMPLE})
    pushed = stage.act("submit", user="U0ANA", view_id=view["id"], values={})["view"]
    assert pushed["id"] != view["id"]
    assert len(stage.state()["views"]) == 2
    stage.bot.says("view_submission", {"response_action": "clear"})
    assert stage.act("submit", user="U0ANA", view_id=pushed["id"], values={})["view"] is None
    assert stage.state()["views"] == []
    assert stage.sandbox.refusals == []


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"note": ""}},
        {"response_action": "errors"},
        {"response_action": "update", "view": {**SIMPLE, "title": plain("x" * 25)}},
        {"response_action": "update"},
        {"response_action": "shout"},
        {"text": "Saved"},
        ["x"],
    ],
)
def test_an_answer_that_slack_would_not_take_is_trouble(stage: Stage, body: Json):
    view = stage.open_form(SIMPLE)
    stage.bot.says("view_submission", body)
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values={"note": "x"})
    assert not answer["ok"]
    assert stage.state()["views"][0]["trouble"] == "We had some trouble connecting. Try again?"
    assert stage.sandbox.refusals[-1].where == "view_submission answer"


def test_a_text_or_an_error_status_is_trouble_too(stage: Stage):
    view = stage.open_form(SIMPLE)
    stage.bot.answers("view_submission", lambda: PlainTextResponse("ok"))
    assert not stage.act("submit", user="U0ANA", view_id=view["id"], values={})["ok"]
    stage.bot.says("view_submission", status=503)
    assert stage.act("submit", user="U0ANA", view_id=view["id"], values={})["status"] == 503
    stage.bot.says("view_submission")
    assert stage.act("submit", user="U0ANA", view_id=view["id"], values={})["ok"]
    assert stage.state()["views"] == []


def test_closing_tells_the_bot_when_it_asked_for_it(stage: Stage):
    view = stage.open_form(SIMPLE)
    sent = len(stage.bot.received)
    stage.act("close", user="U0ANA", view_id=view["id"])
    assert stage.state()["views"] == []
    assert len(stage.bot.received) == sent
    view = stage.open_form({**SIMPLE, "notify_on_close": True})
    stage.act("close", user="U0ANA", view_id=view["id"])
    assert (stage.bot.last["type"], stage.bot.last["is_cleared"]) == ("view_closed", False)
    assert not stage.act("close", user="U0ANA", view_id=view["id"])["ok"]


def test_a_press_in_a_form_carries_what_was_entered_by_then(stage: Stage):
    form: Json = {**SIMPLE, "blocks": [*SIMPLE["blocks"], {"type": "actions", "elements": [button("more")]}]}
    view = stage.open_form(form)
    stage.act("press", user="U0ANA", view_id=view["id"], action_id="more", values={"note": "half"})
    payload = stage.bot.last
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["state"]["values"]["note"]["note"]["value"] == "half"
    assert "response_url" not in payload
    assert "message" not in payload
    stage.api("views.update", view_id=view["id"], view={**form, "title": plain("Kept")})
    assert stage.state()["views"][0]["values"]["note"] == {"note": "half"}


def test_all_kinds_of_fields_arrive_in_slacks_own_notation(stage: Stage):
    choices = [option("A", "a"), option("B", "b")]
    fields: dict[str, tuple[Json, object, Json]] = {
        "users": ({"type": "users_select"}, "U0BEN", {"selected_user": "U0BEN"}),
        "channels": ({"type": "channels_select"}, "C0GENERAL", {"selected_channel": "C0GENERAL"}),
        "talk": ({"type": "conversations_select"}, "D0ANA", {"selected_conversation": "D0ANA"}),
        "several": (
            {"type": "multi_users_select"},
            ["U0BEN", "U0DEE"],
            {"selected_users": ["U0BEN", "U0DEE"]},
        ),
        "date": ({"type": "datepicker"}, "2026-07-14", {"selected_date": "2026-07-14"}),
        "time": ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        "moment": ({"type": "datetimepicker"}, 1_780_000_000, {"selected_date_time": 1_780_000_000}),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, "7", {"value": "7"}),
        "mail": ({"type": "email_text_input"}, "a@b.example", {"value": "a@b.example"}),
    }
    blocks = [input_block(name, {**element, "action_id": name}) for name, (element, _, _) in fields.items()]
    checks = input_block("checks", {"type": "checkboxes", "action_id": "checks", "options": choices})
    radio = input_block("radio", {"type": "radio_buttons", "action_id": "radio", "options": choices})
    stage.api("conversations.open", users="U0ANA")
    view = stage.open_form({**FORM, "blocks": [*blocks, checks, radio]})
    given = {name: value for name, (_, value, _) in fields.items()} | {"checks": ["a", "b"], "radio": "b"}
    answer = stage.act("submit", user="U0ANA", view_id=view["id"], values=given)
    assert answer["ok"], answer
    values = stage.bot.last["view"]["state"]["values"]
    for name, (element, _, state) in fields.items():
        assert values[name][name] == {"type": element["type"], **state}
    assert [one["value"] for one in values["checks"]["checks"]["selected_options"]] == ["a", "b"]
    assert values["radio"]["radio"]["selected_option"]["value"] == "b"


def test_a_field_with_dispatch_action_tells_the_bot_at_once_and_others_do_not(stage: Stage):
    options = [option("A", "a")]
    quiet = input_block("quiet", {"type": "static_select", "action_id": "quiet", "options": options})
    loud = input_block(
        "loud", {"type": "static_select", "action_id": "loud", "options": options}, dispatch_action=True
    )
    view = stage.open_form({**FORM, "blocks": [quiet, loud]})
    sent = len(stage.bot.received)
    stage.act("press", user="U0ANA", view_id=view["id"], action_id="quiet", value="a")
    assert len(stage.bot.received) == sent
    stage.act("press", user="U0ANA", view_id=view["id"], action_id="loud", value="a")
    assert stage.bot.last["view"]["state"]["values"]["quiet"]["quiet"]["selected_option"]["value"] == "a"
