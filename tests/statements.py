"""Which statements are run: SQLAlchemy's, and those that `storage.compiled` gives to the driver itself."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from storage.compiled import Compiled
from storage.database import Database


@contextmanager
def statements_of(database: Database) -> Generator[list[str]]:
    """The texts of all statements that are run within the block, by whichever thread."""
    statements: list[str] = []
    run = Compiled._run  # pyright: ignore[reportPrivateUsage]  # where each of them passes

    def watched(compiled: Compiled, *given: Any) -> Any:
        statements.append(compiled.sql)
        return run(compiled, *given)

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    setattr(Compiled, "_run", watched)  # noqa: B010  # a method of ours is replaced, which types forbid
    try:
        yield statements
    finally:
        setattr(Compiled, "_run", run)  # noqa: B010
        event.remove(database.engine, "before_cursor_execute", note)
