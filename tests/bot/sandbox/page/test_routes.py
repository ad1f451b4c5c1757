"""The page as it is served, without a browser."""

import re

import httpx

from bot.sandbox.model import User
from tests.bot.sandbox.page.conftest import Local

HTTP = httpx.Client(verify=False)
"""One for all: making one reads every certificate of the system."""


def typed(local: Local, text: str, *, user: str = "U0ANA", channel: str = "C0CAMPAIGN") -> None:
    act = {"user": user, "channel": channel, "text": text}
    assert HTTP.post(f"{local.url}/local/type", json=act).json()["ok"]


def test_the_page_loads_nothing_from_elsewhere(local: Local) -> None:
    answer = HTTP.get(f"{local.url}/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r'(?:src|href)="(?!/|#)', answer.text) == []
    assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text)


def test_every_file_that_the_page_names_is_served(local: Local) -> None:
    names = set(re.findall(r'"(/page/static/[^"]+)"', HTTP.get(f"{local.url}/").text))
    assert len(names) >= 4
    for name in names:
        assert HTTP.get(f"{local.url}{name}").status_code == 200


def test_it_says_what_to_try_first(local: Local) -> None:
    text = re.sub(r"<[^>]+>", "", HTTP.get(f"{local.url}/").text)
    assert "Type /claim-district PA-07 in #campaign" in text


def test_an_unknown_place_falls_back(local: Local) -> None:
    answer = HTTP.get(f"{local.url}/?as=nobody&channel=nowhere&thread=x&tab=home&earlier=1")
    assert answer.status_code == 200
    assert "You are Ana Rivera" in answer.text
    assert "Message #campaign" in answer.text


def test_another_host_name_is_refused(local: Local) -> None:
    assert HTTP.get(f"{local.url}/", headers={"Host": "evil.example"}).status_code == 403
    assert HTTP.get(f"{local.url}/page/static/page.js", headers={"Host": "evil.example"}).status_code == 403


def test_what_people_write_stays_text(local: Local) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    local.sandbox.add_user(User("U0EVE", evil, evil, "Europe/Berlin"))
    typed(local, evil)
    typed(local, evil, user="U0EVE")
    for user in ("U0ANA", "U0EVE"):
        page = HTTP.get(
            f"{local.url}/", params={"as": user, "channel": "C0CAMPAIGN", "draft": f"</textarea>{evil}"}
        ).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_long_channel_shows_its_newest_and_a_way_to_the_rest(local: Local) -> None:
    for number in range(160):
        typed(local, f"message {number:03}")
    page = HTTP.get(f"{local.url}/").text
    assert "Show 10 earlier messages" in page
    assert "message 009" not in page
    assert "message 010" in page
    assert "message 000" in HTTP.get(f"{local.url}/?earlier=1").text


def test_somebody_new_can_be_acted_as(local: Local) -> None:
    local.sandbox.add_user(User("U0EVE", "eve", "Eve Adams", "Asia/Kolkata"))
    page = HTTP.get(f"{local.url}/?as=U0EVE").text
    assert "You are Eve Adams" in page
    assert "7:30 PM in Kolkata" in page
