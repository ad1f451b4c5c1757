"""What passes the door of `POST /slack/events`: nothing that Slack did not sign, and nothing too large."""

import time
from urllib.parse import urlencode

import pytest

from bot.slack.door import LARGEST_BODY
from tests.bot.signed import (
    FORM,
    TEAM,
    command,
    headers,
    send,
    send_command,
    send_event,
    send_in_parts,
    signature,
)
from tests.workspace import SECRET, Workspace

BODY = urlencode(command("PA-07")).encode()


def _knock(workspace: Workspace, given: dict[str, str]) -> int:
    answer = workspace.client.post("/slack/events", content=BODY, headers={"Content-Type": FORM, **given})
    return answer.status_code


def test_what_is_signed_passes(standing: Workspace) -> None:
    assert _knock(standing, headers(BODY)) == 200


@pytest.mark.parametrize("off", [-299, 299], ids=["299 s ago", "299 s ahead"])
def test_clocks_may_be_off_by_five_minutes(standing: Workspace, off: int) -> None:
    assert _knock(standing, headers(BODY, str(int(time.time()) + off))) == 200


@pytest.mark.parametrize("off", [-302, 302, -86400 * 365, 10**10], ids=str)
def test_stale_and_future_requests_are_refused(standing: Workspace, off: int) -> None:
    assert _knock(standing, headers(BODY, str(int(time.time()) + off))) == 401


@pytest.mark.parametrize(
    "timestamp",
    ["", "now", "-1", "+1763769000", "1763769000.0", "1e9", "0x69", "9" * 400, "1_763_769_000", "nan"],
)
def test_a_timestamp_that_is_none_is_refused(standing: Workspace, timestamp: str) -> None:
    assert _knock(standing, headers(BODY, timestamp)) == 401


def test_digits_of_other_scripts_are_no_timestamp(standing: Workspace) -> None:
    # As raw bytes, since a header's client would not send them: superscript two counts as a digit in Latin-1.
    for timestamp in (b"\xb2", b"176376900\xb2"):
        answer = standing.client.post(
            "/slack/events",
            content=BODY,
            headers=[(b"X-Slack-Request-Timestamp", timestamp), (b"X-Slack-Signature", b"v0=00")],
        )
        assert answer.status_code == 401


def _signatures() -> dict[str, str]:
    now = str(int(time.time()))
    right = signature(BODY, now)
    return {
        "none": "",
        "of another secret": signature(BODY, now, SECRET[::-1]),
        "of another body": signature(BODY + b"&x=1", now),
        "of another time": signature(BODY, str(int(now) - 1)),
        "without its version": right.removeprefix("v0="),
        "of another version": right.replace("v0=", "v1="),
        "cut": right[:-1],
        "longer": f"{right}0",
        "in capitals": right.upper(),
        "not ASCII": "v0=\xe9\xff",
        "enormous": "v0=" + "0" * 20_000,
    }


@pytest.mark.parametrize("name", list(_signatures()))
def test_a_wrong_signature_is_refused(standing: Workspace, name: str) -> None:
    given = [
        (b"X-Slack-Request-Timestamp", str(int(time.time())).encode()),
        (b"X-Slack-Signature", _signatures()[name].encode("latin-1")),
    ]
    answer = standing.client.post("/slack/events", content=BODY, headers=given)
    assert answer.status_code == 401
    assert not standing.seen()


@pytest.mark.parametrize("left_out", ["X-Slack-Request-Timestamp", "X-Slack-Signature"])
def test_a_missing_header_is_refused(standing: Workspace, left_out: str) -> None:
    given = {name: value for name, value in headers(BODY).items() if name != left_out}
    assert _knock(standing, given) == 401


def test_a_refusal_tells_nothing(standing: Workspace) -> None:
    answer = standing.client.post("/slack/events", content=BODY)
    assert (answer.status_code, answer.text) == (401, "invalid signature")


def test_the_largest_body_passes_and_one_byte_more_does_not(standing: Workspace) -> None:
    whole = BODY + b"&pad=" + b"x" * (LARGEST_BODY - len(BODY) - 5)
    assert len(whole) == LARGEST_BODY
    assert send(standing, whole).status_code == 200
    assert send(standing, whole + b"x").status_code == 413


def test_a_body_without_a_length_is_counted(standing: Workspace) -> None:
    fitting = BODY + b"&pad=" + b"x" * 1000
    assert send_in_parts(standing, [fitting[:500], fitting[500:]], fitting).status_code == 200
    part = b"x" * 65536
    assert send_in_parts(standing, [part] * 17, part * 17).status_code == 413


def test_size_is_looked_at_before_the_signature(standing: Workspace) -> None:
    answer = standing.client.post("/slack/events", content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_only_posts_come_in(standing: Workspace, method: str) -> None:
    assert standing.client.request(method, "/slack/events").status_code == 405


def test_slack_checks_the_certificate(standing: Workspace) -> None:
    answer = send(standing, urlencode({"ssl_check": "1", "token": "x"}).encode())
    assert (answer.status_code, answer.text) == (200, "")
    assert standing.client.post("/slack/events", content=b"ssl_check=1").status_code == 401


def test_slack_verifies_the_address(standing: Workspace) -> None:
    body = {"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}
    answer = send_event(standing, body)
    assert answer.status_code == 200
    assert answer.json() == {"challenge": "3eZbrw1aB"} or answer.text == "3eZbrw1aB"


@pytest.mark.parametrize("text", ["payload", "payload=PA-07", "PA-07 payload={}", '{"payload": "x"}'])
def test_a_command_may_say_payload(standing: Workspace, text: str) -> None:
    answer = send_command(standing, text)
    assert answer.status_code == 200
    assert "payload" in answer.json()["text"] or "PA-07" in answer.json()["text"]


def test_a_command_named_among_fields_called_payload(standing: Workspace) -> None:
    answer = send_command(standing, "PA-12", payload="{}")
    assert answer.json()["text"].startswith("PA-12 · Pennsylvania 12th")


def test_events_that_nobody_listens_to_are_taken(standing: Workspace) -> None:
    for kind in ("message", "app_mention", "something_new"):
        body = {"type": "event_callback", "team_id": TEAM, "event_id": kind, "event": {"type": kind}}
        assert send_event(standing, body).status_code == 200


def test_slack_says_that_it_holds_events_back(standing: Workspace) -> None:
    body = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1763769000}
    assert send_event(standing, body).status_code == 200
