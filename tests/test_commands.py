"""`coalition-bot` as an operator runs it: real processes, what they print, and how they end."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select

from storage.database import Database
from storage.officials import Official
from tests.databases import SqliteFactory
from tests.processes import COALITION_BOT, PRELOADED, PYTHON_M_BOT, bound_by_permissions, ended
from tests.storage.files.made_up import ANA, BEN, Home, write_offices, write_people

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99"}


@pytest.fixture
def old_database(sqlite_factory: SqliteFactory, tmp_path: Path) -> Path:
    """A database that is up to date, under the name that it has when nobody says otherwise."""
    with sqlite_factory.fresh(tmp_path):
        return tmp_path / "coalition.db"


def officials(file: Path) -> int:
    database = Database(f"sqlite:///{file}")
    with database.across_coalitions() as db:
        found = db.scalar(select(func.count(Official.id))) or 0
    database.close()
    return found


@pytest.mark.parametrize(
    "command",
    [(), ("run",), ("migrate",), ("import",), ("import", "legislators")],
    ids=["coalition-bot", "run", "migrate", "import", "import legislators"],
)
def test_help(command: tuple[str, ...], tmp_path: Path) -> None:
    done = ended([*command, "--help"], tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "Usage: " in done.out
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command(tmp_path: Path) -> None:
    said = ended(["--help"], tmp_path, program=PYTHON_M_BOT).out
    for word in ("run", "migrate", "import"):
        assert word in said


@pytest.mark.parametrize("program", [COALITION_BOT, PYTHON_M_BOT], ids=["coalition-bot", "python -m bot"])
def test_an_unknown_command(program: tuple[str, ...], tmp_path: Path) -> None:
    done = ended(["rnu"], tmp_path, program=program)
    assert done.code == 2
    assert "rnu" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("WORKER_INTERVAL", "0"),
        ("SLACK_BOT_TOKEN", "xapp-1-2-abc"),
    ],
)
def test_a_malformed_setting_ends_the_start(name: str, value: str, tmp_path: Path) -> None:
    done = ended(["run"], tmp_path, {**(SLACK if name in SLACK else {}), name: value})
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith(f"{name} is malformed: it must ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", sorted(SLACK))
def test_only_one_of_slacks_settings_in_the_file(missing: str, tmp_path: Path) -> None:
    given = "".join(f"{name}={value}\n" for name, value in SLACK.items() if name != missing)
    (tmp_path / ".env").write_text(given, encoding="utf-8")
    done = ended(["run"], tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith(f"{missing} is missing")


def test_the_local_workspace_opens_on_this_machine_only(tmp_path: Path) -> None:
    done = ended(["run"], tmp_path, {"HOST": "0.0.0.0"})
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith("HOST is 0.0.0.0, but the local workspace opens on this machine only")


def test_an_address_that_is_not_this_machines(tmp_path: Path) -> None:
    done = ended(["run"], tmp_path, {**SLACK, "HOST": "192.0.2.7"})
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith("HOST is 192.0.2.7, which is not an address of this machine")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = ended(["run"], tmp_path, {"PORT": port})
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith(f"PORT {port} on 127.0.0.1 is taken")
    assert list(tmp_path.iterdir()) == []


def test_slack_does_not_answer(tmp_path: Path) -> None:
    """The first time; once a workspace is known, the bot starts and waits for Slack."""
    done = ended(["run"], tmp_path, {**SLACK, "PORT": "0", "SLACK_API_URL": "http://127.0.0.1:1/api/"})
    assert (done.code, done.out) == (2, "")
    assert done.sentence.startswith("Slack does not answer at SLACK_API_URL (http://127.0.0.1:1/api/)")


class TestADatabaseThatCannotBeUsed:
    """One sentence, for every command."""

    @pytest.mark.parametrize("command", ["run", "migrate"])
    def test_its_folder_does_not_exist(self, command: str, tmp_path: Path) -> None:
        done = ended([command], tmp_path, {"DATABASE_URL": "sqlite:///missing/x.db", "PORT": "0"})
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith(f"DATABASE_URL names a file in {tmp_path}/missing")

    def test_it_is_a_folder(self, tmp_path: Path) -> None:
        done = ended(["migrate"], tmp_path, {"DATABASE_URL": f"sqlite:///{tmp_path}"})
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith(f"DATABASE_URL names {tmp_path}, which is a folder")

    @pytest.mark.parametrize("command", [("run",), ("import", "legislators", "people.json")])
    def test_it_is_something_else(self, command: tuple[str, ...], tmp_path: Path) -> None:
        write_people(tmp_path / "people.json", [ANA])
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear organiser, " * 300, encoding="utf-8")
        done = ended(command, tmp_path, {"DATABASE_URL": "sqlite:///letter.txt", "PORT": "0"})
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith(f"DATABASE_URL names {letter}, which is not an SQLite database")
        assert letter.read_text(encoding="utf-8").startswith("Dear organiser")

    def test_nobody_listens_there(self, tmp_path: Path) -> None:
        url = "postgresql://bot:swordfish@127.0.0.1:1/coalition"
        done = ended(["migrate"], tmp_path, {"DATABASE_URL": url})
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith("The database at DATABASE_URL does not answer")
        assert "swordfish" not in done.err

    @pytest.fixture
    def closed_folder(self, old_database: Path, tmp_path: Path) -> Iterator[Path]:
        """A folder with a database in it, both only to be read."""
        old_database.chmod(0o444)
        tmp_path.chmod(0o555)
        yield tmp_path
        tmp_path.chmod(0o755)

    def test_it_may_only_be_read(self, closed_folder: Path) -> None:
        done = ended(["migrate"], closed_folder, program=COALITION_BOT, prepared=bound_by_permissions)
        assert (done.code, done.out) == (2, "")
        assert done.sentence.startswith(
            f"DATABASE_URL names {closed_folder}/coalition.db, which this account"
        )


def test_migrate(tmp_path: Path) -> None:
    for program in (COALITION_BOT, PRELOADED):
        done = ended(["migrate"], tmp_path, program=program)
        assert (done.code, done.out, done.err) == (0, "The database is up to date.\n", "")
    engine = create_engine(f"sqlite:///{tmp_path}/coalition.db")
    assert "claims" in inspect(engine).get_table_names()
    engine.dispose()


class TestImportingLegislators:
    """The counts, and files that are not what they should be."""

    def test_twice(self, old_database: Path, tmp_path: Path) -> None:
        write_people(tmp_path / "people.json", [ANA, BEN])
        write_offices(tmp_path / "offices.json", {ANA.bioguide: [Home("one")]})
        command = ["import", "legislators", "people.json", "--offices", "offices.json"]
        first, second = (
            ended(command, tmp_path, program=program) for program in (COALITION_BOT, PYTHON_M_BOT)
        )
        assert (first.code, first.out) == (0, "2 read: 2 new, 0 changed, 0 same, 0 questions\n")
        assert (second.code, second.out) == (0, "2 read: 0 new, 0 changed, 2 same, 0 questions\n")
        assert first.err == second.err == ""
        assert officials(old_database) == 2

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("missing.json", None),
            ("cut.json", json.dumps([ANA.entry(), BEN.entry()])[:-40]),
            ("shape.json", json.dumps([ANA.entry(), {"id": {"bioguide": "B000002"}, "terms": "many"}])),
            ("binary.json", b"\xff\xfe\x00PK\x03\x04"),
            ("empty.json", ""),
        ],
        ids=lambda value: value if isinstance(value, str) and value.endswith(".json") else "",
    )
    def test_a_file_that_is_not_what_it_should_be(
        self, name: str, content: str | bytes | None, old_database: Path, tmp_path: Path
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        done = ended(["import", "legislators", name], tmp_path)
        assert (done.code, done.out) == (2, "")
        assert name in done.sentence
        assert officials(old_database) == 0

    def test_offices_that_are_cut_off_leave_the_people_out_too(
        self, old_database: Path, tmp_path: Path
    ) -> None:
        write_people(tmp_path / "people.json", [ANA])
        (tmp_path / "offices.json").write_text('[{"id": {"bioguide": "A000', encoding="utf-8")
        done = ended(["import", "legislators", "people.json", "--offices", "offices.json"], tmp_path)
        assert (done.code, done.out) == (2, "")
        assert "offices.json" in done.sentence
        assert officials(old_database) == 0

    def test_no_file_at_all(self, tmp_path: Path) -> None:
        done = ended(["import", "legislators"], tmp_path)
        assert done.code == 2
        assert "FILE" in done.err
        assert list(tmp_path.iterdir()) == []
