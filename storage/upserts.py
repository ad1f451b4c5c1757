"""Inserting a row unless its unique key is taken, on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from storage.tenancy import CoalitionSession, Table


def insert_new(db: CoalitionSession, entity: type[Table], values: Mapping[str, Any]) -> int | None:
    """Insert one row; answers its id, or None when another row has one of its unique keys.

    On PostgreSQL this waits for a concurrent transaction that is inserting the same key.
    """
    dialect = db.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(entity).on_conflict_do_nothing().returning(entity.id)
    return db.scalars(statement, [dict(values)]).one_or_none()
