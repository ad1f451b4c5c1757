"""SQLite as this project uses it: savepoints at every request, so they must cost next to nothing."""

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_NAME = "sqlite.savepoints"


class SavepointsDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect, except that savepoints go straight to the driver.

    SQLAlchemy compiles a statement anew for each, which takes thirty times as long as SQLite does.
    """

    supports_statement_cache = True

    def do_savepoint(self, connection: Connection, name: str) -> None:
        """Set a savepoint."""
        _tell(connection, f"SAVEPOINT {name}")

    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        """Keep what was done since the savepoint."""
        _tell(connection, f"RELEASE SAVEPOINT {name}")

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        """Undo what was done since the savepoint."""
        _tell(connection, f"ROLLBACK TO SAVEPOINT {name}")


def create_sqlite_engine(url: str) -> Engine:
    """An engine for this file. Its errors show no values."""
    registry.register(_NAME, __name__, SavepointsDialect.__name__)
    return create_engine(make_url(url).set(drivername=_NAME.replace(".", "+")), hide_parameters=True)


def _tell(connection: Connection, statement: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(statement)
    cursor.close()
