"""When something was, as it is typed into a form, kept and shown there again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.arguments.when import WhenKind
from handlers.cards import FieldKind, FormField, Refused, Reply
from handlers.forms import form_for
from handlers.registry import Label, command
from handlers.request import Origin, Request, Scene
from handlers.text import N_
from storage.coalitions import Coalition, Platform, WorkspaceKey
from storage.members import Account, Member, Role
from tests.handlers.arguments.typed_moments import NOW

KIND = WhenKind()
ORIGIN = Origin(WorkspaceKey(1, 1, Platform.SLACK, "T1", "UBOT", "B1"), "UANA", "ana")
COALITION = Coalition(1, "Test", "America/New_York", NOW, False)
ANA = Member(1, "Ana", "America/Chicago", None, None, False, Role.MEMBER, False, NOW)
NOBODY = cast("Any", None)
"""Neither rows nor districts are asked for."""


def asking(zone: str | None = "America/Chicago", now: datetime = NOW) -> Request:
    """A request of somebody in that zone."""
    account = cast("Account", NOBODY)
    return Request(NOBODY, COALITION, NOBODY, now, ORIGIN, replace(ANA, timezone=zone), account)


def refusal(typed: str, request: Request) -> str:
    with pytest.raises(Refused) as refused:
        KIND.parse(typed, request)
    return str(refused.value.text.message)


def when_field(**typed: str) -> FormField:
    """The field of a form that opens with this typed."""
    (field,) = form_for(log, asking(), typed, {}).fields
    return field


@command("log", N_("Log a contact"))
def log(request: Request, when: Annotated[datetime, WhenKind(), Label(N_("When"))]) -> Reply:
    """A command as others write it."""
    raise AssertionError("only its form is opened")


def test_is_a_moment_in_the_persons_zone() -> None:
    assert KIND.parse("yesterday 3pm", asking()) == datetime(2026, 7, 14, 20, tzinfo=UTC)
    assert KIND.parse("yesterday 3pm", asking("Pacific/Honolulu")) == datetime(2026, 7, 15, 1, tzinfo=UTC)


def test_is_in_the_coalitions_zone_while_the_persons_is_not_known() -> None:
    assert KIND.parse("yesterday 3pm", asking(None)) == datetime(2026, 7, 14, 19, tzinfo=UTC)


def test_is_in_the_zone_that_was_typed() -> None:
    assert KIND.parse("yesterday 3pm PT", asking()) == datetime(2026, 7, 14, 22, tzinfo=UTC)


def test_a_day_alone_is_its_noon_and_today_is_now() -> None:
    assert KIND.parse("Tuesday", asking()) == datetime(2026, 7, 14, 17, tzinfo=UTC)
    assert KIND.parse("today", asking()) == NOW


@pytest.mark.parametrize("typed", ["14:11", "tomorrow", "in 6 minutes", "this friday", "8pm", "7/16/2026"])
def test_what_is_still_to_come_is_refused(typed: str) -> None:
    assert refusal(typed, asking()).startswith("That is still to come: {")


@pytest.mark.parametrize("typed", ["14:10", "in 5 minutes", "now", "2:05pm"])
def test_a_clock_may_be_some_minutes_ahead(typed: str) -> None:
    assert KIND.parse(typed, asking()) <= NOW + timedelta(minutes=5)


def test_more_than_three_years_ago_is_refused() -> None:
    assert KIND.parse("7/15/2023", asking()) == datetime(2023, 7, 15, 17, tzinfo=UTC)
    assert refusal("7/14/2023", asking()).startswith("That is more than three years ago.")
    on_leap_day = datetime(2028, 2, 29, 18, tzinfo=UTC)
    assert KIND.parse("2/28/2025", asking(now=on_leap_day)) == datetime(2025, 2, 28, 18, tzinfo=UTC)
    assert refusal("2/27/2025", asking(now=on_leap_day)).startswith("That is more than three years ago.")


def test_what_is_not_clear_is_refused_with_its_sentence() -> None:
    assert "{date} is a {right}, not a {other}" in refusal("Wed 7/14/2026", asking())
    assert "You can write" in refusal("yesterday-ish", asking())


def test_is_kept_and_shown_in_the_persons_own_time() -> None:
    kept = KIND.dump(datetime(2026, 7, 14, 19, 5, 33, tzinfo=UTC), ORIGIN)
    assert kept == "2026-07-14T19:05:33+00:00"
    for request, words in (
        (asking(), "Tue 14 Jul 2026, 14:05"),
        (asking(None), "Tue 14 Jul 2026, 15:05"),
        (Scene(NOBODY, COALITION, NOBODY, NOW), "Tue 14 Jul 2026, 15:05"),
    ):
        shown = KIND.show(kept, request)
        assert shown is not None
        assert (shown.value, shown.label.values["words"]) == (words, words)


def test_a_form_keeps_what_was_typed() -> None:
    field = when_field(when=" yesterday 3pm ")
    assert field.kind is FieldKind.LINE
    assert field.initial is not None
    assert field.initial.value == "yesterday 3pm"
    assert when_field().initial is None


def test_a_form_does_not_open_with_what_nobody_can_read() -> None:
    with pytest.raises(Refused) as refused:
        when_field(when="soonish")
    assert refused.value.field == "when"


ZONES = st.sampled_from(
    ["America/New_York", "America/Chicago", "America/Phoenix", "Europe/Dublin", "Asia/Kolkata"]
)
THREE_YEARS = timedelta(days=3 * 365)


@settings(deadline=None)
@given(st.timedeltas(-THREE_YEARS, timedelta(0)), st.sampled_from([0, 111, 222]), ZONES)
def test_what_is_shown_loads_as_the_same_minute(ago: timedelta, days: int, zone: str) -> None:
    now = NOW + timedelta(days=days)
    at, request = now + ago, asking(zone, now)
    kept = KIND.dump(at, ORIGIN)
    shown = KIND.show(kept, request)
    assert shown is not None
    assert KIND.load(kept, request) == at
    assert KIND.load(shown.value, request) == at.replace(second=0, microsecond=0)
