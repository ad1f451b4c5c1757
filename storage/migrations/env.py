"""Alembic's entry: runs on the connection it is given, or opens one."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum

from storage.database import Database
from storage.instants import Instant
from storage.schema import Table


def _plain_types(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Migrations name only SQLAlchemy's own types, so that they stand when our code moves on."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_types,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    _run(connection)
else:
    database: Database = context.config.attributes["database"]
    with database.engine.connect() as opened, opened.begin():
        _run(opened)
