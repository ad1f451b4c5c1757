"""Materials: what is given to candidates, version by version, and which contact gave which.

A new version of a title supersedes the older ones. A wrong entry is withdrawn, never deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference

_STANDING = text("withdrawn_at IS NULL")


class MaterialRow(Table, Owned):
    """A material as the database keeps it: see `Material`."""

    __tablename__ = "materials"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("added_by_id", "members"),
        owned_reference("withdrawn_by_id", "members"),
        Index(
            "uq_materials_one_version",
            "coalition_id",
            "title_key",
            "version_key",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    title: Mapped[str]
    title_key: Mapped[str]
    version: Mapped[str]
    version_key: Mapped[str]
    link: Mapped[str]
    added_by_id: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None]


class GivenRow(Table, Owned):
    """That a contact gave a material."""

    __tablename__ = "given_materials"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        UniqueConstraint("coalition_id", "contact_id", "material_id"),
        owned_reference("contact_id", "contacts"),
        owned_reference("material_id", "materials"),
    )

    contact_id: Mapped[int]
    material_id: Mapped[int]


@dataclass(frozen=True, slots=True)
class Material:
    """One version of a material. Of two with one `key` the later row is the newer version."""

    id: int
    title: str
    key: str
    version: str
    link: str
    added_by_id: int
    added_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewMaterial:
    """What somebody adds."""

    title: str
    version: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Given:
    contact_id: int
    material_id: int


_MATERIAL = (
    MaterialRow.id, MaterialRow.title, MaterialRow.title_key, MaterialRow.version, MaterialRow.link,
    MaterialRow.added_by_id, MaterialRow.added_at, MaterialRow.withdrawn_at,
)  # fmt: skip
_GIVEN = (GivenRow.contact_id, GivenRow.material_id)
_STANDS = MaterialRow.withdrawn_at.is_(None)

_NEW = Insertion(MaterialRow)
_NEW_GIVEN = Insertion(GivenRow)
_WITH_ID = Query(select(*_MATERIAL).where(MaterialRow.id == bindparam("material_id")), Material)
_ALL = Query(select(*_MATERIAL).order_by(MaterialRow.id.desc()), Material)
_WITHDRAW = Change(
    update(MaterialRow)
    .where(MaterialRow.id == bindparam("material_id"), _STANDS)
    .values(withdrawn_at=bindparam("now"), withdrawn_by_id=bindparam("by_id"))
)
_GIVEN_IN = QueryOfMany(
    select(*_GIVEN)
    .where(GivenRow.contact_id.in_(bindparam("contact_ids", expanding=True)))
    .order_by(GivenRow.material_id),
    _Given,
)
_TAKE_FROM = Change(delete(GivenRow).where(GivenRow.contact_id == bindparam("of_contact")))


def add(db: CoalitionSession, new: NewMaterial, by_id: int, now: datetime) -> Material | None:
    """Add a version, by a member; None when that version of that title is there already."""
    key = _key(new.title)
    values = {
        "title": new.title, "title_key": key, "version": new.version, "version_key": _key(new.version),
        "link": new.link, "added_by_id": by_id, "added_at": now,
    }  # fmt: skip
    material_id = _NEW.add_new(db, values)
    if material_id is None:
        return None
    after = {"title": new.title, "version": new.version, "link": new.link}
    history.keep(db, Written(Subject.MATERIAL, material_id, Deed.ADDED, by_id, now, None, after))
    return Material(material_id, new.title, key, new.version, new.link, by_id, now)


def with_id(db: CoalitionSession, material_id: int) -> Material | None:
    """The material with this row id, withdrawn or not."""
    return _WITH_ID.one(db, material_id=material_id)


def every(db: CoalitionSession) -> list[Material]:
    """All versions of all materials, withdrawn ones too, the newest first."""
    return _ALL.all(db)


def standing(db: CoalitionSession) -> list[Material]:
    """All versions that were not withdrawn, the newest first."""
    return [material for material in every(db) if material.withdrawn_at is None]


def newest(known: Iterable[Material]) -> list[Material]:
    """The newest version of each title among these, the newest first."""
    by_key: dict[str, Material] = {}
    for material in sorted(known, key=lambda one: one.id):
        by_key[material.key] = material
    return sorted(by_key.values(), key=lambda one: -one.id)


def title_of(title: str, known: Iterable[Material]) -> str:
    """A title as it was first written among these; as it is given where it is new."""
    same = [one for one in known if one.key == _key(title)]
    return min(same, key=lambda one: one.id).title if same else title


def withdraw(db: CoalitionSession, material: Material, by_id: int, now: datetime) -> bool:
    """Take a version back; False when it had been already. Who was given it was given it."""
    if _WITHDRAW.run(db, material_id=material.id, now=now, by_id=by_id) == 0:
        return False
    history.keep(db, Written(Subject.MATERIAL, material.id, Deed.WITHDRAWN, by_id, now))
    return True


def give(db: CoalitionSession, contact_id: int, material_ids: Iterable[int]) -> None:
    """Note that a contact gave these."""
    for material_id in dict.fromkeys(material_ids):
        _NEW_GIVEN.add(db, {"contact_id": contact_id, "material_id": material_id})


def give_instead(db: CoalitionSession, contact_id: int, material_ids: Iterable[int]) -> None:
    """Note that a contact gave these and no others."""
    _TAKE_FROM.run(db, of_contact=contact_id)
    give(db, contact_id, material_ids)


def given_in(db: CoalitionSession, contact_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Which materials each of those contacts gave, by row id."""
    wanted = sorted(set(contact_ids))
    found: dict[int, tuple[int, ...]] = dict.fromkeys(wanted, ())
    for row in _GIVEN_IN.all(db, contact_ids=wanted) if wanted else ():
        found[row.contact_id] += (row.material_id,)
    return found


def given_by(db: CoalitionSession, contact_ids: Iterable[int]) -> list[Material]:
    """What those contacts gave together: the newest version of each, the newest first."""
    wanted = {one for found in given_in(db, contact_ids).values() for one in found}
    return newest(one for one in every(db) if one.id in wanted) if wanted else []


def _key(words: str) -> str:
    """A title or version as it is compared."""
    return " ".join(words.casefold().split())
