"""Every setting that is missing or malformed is named in one sentence."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import LogFormat, LogLevel, Settings, SettingsError, load_settings
from tests.processes import ROOT

NAMES = {name.upper() for name in Settings.model_fields}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99"}

MALFORMED = [
    ("PORT", "eighty"),
    ("PORT", "80.5"),
    ("PORT", "-1"),
    ("PORT", "65536"),
    ("HOST", "http://127.0.0.1"),
    ("HOST", "127.0.0.1 8080"),
    ("DATABASE_URL", "mysql://localhost/x"),
    ("DATABASE_URL", "coalition.db"),
    ("DATABASE_URL", "sqlite"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "sqlite://coalition.db"),
    ("DATABASE_URL", "postgresql://u:p@host:port/name"),
    ("DATABASE_URL", '"sqlite:///x.db"'),
    ("PUBLIC_URL", "bot.example.org"),
    ("PUBLIC_URL", "ftp://bot.example.org"),
    ("PUBLIC_URL", "https://"),
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "https://slack.com/api /"),
    ("SLACK_API_URL", "https://slack.com:port/"),
    ("COALITION_NAME", "   "),
    ("COALITION_NAME", "two\nlines"),
    ("COALITION_NAME", "x" * 81),
    ("COALITION_TIMEZONE", "Mars/Olympus"),
    ("COALITION_TIMEZONE", "../../etc/passwd"),
    ("COALITION_TIMEZONE", "America"),
    ("COALITION_TIMEZONE", "America/New_York "),
    ("WORKER_INTERVAL", "0"),
    ("WORKER_INTERVAL", "-5"),
    ("WORKER_INTERVAL", "soon"),
    ("WORKER_INTERVAL", "nan"),
    ("WORKER_INTERVAL", "inf"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("SLACK_BOT_TOKEN", "xapp-1-A1-2-abc"),
    ("SLACK_BOT_TOKEN", "xoxp-1-2-abc"),
    ("SLACK_BOT_TOKEN", '"xoxb-1-2-abc"'),
    ("SLACK_BOT_TOKEN", " xoxb-1-2-abc"),
    ("SLACK_BOT_TOKEN", "xoxb-1-2 abc"),
    ("SLACK_BOT_TOKEN", "“xoxb-1-2-abc”"),
    ("SLACK_BOT_TOKEN", "8f742231b10e8888abcd99"),
    ("SLACK_SIGNING_SECRET", "xoxb-1-2-abc"),
    ("SLACK_SIGNING_SECRET", "'8f742231b10e8888abcd99'"),
    ("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99\t"),
    ("SECRET_KEY", '"quoted"'),
]


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def sentence() -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings()
    said = str(refused.value)
    assert "\n" not in said
    assert said.endswith((".", "?"))
    return said


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.startswith("SLACK_") and name != "SLACK_API_URL":
        for other, good in SLACK.items():
            monkeypatch.setenv(other, good)
    monkeypatch.setenv(name, value)
    assert sentence().startswith(f"{name} is malformed: it must ")


def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, '"hunter2-hunter2"')
    assert "hunter2" not in sentence()


@pytest.mark.parametrize("missing", sorted(SLACK))
def test_one_of_slacks_two_settings_asks_for_the_other(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SLACK.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    assert sentence().startswith(f"{missing} is missing: copy it from")


def test_without_settings_it_is_the_local_workspace() -> None:
    found = load_settings()
    assert not found.has_slack
    assert (found.database_url, found.host, found.port) == ("sqlite:///coalition.db", "127.0.0.1", 8080)
    assert (found.worker_interval, found.log_level, found.log_format) == (5.0, LogLevel.INFO, LogFormat.TEXT)


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings(_env_file=None)  # pyright: ignore[reportCallIssue]  # pydantic-settings' own


def test_the_case_of_words_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    found = load_settings()
    assert (found.log_level, found.log_format) == (LogLevel.DEBUG, LogFormat.JSON)


@pytest.mark.parametrize(
    "line",
    [
        "PORT=9090",
        "PORT='9090'",
        'PORT="9090"',
        "export PORT=9090",
        "PORT = 9090",
        "port=9090 # mine",
        "\ufeff#\nPORT=9090",
    ],
)
def test_a_setting_in_the_file(line: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# mine\n{line}\n", encoding="utf-8")
    assert load_settings().port == 9090


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=9090\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "7070")
    assert load_settings().port == 7070


def test_a_malformed_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WORKER_INTERVAL=0\n", encoding="utf-8")
    assert sentence().startswith("WORKER_INTERVAL is malformed")


@pytest.mark.parametrize(
    "line", ['SLACK_BOT_TOKEN="xoxb-1-2-abc', "SLACK_BOT_TOKEN='xoxb-1-2-abc", "export SLACK_BOT_TOKEN='x"]
)
def test_a_missing_quote_in_the_file_does_not_lose_the_setting(line: str, tmp_path: Path) -> None:
    """It would open the local workspace instead of connecting to Slack."""
    (tmp_path / ".env").write_text(f"PORT=9090\n{line}\n", encoding="utf-8")
    said = sentence()
    assert said.startswith("SLACK_BOT_TOKEN in .env, line 2")
    assert "xoxb" not in said


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("COALITION_NAME=Münster\n".encode("latin-1"))
    assert ".env" in sentence()


def test_names_from_elsewhere_in_the_file_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SOMETHING_ELSE=1\n", encoding="utf-8")
    assert load_settings().port == 8080


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(NAMES)),
    value=st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30),
)
def test_whatever_is_typed_is_taken_or_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    refused = ""
    try:
        load_settings()
    except SettingsError as error:
        refused = str(error)
    monkeypatch.delenv(name)
    other = {"SLACK_BOT_TOKEN": "SLACK_SIGNING_SECRET", "SLACK_SIGNING_SECRET": "SLACK_BOT_TOKEN"}
    assert not refused or refused.startswith((name, other.get(name, name)))
    assert "\n" not in refused


def example_lines() -> list[str]:
    return (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()


def test_the_example_file_has_every_setting_and_no_other() -> None:
    named = [line.partition("=")[0] for line in example_lines() if line and not line.startswith("#")]
    assert sorted(named) == sorted(NAMES)


def test_every_setting_in_the_example_file_has_a_line_that_says_what_it_is() -> None:
    lines = example_lines()
    for place, line in enumerate(lines):
        if line and not line.startswith("#"):
            block = lines[:place][::-1]
            above = next(earlier for earlier in block if earlier.startswith("#") or not earlier)
            assert above.startswith("# "), line


def test_the_example_file_works_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("\n".join(example_lines()), encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)  # pyright: ignore[reportCallIssue]  # pydantic-settings' own
