"""Buttons' ids: short, without text, and read back as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.identifiers import LONGEST, button_id, fits, menu_id, read_id, told_apart
from bot.incoming import Eyes, Pressed
from bot.planning import Plan, plan
from handlers.areas import all_areas
from handlers.cards import Button, Card, Choice, FieldKind, Menu
from handlers.districts.claiming import claim_district
from handlers.registry import Command
from handlers.request import Origin
from handlers.text import N_, Text, verbatim
from storage.coalitions import Platform, WorkspaceKey

KEY = WorkspaceKey(7, 1, Platform.SLACK, "T0LOCAL001", "U0BOT", "B0BOT")
ORIGIN = Origin(KEY, "U0ANA", "ana")
REGISTRY = all_areas()
COMMANDS = tuple(REGISTRY.commands.values())
OF_A_ROW = tuple(
    found
    for found in COMMANDS
    if any(part.required and part.kind.field is FieldKind.HIDDEN for part in found.parameters)
)
letters = st.characters(blacklist_characters=":=?", min_codepoint=33, max_codepoint=126)
kept = st.text(letters, min_size=1, max_size=12)


def _planned(action: str, value: str | None = None) -> Plan | Card:
    return plan(REGISTRY, Pressed(ORIGIN, "press:1", action, value, Eyes.CHANNEL))


@given(st.data(), st.sampled_from(COMMANDS))
def test_a_button_means_what_it_meant(data: st.DataObject, command: Command) -> None:
    arguments = {part.name: data.draw(kept) for part in command.parameters if data.draw(st.booleans())}
    button = Button.with_kept(Text(N_("Go")), command, arguments)
    if not fits(command, arguments):
        with pytest.raises(ValueError, match="short"):
            button_id(button, ORIGIN)
        return
    written = button_id(button, ORIGIN)
    for action_id in (written, told_apart(written, 2), told_apart(written, 9999)):
        assert len(action_id) <= LONGEST
        action = read_id(action_id)
        assert action is not None
        assert (action.command_id, dict(action.arguments), action.chooses) == (command.id, arguments, None)


@pytest.mark.parametrize("value", ["a:b", "a=b", "x" * 100])
def test_text_has_no_place_in_an_id(value: str) -> None:
    with pytest.raises(ValueError, match="row ids only"):
        button_id(Button.with_kept(Text(N_("Go")), claim_district, {"district": value}), ORIGIN)


def test_a_menu_names_what_it_chooses() -> None:
    menu = Menu(N_("Choose one"), claim_district, "district", (Choice(verbatim("x"), "1"),))
    action = read_id(menu_id(menu, ORIGIN))
    assert action is not None
    assert (action.command_id, action.chooses) == ("claim-district", "district")


@given(st.text(max_size=120) | st.text(max_size=80).map("v1:claim-district:".__add__))
def test_any_id_is_answered(action: str) -> None:
    assert isinstance(_planned(action, "1"), (Card, Plan))


@pytest.mark.parametrize("action", ["", "v2:claim-district", "v1:", "v1:nobody", "v1:claim-district:a", "x"])
def test_what_nobody_knows_is_explained(action: str) -> None:
    planned = _planned(action)
    assert isinstance(planned, Card)
    assert "older version" in str(planned.body[0])


@pytest.mark.parametrize("command", OF_A_ROW, ids=lambda command: command.name)
def test_a_button_that_lacks_its_row_opens_no_empty_form(command: Command) -> None:
    assert isinstance(_planned(f"v1:{command.id}"), Card)
