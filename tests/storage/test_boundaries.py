"""Who may step outside the coalition's filter: a short list, so that a new name on it is noticed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "config")

ACROSS = {
    "bot/calendars.py": "finds whose calendar a link is",
    "bot/index_cards.py": "finds which index cards a link is for",
    "bot/ledger.py": "takes what is due anywhere",
    "bot/tick.py": "finds the workspace that the token is for",
    "bot/coalition.py": "finds a coalition by its name",
    "bot/doctor/database.py": "asks whether the database answers",
    "bot/doctor/channels.py": "looks at every workspace's channel, by `storage.across`",
    "bot/example/campaign.py": "empties the example's own coalition",
    "bot/redrawing.py": "takes the cards to redraw anywhere",
    "bot/reference.py": "reads shared reference",
    "bot/runtime.py": "finds the workspace, and tidies up",
    "storage/files/fec.py": "writes shared reference",
    "storage/files/targets/__init__.py": "reads shared reference",
    "storage/files/importing.py": "writes shared reference",
    "storage/migrations/__init__.py": "loads the seats",
}
"""Who opens a session across coalitions."""

BARE = {
    "bot/doctor/database.py": "asks whether the database answers",
    "storage/across.py": "the module for it",
    "storage/database.py": "opens the transactions",
    "storage/migrations/__init__.py": "changes tables",
    "storage/migrations/env.py": "changes tables",
    "storage/reach.py": "looks for it",
    "storage/reference.py": "asks for the dialect",
    "storage/tenancy.py": "forbids it",
    "storage/compiled.py": "runs what `storage.prepared` has checked",
    "storage/prepared.py": "checks statements, and runs them",
    "storage/sqlite.py": "sets savepoints",
}
"""Who touches connections, tables or SQL as text."""

_BARE_CALLS = {
    "checked_connection",
    "connection",
    "connect",
    "exec_driver_sql",
    "from_statement",
    "get_bind",
    "get_transaction",
    "literal_column",
    "merge",
    "query",
    "scoped_session",
    "text",
}
_BARE_NAMES = {"__table__", "engine", "dml_strategy", "make_transient", "make_transient_to_detached"}
_DECLARED_TEXT = {
    "storage/calendar_feeds.py",
    "storage/claims.py",
    "storage/lead_offers.py",
    "storage/outreach/chains.py",
    "storage/outreach/materials.py",
    "storage/visits/parts.py",
    "storage/outbox.py",
    "storage/posted_cards.py",
}
"""Modules whose `text` is the condition of an index."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith(("bot/sandbox/", "storage/migrations/versions/")):
                yield name, ast.parse(file.read_text(encoding="utf-8"))


def calls(tree: ast.AST, names: set[str]) -> set[str]:
    """Which of these functions and methods are called with something that SQL could be made of."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found |= {name} & names
    return found


def imported(tree: ast.AST, source: str) -> set[str]:
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == source
        for alias in node.names
    }


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_sessions_across_coalitions_are_opened_by_these_only() -> None:
    openers = {name for name, tree in modules() if calls(tree, {"across_coalitions"})}
    assert openers == set(ACROSS)


def test_what_looks_across_coalitions_is_in_one_module() -> None:
    """Handlers never import it, and of the bot only those who open such sessions."""
    users = {
        name
        for name, tree in modules()
        if "across" in imported(tree, "storage") and name not in ACROSS and name != "storage/schema.py"
    }
    assert users == set()


def test_connections_tables_and_text_are_touched_by_these_only() -> None:
    found: dict[str, set[str]] = {}
    for name, tree in modules():
        from_sqlalchemy = imported(tree, "sqlalchemy")
        if not from_sqlalchemy and not name.startswith("storage/") and "sqlalchemy" not in ast.dump(tree):
            continue
        touched = calls(tree, _BARE_CALLS - {"text"}) | (attributes(tree) & _BARE_NAMES)
        touched |= from_sqlalchemy & {"text", "literal_column", "table", "create_engine", "TextClause"}
        if touched - ({"text"} if name in _DECLARED_TEXT else set[str]()):
            found[name] = touched
    assert set(found) <= set(BARE), {name: touched for name, touched in found.items() if name not in BARE}


def test_text_in_a_module_of_rows_is_only_the_condition_of_an_index() -> None:
    for name in _DECLARED_TEXT:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        at_module_level = [node for node in tree.body if isinstance(node, ast.Assign)]
        declared = [node for node in at_module_level if calls(node, {"text"})]
        anywhere = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
        ]
        assert len(anywhere) == len(declared) > 0, name


@pytest.mark.parametrize("room", ["handlers"])
def test_handlers_write_no_statements(room: str) -> None:
    """They call the queries of `storage`."""
    writers = {name for name, tree in modules() if name.startswith(room) and imported(tree, "sqlalchemy")}
    assert writers == set()
