"""Whether Slack's requests reach the bot: by Socket Mode, or under PUBLIC_URL."""

import json
from dataclasses import dataclass

import aiohttp

from bot.doctor.asking import SECONDS, Told
from bot.slack.manifest import public_address
from config.settings import SettingsError
from handlers.coalition.check import Finding, Verdict
from handlers.text import N_, Text, verbatim

_NOT_OURS = N_("something else answers there")


def check_socket_mode(told: Told) -> Finding:
    """What `apps.connections.open` says; no connection is opened, since Slack would send requests by it."""
    if not told.error:
        return Finding(Verdict.GOOD, Text(N_("Socket Mode can be reached.")))
    if not told.was_reached:
        return Finding(
            Verdict.FAULT,
            Text(N_("Socket Mode cannot be reached: Slack does not answer.")),
            Text(N_("Check this machine's way out (firewall, proxy).")),
        )
    if told.error == "ratelimited":
        return Finding(Verdict.UNKNOWN, Text(N_("Slack asks to be left alone for a minute.")))
    return Finding(
        Verdict.FAULT,
        Text(N_("Slack refuses SLACK_APP_TOKEN ({code})."), code=told.error),
        Text(
            N_(
                "Switch Socket Mode on in your Slack app, and make an app-level token with the scope "
                "connections:write on its page “Basic Information”."
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of opening an address: `trouble` is None when the bot answered there."""

    address: str
    trouble: Text | None


def check_public_url(visit: Visit, listens_at: str) -> Finding:
    """Whether the bot answers under its public address, as seen from this machine."""
    if visit.trouble is None:
        return Finding(Verdict.GOOD, Text(N_("The bot answers at {address}."), address=visit.address))
    return Finding(
        Verdict.FAULT,
        Text(N_("The bot does not answer at {address}: {why}."), address=visit.address, why=visit.trouble),
        Text(
            N_("Start the bot, and have your proxy pass every request for {address} on to {here}."),
            address=visit.address,
            here=listens_at,
        ),
    )


async def visit_public_url(public_url: str | None) -> Visit | Finding:
    """Open the bot's health page under PUBLIC_URL; a Finding where that is no address for Slack."""
    try:
        address = public_address(public_url)
    except SettingsError as error:
        return Finding(Verdict.FAULT, verbatim(str(error)))
    return Visit(address, await visit(f"{address}/healthz"))


async def visit(page: str) -> Text | None:
    """What is wrong with a health page, in a few words; None when it is the bot's."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(page, allow_redirects=False) as response,
        ):
            body = await response.content.read(4096)
    except aiohttp.ClientConnectorCertificateError:
        return Text(N_("its certificate is not valid"))
    except aiohttp.ClientConnectorDNSError:
        return Text(N_("there is no such host"))
    except TimeoutError:
        return Text(N_("there was no answer in time"))
    except (aiohttp.ClientError, OSError, ValueError):
        return Text(N_("nothing can be connected to there"))
    if response.status != 200:
        return Text(N_("it answers with status {status}"), status=response.status)
    try:
        return None if json.loads(body) == {"status": "ok"} else Text(_NOT_OURS)
    except ValueError:
        return Text(_NOT_OURS)
