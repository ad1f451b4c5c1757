"""A refusal's buttons take along what was typed besides; what no id can hold is kept in the form at once."""

import pytest
from sqlalchemy import select

from storage.coalitions import CoalitionRow
from storage.database import Purpose
from tests.workspace import ANA, Workspace, field_of


@pytest.mark.parametrize("name", ["Ours", "“Ours: all of us”", "“a=b”", f"“{'x' * 79}”"])
def test_a_zone_is_chosen_after_any_name(on_sqlite: Workspace, name: str) -> None:
    view = on_sqlite.type(f"/coalition setup {name} Denvr", ANA).view
    assert view["title"] == "Set up the coalition"
    assert field_of(view, "Name")["element"]["initial_value"] == name.strip("“”")
    zone = field_of(view, "Time zone")
    assert zone["hint"]["text"].startswith("I don't know the time zone “Denvr”.")
    on_sqlite.submit(view, ANA, Time_zone=zone["element"]["options"][0]["value"])
    assert "America/Denver" in [row.timezone for row in _coalitions(on_sqlite)]


def _coalitions(workspace: Workspace) -> list[CoalitionRow]:
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        return list(db.scalars(select(CoalitionRow)))


def test_what_is_a_row_is_taken_along(on_sqlite: Workspace) -> None:
    on_sqlite.set_up()
    asked = on_sqlite.type("/claim-district NY-05 or 06 support @ben", ANA).message
    on_sqlite.press("NY-06", asked)
    card = on_sqlite.eventually(lambda: [one for one in on_sqlite.seen() if one["text"].startswith("NY-06")])
    assert "Supporting: <@U0BEN>" in card[0]["text"]
