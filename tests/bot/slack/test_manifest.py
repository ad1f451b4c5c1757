"""The app manifest, as `coalition-bot manifest slack` prints it, against what Slack takes.

The check is hand-made and strict, from the types of npm's @slack/web-api 8.2.0 and from Slack's own schema
(slackapi/manifest-schema, version 1.0.0): see `manifest_schema`.
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import cli
from bot.slack.manifest import manifest, public_address
from bot.slack.scopes import LOOKING_AT_CHANNELS, LOOKING_BACK, REQUIRED
from bot.translation import Languages
from config.settings import SettingsError
from handlers.areas import AREAS, all_areas
from handlers.cards import Reply, reply
from handlers.registry import Command, Registry, command
from handlers.request import Request
from handlers.text import N_, Message, Text
from tests.bot.slack.manifest_schema import WrongError, check_manifest

ADDRESS = "https://bot.example.org"
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .env and no settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("PUBLIC_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)


def printed(*arguments: str, public_url: str | None = None) -> Result:
    return CliRunner().invoke(
        cli, ["manifest", "slack", *arguments], env={} if public_url is None else {"PUBLIC_URL": public_url}
    )


def over_http() -> Json:
    result = printed(public_url=ADDRESS)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def by_socket_mode() -> Json:
    result = printed("--socket-mode")
    assert result.exit_code == 0
    return json.loads(result.stdout)


class TestWhatSlackTakes:
    def test_both_kinds_are_valid(self) -> None:
        check_manifest(over_http())
        check_manifest(by_socket_mode())

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("display_information", "name"), "x" * 36),
            (("display_information", "colour"), "#fff"),
            (("features", "bot_user", "display_name"), "Coalition Bot"),
            (("features", "slash_commands", 0, "command"), "claim"),
            (("features", "slash_commands", 0, "usage_hint"), ""),
            (("features", "slash_commands", 0, "should_escape"), "true"),
            (("features", "slash_commands", 0, "url"), "http://bot.example.org"),
            (("features", "shortcuts", 0, "name"), "x" * 25),
            (("features", "shortcuts"), []),
            (("oauth_config", "scopes", "bot"), ["chat:wrote"]),
            (("settings", "event_subscriptions", "bot_events"), ["app_home"]),
            (("settings", "interactivity"), {}),
        ],
    )
    def test_the_check_is_strict(self, path: tuple[str | int, ...], value: object) -> None:
        wrong = copy.deepcopy(over_http())
        holder: Any = wrong
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
        with pytest.raises(WrongError):
            check_manifest(wrong)


class TestContents:
    def test_every_command_is_there_and_has_its_mentions_escaped(self) -> None:
        commands = over_http()["features"]["slash_commands"]
        assert [one["command"] for one in commands] == [f"/{root}" for root in all_areas().roots()]
        assert all(one["should_escape"] is True for one in commands)
        claim = next(one for one in commands if one["command"] == "/claim-district")
        assert claim["description"] == "Take a district, so that others know who works it"
        assert claim["usage_hint"] == "[district] [lead | support] [@person]"

    def test_a_shortcut_names_a_command_that_is_there(self) -> None:
        for shortcut in over_http()["features"]["shortcuts"]:
            assert shortcut["callback_id"] in all_areas().commands
            assert shortcut["type"] in ("global", "message")
        on_messages = [one for one in over_http()["features"]["shortcuts"] if one["type"] == "message"]
        assert [(one["name"], one["callback_id"]) for one in on_messages] == [("Log as a reply", "log-reply")]

    def test_it_asks_for_the_least_scopes(self) -> None:
        assert over_http()["oauth_config"] == {
            "scopes": {"bot": ["commands", "chat:write", "users:read", "im:write", "im:history"]}
        }

    def test_over_http_every_request_comes_to_one_address(self) -> None:
        made, address = over_http(), f"{ADDRESS}/slack/events"
        assert {one["url"] for one in made["features"]["slash_commands"]} == {address}
        assert made["settings"] == {
            "event_subscriptions": {
                "request_url": address,
                "bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"],
            },
            "interactivity": {
                "is_enabled": True,
                "request_url": address,
                "message_menu_options_url": address,
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        }

    def test_in_socket_mode_there_is_no_address(self) -> None:
        made = by_socket_mode()
        assert "http" not in json.dumps(made)
        assert made["settings"] == {
            "event_subscriptions": {"bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"]},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        }

    def test_people_can_write_to_the_bot_and_open_its_home(self) -> None:
        assert over_http()["features"]["app_home"] == {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        }


class TestPublicUrl:
    @pytest.mark.parametrize(
        ("given", "address"),
        [
            ("https://bot.example.org", ADDRESS),
            ("https://bot.example.org/", ADDRESS),
            ("https://bot.example.org:8443", "https://bot.example.org:8443"),
            ("https://xn--bt-eka.example.org", "https://xn--bt-eka.example.org"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ],
    )
    def test_a_host_and_a_port_are_taken(self, given: str, address: str) -> None:
        assert public_address(given) == address

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            (None, "PUBLIC_URL is missing: set it to the https address"),
            ("http://bot.example.org", "PUBLIC_URL begins with http://, but Slack only takes https://"),
            ("https://bot.example.org/bot", "leave out what follows bot.example.org"),
            ("https://bot.example.org//", "leave out what follows bot.example.org"),
            ("https://bot.example.org/?a=b", "leave out what follows bot.example.org"),
            ("https://bot.example.org?", "leave out what follows bot.example.org"),
            ("https://bot.example.org#top", "leave out what follows bot.example.org"),
            ("https://ana:secret@bot.example.org", "PUBLIC_URL has a user or password in it"),
            ("https://", "PUBLIC_URL is malformed"),
            ("bot.example.org", "PUBLIC_URL is malformed"),
            ("https://bot.example.org:99999", "PUBLIC_URL is malformed"),
            ("https://bot.example.org:0", "PUBLIC_URL is malformed"),
            ("https://[bot", "PUBLIC_URL is malformed"),
            ("https://bot example.org", "PUBLIC_URL is malformed"),
            ('https://bot.example.org"', "PUBLIC_URL is malformed"),
            ("https://bot.example.org\\bot", "PUBLIC_URL is malformed"),
            ("https://bot.example.org:", "PUBLIC_URL is malformed"),
            ("https://bot..org", "PUBLIC_URL is malformed"),
            ("https://<bot.example.org>", "PUBLIC_URL is malformed"),
            (f"https://{'a' * 3000}.org", "PUBLIC_URL is too long"),
        ],
    )
    def test_anything_else_is_one_sentence(self, given: str | None, words: str) -> None:
        result = printed(public_url=given)
        assert isinstance(result.exception, SettingsError)
        sentence = str(result.exception)
        assert words in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert "secret" not in sentence
        assert result.stdout == ""

    def test_socket_mode_does_not_look_at_it(self) -> None:
        assert printed("--socket-mode", public_url="http://x/y").exit_code == 0


def _made(number: int, name: str, summary: str) -> Command:
    @command(name.format(n=number), Message(summary))
    def made(request: Request) -> Reply:
        return reply(Text(N_("Done.")))

    return made


class _Area:
    """A module of commands, as far as the registry looks."""

    def __init__(self, many: int, name: str, summary: str) -> None:
        for number in range(many):
            setattr(self, f"made_{number}", _made(number, name, summary))


class TestLimits:
    def _with(self, many: int = 1, name: str = "c{n}", summary: str = "Do it") -> Registry:
        return Registry([*AREAS, _Area(many, name, summary)])  # pyright: ignore[reportArgumentType]  # any object with commands in it will do

    def test_long_words_are_shortened(self) -> None:
        made = manifest(self._with(summary="x" * 3000), Languages().language("en"), ADDRESS)
        check_manifest(made)
        assert made["features"]["slash_commands"][-1]["description"] == "x" * 1999 + "…"

    def test_a_command_without_arguments_has_no_hint(self) -> None:
        made = manifest(self._with(), Languages().language("en"), ADDRESS)
        check_manifest(made)
        assert "usage_hint" not in made["features"]["slash_commands"][-1]

    def test_as_many_commands_as_slack_takes(self) -> None:
        left = 50 - len(all_areas().roots())
        check_manifest(manifest(self._with(left), Languages().language("en"), ADDRESS))
        with pytest.raises(ValueError, match="50 commands"):
            manifest(self._with(left + 1), Languages().language("en"), ADDRESS)

    def test_a_name_that_is_too_long_for_slack_is_a_fault_of_ours(self) -> None:
        check_manifest(manifest(self._with(name="x" * 31), Languages().language("en"), ADDRESS))
        with pytest.raises(ValueError, match="longer than Slack takes"):
            manifest(self._with(name="x" * 32), Languages().language("en"), ADDRESS)


_MANUAL = Path(__file__).parents[3] / "docs"
_PAGES = [page.read_text("utf-8") for page in _MANUAL.rglob("*.md") if "decisions" not in page.parts]


@pytest.mark.parametrize(
    "scope", [*REQUIRED, *LOOKING_AT_CHANNELS, *LOOKING_BACK], ids=lambda scope: scope.name
)
def test_the_manual_explains_each_scope(scope: Any) -> None:
    assert any(f"`{scope.name}`" in page for page in _PAGES)
