"""Enums as columns: kept as their value, so that a new choice needs no migration."""

from enum import StrEnum

from sqlalchemy import Enum


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def choice(kind: type[StrEnum]) -> Enum:
    """The column type for an enum."""
    return Enum(kind, native_enum=False, length=30, values_callable=_values)
