"""Every sentence that people see is marked for translation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
import handlers

MARKS = {"N_", "NP_", "Message", "Plural", "Text", "verbatim"}
"""What makes a sentence; the last two stand on buttons, and are looked at themselves."""
ROOT = Path(handlers.__file__ or "").parent
FILES = sorted([*ROOT.rglob("*.py"), *(Path(bot.__file__ or "").parent).glob("*.py")])


def _is_marked(node: ast.expr) -> bool:
    """Whether it can only be a marked sentence: a mark, a choice among marks, or a name for one."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in MARKS
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
            return _is_marked(default)
        case ast.IfExp(body=first, orelse=second):
            return _is_marked(first) and _is_marked(second)
        case ast.Subscript(value=ast.Dict(values=values)):
            return all(map(_is_marked, values))
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return True  # a name; what it is bound to, the type checker knows to be a Message
        case _:
            return False


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
            and node.args
        ):
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_sentences_are_marked(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for call in _calls(tree, {"Text", "Button", "Menu", "Label"}):
        assert _is_marked(call.args[0]), f"{file.name}:{call.lineno}: {ast.unparse(call.args[0])}"
    for call in _calls(tree, {"command"}):
        if len(call.args) < 2:
            continue  # a command that is run, not one that is declared
        assert _is_marked(call.args[1]), f"{file.name}:{call.lineno}"
        titles = [word.value for word in call.keywords if word.arg in ("title", "submit")]
        assert all(map(_is_marked, titles)), f"{file.name}:{call.lineno}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_marks_hold_whole_sentences(file: Path) -> None:
    """What is put together at run time is found by no translator."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for call in _calls(tree, {"N_", "NP_"}):
        for sentence in call.args:
            is_parameter = isinstance(sentence, ast.Name) and file.name == "text.py"
            is_whole = isinstance(sentence, ast.Constant) and isinstance(sentence.value, str)
            assert is_whole or is_parameter, f"{file.name}:{call.lineno}: {ast.unparse(sentence)}"
