"""A refusal's buttons take along what was typed besides, where an id can hold it."""

import pytest

from tests.workspace import ANA, CAMPAIGN, Workspace, labels


@pytest.mark.parametrize("name", ["Ours", "“Ours: all of us”", "“a=b”", f"“{'x' * 79}”"])
def test_a_zone_is_chosen_after_any_name(on_sqlite: Workspace, name: str) -> None:
    asked = on_sqlite.type(f"/coalition setup {name} Denvr", ANA).message
    assert "our side" not in asked["text"]
    assert labels(asked)
    pressed = on_sqlite.press(labels(asked)[0], asked)
    assert pressed.view["title"] == "Set up the coalition"  # the name is text: it is asked for once more
    assert on_sqlite.seen(ANA, CAMPAIGN)


def test_what_is_a_row_is_taken_along(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    asked = on_sqlite.type("/claim-district NY-05 or 06 support @ben", ANA).message
    on_sqlite.press("NY-06", asked)
    card = on_sqlite.eventually(lambda: [one for one in on_sqlite.seen() if one["text"].startswith("NY-06")])
    assert "Supporting: <@U0BEN>" in card[0]["text"]
