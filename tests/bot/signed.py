"""Requests to the bot's door, signed as Slack signs them, or not quite."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.workspace import SECRET, Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TEAM = "T0LOCAL001"


def signature(raw: bytes, timestamp: str, secret: str = SECRET) -> str:
    """Slack's signature of a body at a time."""
    signed = b"v0:" + timestamp.encode() + b":" + raw
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers(raw: bytes, timestamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request with that body, now unless said otherwise."""
    at = str(int(time.time())) if timestamp is None else timestamp
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(raw, at, secret)}


def send(
    workspace: Workspace, raw: bytes, kind: str = FORM, more: Mapping[str, str] | None = None
) -> httpx.Response:
    """A properly signed request with that very body."""
    given = {"Content-Type": kind, **headers(raw), **(more or {})}
    return workspace.client.post("/slack/events", content=raw, headers=given)


def send_in_parts(workspace: Workspace, parts: Iterable[bytes], raw: bytes) -> httpx.Response:
    """The same without a Content-Length, part by part."""
    given = {"Content-Type": FORM, **headers(raw)}
    return workspace.client.post("/slack/events", content=parts, headers=given)


def send_payload(workspace: Workspace, payload: object) -> httpx.Response:
    """An interaction."""
    return send(workspace, urlencode({"payload": json.dumps(payload)}).encode())


def send_event(
    workspace: Workspace, body: Mapping[str, object], more: Mapping[str, str] | None = None
) -> httpx.Response:
    """A delivery of the Events API."""
    return send(workspace, json.dumps(body).encode(), JSON, more)


def send_command(workspace: Workspace, text: str, **fields: str) -> httpx.Response:
    """A slash command, /claim-district by Ana in #campaign unless said otherwise."""
    return send(workspace, urlencode(command(text, **fields)).encode())


def command(text: str, **fields: str) -> dict[str, str]:
    """The fields of a slash command."""
    return {
        "command": "/claim-district",
        "text": text,
        "team_id": TEAM,
        "channel_id": "C0CAMPAIGN",
        "user_id": "U0ANA",
        "user_name": "ana",
        "trigger_id": f"{time.monotonic_ns()}.1.a",
        "response_url": "http://127.0.0.1:9/response/nobody",
        **fields,
    }


def interaction(kind: str, **more: Any) -> dict[str, Any]:
    """The fields that every interaction has."""
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "local"},
        "user": {"id": "U0ANA", "username": "ana", "name": "ana", "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": f"{time.monotonic_ns()}.2.b",
        **more,
    }
