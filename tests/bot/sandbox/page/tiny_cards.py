"""The cards and forms of the tiny bot."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, description: str = "") -> Json:
    more = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": value, **more}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "PA-07", **more}


def district(code: str, name: str, lead: str, supporters: tuple[str, ...]) -> Json:
    with_them = ", ".join(f"<@{who}>" for who in supporters) or "No one else yet"
    return {
        "response_type": "in_channel",
        "text": f"{code} · {name}: <@{lead}> leads. {with_them}.",
        "blocks": [
            {"type": "header", "text": plain(f"{code} · {name}")},
            {"type": "section", "text": mrkdwn(f"<@{lead}> leads, for Temple Beth Am. {with_them}.")},
            {
                "type": "context",
                "elements": [
                    mrkdwn("Sitting Member: Rep. Example (R). Nearest office: Allentown, (555) 010-0100.")
                ],
            },
            {
                "type": "actions",
                "elements": [
                    button("I'll support", "support", style="primary"),
                    button(
                        "Release",
                        "release",
                        style="danger",
                        confirm={
                            "title": plain("Give up PA-07?"),
                            "text": mrkdwn("The *longest-standing* supporter is offered the lead."),
                            "confirm": plain("Give it up"),
                            "deny": plain("Keep it"),
                            "style": "danger",
                        },
                    ),
                ],
            },
        ],
    }


def claim_form(channel: str) -> Json:
    return {
        "type": "modal",
        "callback_id": "claim",
        "private_metadata": channel,
        "title": plain("Claim a district"),
        "submit": plain("Claim"),
        "close": plain("Cancel"),
        "blocks": [
            {
                "type": "section",
                "block_id": "intro",
                "text": mrkdwn("Take a district, so that others know who works it."),
            },
            field(
                "district",
                "District",
                {
                    "type": "external_select",
                    "min_query_length": 1,
                    "placeholder": plain("A code, a state or a Member's name"),
                },
                hint=plain("For example PA-07, Pennsylvania or Schumer."),
            ),
            field(
                "part",
                "Part",
                {
                    "type": "static_select",
                    "options": [option("Lead", "lead"), option("Support", "support")],
                    "initial_option": option("Lead", "lead"),
                },
            ),
            field("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True),
        ],
    }


def run(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        **more,
    }


def first_step() -> Json:
    return {
        "type": "modal",
        "callback_id": "steps",
        "title": plain("First step"),
        "submit": plain("Done"),
        "blocks": [
            field("name", "Name", {"type": "plain_text_input"}),
            {"type": "actions", "block_id": "go", "elements": [button("Further", "further")]},
        ],
    }


def second_step() -> Json:
    return {
        "type": "modal",
        "callback_id": "second",
        "title": plain("Second step"),
        "submit": plain("Done"),
        "blocks": [
            field(
                "days",
                "Days",
                {"type": "checkboxes", "options": [option("Monday", "mon"), option("Tuesday", "tue")]},
            ),
            field("day", "First day", {"type": "datepicker", "initial_date": "2026-07-14"}),
        ],
    }


def home() -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your campaign")},
            {
                "type": "section",
                "text": mrkdwn("*2 thanks owed* · 1 race unequal"),
                "accessory": button("Claim", "open_form"),
            },
        ],
    }


def gallery() -> Json:
    elements = [
        {
            "type": "static_select",
            "action_id": "part",
            "placeholder": plain("Choose a part"),
            "option_groups": [
                {
                    "label": plain("Speaking"),
                    "options": [option("The ask", "ask"), option("A story", "story", "Three minutes")],
                },
                {"label": plain("Helping"), "options": [option("Notes", "notes")]},
            ],
        },
        {"type": "users_select", "action_id": "who", "placeholder": plain("Choose a person")},
        {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Move", "move"), option("Cancel", "cancel")],
        },
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-07-14"},
        {"type": "timepicker", "action_id": "time", "initial_time": "09:30"},
    ]
    return {
        "text": "Everything a card can hold.",
        "blocks": [
            {"type": "header", "text": plain("Role card :wave:")},
            {
                "type": "section",
                "text": mrkdwn(
                    "*Not ready*: the ask is open · <!date^1784044800^{date_short_pretty} {time}|Tuesday> "
                    "(30 min), ~in person~ _video_, `PA-07`, <https://example.org/a?b=1&amp;c=2|the agenda>\n"
                    "&gt; Agree who writes first.\n```a < b & c```"
                ),
                "accessory": button("Open the thread", "open_form"),
            },
            {
                "type": "section",
                "fields": [
                    mrkdwn("*Facilitator*\n<@U0BEN>"),
                    mrkdwn("*The ask*\nopen"),
                    plain("Notes: Dee"),
                    mrkdwn("*Point*\n<@U0CORA>"),
                ],
            },
            {"type": "divider"},
            {"type": "actions", "elements": elements},
            {
                "type": "section",
                "text": mrkdwn("How will you come?"),
                "accessory": {
                    "type": "radio_buttons",
                    "action_id": "way",
                    "options": [option("In person", "person"), option("By video", "video")],
                },
            },
            {
                "type": "section",
                "text": mrkdwn("What will you speak about?"),
                "accessory": {
                    "type": "multi_static_select",
                    "action_id": "topics",
                    "placeholder": plain("Choose topics"),
                    "options": [option(topic, topic.lower()) for topic in ("Asylum", "Housing", "Schools")],
                },
            },
            {
                "type": "rich_text",
                "elements": [
                    run(words("Agenda", bold=True)),
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [
                            run(words("Who opens: "), {"type": "user", "user_id": "U0ANA"}),
                            run(words("What we ask")),
                        ],
                    },
                ],
            },
            {"type": "image", "image_url": "https://example.org/map.png", "alt_text": "A map"},
            {"type": "context", "elements": [mrkdwn("4 of 8 are coming.")]},
        ],
    }
