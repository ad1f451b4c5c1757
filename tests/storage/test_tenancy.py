"""A session of one coalition neither reads nor writes a row of another, whichever way it is asked."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import (
    Integer,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    true,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, make_transient, make_transient_to_detached

from storage.coalitions import CoalitionRow
from storage.database import Database, Purpose
from storage.instants import Instant
from storage.outreach.materials import MaterialRow
from storage.prepared import Change, Insertion, Query, QueryAcross, QueryOfMany, only
from storage.schema import Table as Mapped
from storage.seats import SeatRow
from storage.tenancy import CoalitionSession, OutsideCoalitionError
from tests.databases import PostgresFactory, SqliteFactory
from tests.storage.two_coalitions import (
    NOON,
    Coalitions,
    owned_classes,
    references,
    table_of,
    two_coalitions,
)

OWNED = sorted(owned_classes(), key=lambda one: one.__name__)  # one order in every worker of xdist
Entity = Any  # a mapped class of a coalition; which columns it has is asked at run time
Row = tuple[object, ...]
_ONE = literal_column("1", Integer)
each_class = pytest.mark.parametrize("one", OWNED, ids=lambda one: one.__name__)


@dataclass(frozen=True)
class Stage:
    database: Database
    both: Coalitions


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    factory: SqliteFactory | PostgresFactory = request.getfixturevalue(
        "sqlite_factory" if request.param == "sqlite" else "postgres_factory"
    )
    with factory.fresh(tmp_path_factory.mktemp("two")) as url:
        database = Database(url)
        yield Stage(database, two_coalitions(database))
        database.close()


class UndoneError(Exception):
    """Rolls a test's transaction back, so that the next finds the same rows."""


def within(stage: Stage, act: Callable[[CoalitionSession], object]) -> Any:
    """Act as our coalition; what it answers. Nothing is kept."""
    answered: list[object] = []
    with contextlib.suppress(UndoneError), stage.database.transaction(stage.both.ours) as db:
        answered.append(act(db))
        db.flush()
        raise UndoneError
    return answered[0]


def rows(db: CoalitionSession, one: Entity) -> list[Row]:
    """Everybody's rows as this transaction has them, past every filter."""
    statement = select(table_of(one)).order_by("id")
    return [tuple(row) for row in Session.connection(db).execute(statement)]


def their_rows(db: CoalitionSession, one: Entity, stage: Stage) -> list[Row]:
    place = list(table_of(one).columns.keys()).index("coalition_id")
    return [row for row in rows(db, one) if row[place] == stage.both.theirs]


def writable(one: Entity) -> str:
    """A column of that class which anybody may change: a text, where it has one."""
    for name in (
        "name", "answer", "locale", "why", "channel", "role", "part", "direct_channel", "note", "after",
        "title", "material_id", "kind", "days", "token", "word", "words", "met", "willing", "since",
        "listed",
    ):  # fmt: skip
        if name in table_of(one).columns:
            return name
    raise AssertionError(f"no such column in {one}")


def test_every_table_of_a_coalition_is_walked() -> None:
    with_coalition = {name for name, one in Mapped.metadata.tables.items() if "coalition_id" in one.columns}
    assert with_coalition == {table_of(entity).name for entity in OWNED}
    assert len(OWNED) >= 9


def test_no_class_has_relationships_which_would_load_by_themselves() -> None:
    assert [mapper for mapper in Mapped.registry.mappers if list(mapper.relationships)] == []


def _self_join(db: CoalitionSession, one: Entity) -> list[Any]:
    other = aliased(one)
    return [found for pair in db.execute(select(one.id, other.id).join(other, true())) for found in pair]


def _prepared_self_join(db: CoalitionSession, one: Entity) -> list[Any]:
    other = aliased(one)
    query = Query(select(one.id, other.id).join(other, true()), lambda *both: both)
    return [found for pair in query.all(db) for found in pair]


def _outer_join(db: CoalitionSession, one: Entity) -> list[Any]:
    other = aliased(one)
    return [found for pair in db.execute(select(one.id, other.id).outerjoin(other, true())) for found in pair]


def _cartesian(db: CoalitionSession, one: Entity) -> list[Any]:
    other = aliased(one)
    return [found for pair in db.execute(select(one.id, func.abs(other.id))) for found in pair]


def _beside_the_seats(db: CoalitionSession, one: Entity) -> list[Any]:
    statement = select(SeatRow.id, one.id).join(one, true()).where(SeatRow.code == "PA-07")
    return [found for _, found in db.execute(statement)]


def _in_subquery(db: CoalitionSession, one: Entity) -> list[Any]:
    return list(db.scalars(select(one.id).where(one.id.in_(select(aliased(one).id)))))


def _scalar_column(db: CoalitionSession, one: Entity) -> list[Any]:
    highest = select(func.max(aliased(one).id)).scalar_subquery()
    return [row[1] for row in db.execute(select(one.id, highest))]


def _from_cte(db: CoalitionSession, one: Entity) -> list[Any]:
    each = select(one.id).cte()
    return [found for pair in db.execute(select(one.id, each.c.id).join(each, true())) for found in pair]


def _refreshed(db: CoalitionSession, one: Entity) -> list[Any]:
    row = db.scalars(select(one)).one()
    db.refresh(row)
    db.expire(row)
    return [row.id]


def _in_parts(db: CoalitionSession, one: Entity) -> list[Any]:
    return [row.id for part in db.scalars(select(one)).partitions(1) for row in part]


READS: dict[str, Callable[[CoalitionSession, Entity], list[Any]]] = {
    "rows": lambda db, one: [row.id for row in db.scalars(select(one))],
    "a column": lambda db, one: list(db.scalars(select(one.id))),
    "inside a function": lambda db, one: list(db.scalars(select(func.abs(one.id)))),
    "the highest": lambda db, one: [db.scalar(select(func.max(one.id)))],
    "inside case": lambda db, one: list(db.scalars(select(case((one.id > 0, one.id), else_=0)))),
    "an alias": lambda db, one: [row.id for row in db.scalars(select(aliased(one)))],
    "an alias inside a function": lambda db, one: list(db.scalars(select(func.abs(aliased(one).id)))),
    "a subquery": lambda db, one: list(db.scalars(select(select(one).subquery().c.id))),
    "a class over a subquery": lambda db, one: [
        row.id for row in db.scalars(select(aliased(one, select(one).subquery())))
    ],
    "a common table expression": lambda db, one: list(db.scalars(select(select(one.id).cte().c.id))),
    "joined with one": _from_cte,
    "a scalar subquery": lambda db, one: list(db.scalars(select(select(func.max(one.id)).scalar_subquery()))),
    "a scalar subquery beside": _scalar_column,
    "a union": lambda db, one: list(db.scalars(union(select(one.id), select(aliased(one).id)))),
    "a union in a subquery": lambda db, one: list(
        db.scalars(select(union_all(select(one.id), select(one.id)).subquery().c.id))
    ),
    "a join with itself": _self_join,
    "an outer join": _outer_join,
    "a join that nobody wrote": _cartesian,
    "a join with shared reference": _beside_the_seats,
    "in a subquery": _in_subquery,
    "one at a time": lambda db, one: [
        row.id for row in db.scalars(select(one).execution_options(yield_per=1))
    ],
    "in parts": _in_parts,
    "prepared": lambda db, one: Query(select(one.id), only).all(db),
    "prepared, whoever is named": lambda db, one: Query(select(one.id), only).all(db, own_coalition=2),
    "prepared, of a list": lambda db, one: QueryOfMany(
        select(one.id).where(one.id.in_(bindparam("ids", expanding=True))), only
    ).all(db, ids=list(range(1000))),
    "prepared, in a join with itself": _prepared_self_join,
    "prepared, in a subquery": lambda db, one: Query(
        select(one.id).where(one.id.in_(select(aliased(one).id))), only
    ).all(db),
    "prepared, beside the seats": lambda db, one: Query(
        select(one.id).select_from(SeatRow).join(one, true()).where(SeatRow.code == "PA-07"), only
    ).all(db),
    "read anew": lambda db, one: [
        row.id for row in db.scalars(select(one).execution_options(populate_existing=True))
    ],
    "refreshed": _refreshed,
}


@pytest.mark.parametrize("way", READS)
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # cartesian products are among the ways
def test_only_our_own_rows_are_read(stage: Stage, way: str) -> None:
    def act(db: CoalitionSession) -> dict[Entity, set[int]]:
        return {one: set(READS[way](db, one)) for one in OWNED}

    assert within(stage, act) == {one: {stage.both.our_id(one)} for one in OWNED}


@each_class
def test_counting_counts_our_own(stage: Stage, one: Entity) -> None:
    assert within(stage, lambda db: db.scalar(select(func.count()).select_from(one))) == 1
    assert within(stage, lambda db: db.scalar(select(func.count(one.id)))) == 1


@each_class
def test_asking_for_another_coalitions_row_by_its_id_finds_nothing(stage: Stage, one: Entity) -> None:
    theirs = stage.both.their_id(one)
    is_there = select(SeatRow.id).where(exists().where(one.id == theirs)).limit(1)
    assert within(stage, lambda db: db.one_owned(one, theirs)) is None
    assert within(stage, lambda db: db.scalars(select(one).where(one.id == theirs)).all()) == []
    assert within(stage, lambda db: db.scalars(is_there).all()) == []
    assert within(stage, lambda db: db.one_owned(one, stage.both.our_id(one))) is not None


def _detached(one: Entity, stage: Stage, coalition_id: int) -> Any:
    row = one(id=stage.both.their_id(one), coalition_id=coalition_id)
    make_transient_to_detached(row)
    return row


def _foreign_row(stage: Stage, one: Entity) -> Any:
    with stage.database.across_coalitions(Purpose.READ) as db:
        return db.scalars(select(one).where(one.id == stage.both.their_id(one))).one()


def _alias(one: Entity) -> Any:
    return _plain(one).alias()


def _by_name(name: str) -> Any:
    return table(name, column("id")).c["id"]


def _plain(one: Entity) -> Any:
    return table_of(one)


REFUSED: dict[str, Callable[[CoalitionSession, Entity, Stage], object]] = {
    "get": lambda db, one, stage: db.get(one, stage.both.their_id(one)),
    "get of our own": lambda db, one, stage: db.get(one, stage.both.our_id(one)),
    "get_one": lambda db, one, stage: db.get_one(one, stage.both.their_id(one)),
    "query": lambda db, one, stage: db.query(one),
    "merge": lambda db, one, stage: db.merge(one(id=stage.both.their_id(one))),
    "a made-up row": lambda db, one, stage: db.add(_detached(one, stage, stage.both.ours)),
    "a row from elsewhere": lambda db, one, stage: db.add(_foreign_row(stage, one)),
    "deleting a row from elsewhere": lambda db, one, stage: db.delete(_foreign_row(stage, one)),
    "a bare table": lambda db, one, stage: db.execute(select(_plain(one))),
    "a bare column": lambda db, one, stage: db.execute(select(SeatRow.id, _plain(one).c["id"])),
    "a bare table in a join": lambda db, one, stage: db.execute(
        select(SeatRow.id).join(_plain(one), true()).limit(1)
    ),
    "a bare table's alias": lambda db, one, stage: db.execute(select(SeatRow.id, _alias(one).c.id)),
    "a bare table in a subquery": lambda db, one, stage: db.execute(
        select(SeatRow.id).where(select(_plain(one).c.id).where(_plain(one).c.id > 0).exists())
    ),
    "a table by name": lambda db, one, stage: db.execute(select(SeatRow.id, _by_name(_plain(one).name))),
    "text": lambda db, one, stage: db.execute(text(f"select * from {_plain(one).name}")),
    "text in a condition": lambda db, one, stage: db.execute(select(one).where(text("1 = 1"))),
    "text as a column": lambda db, one, stage: db.execute(select(one.id, _ONE)),
    "from text": lambda db, one, stage: db.scalars(
        select(one).from_statement(text(f"select * from {_plain(one).name}"))
    ).all(),
    "from a bare select": lambda db, one, stage: db.scalars(
        select(one).from_statement(select(_plain(one)))
    ).all(),
    "a connection": lambda db, one, stage: db.connection(),
    "bulk_insert_mappings": lambda db, one, stage: db.bulk_insert_mappings(one, []),
    "bulk_update_mappings": lambda db, one, stage: db.bulk_update_mappings(one, []),
    "bulk_save_objects": lambda db, one, stage: db.bulk_save_objects([]),
    "update by primary key": lambda db, one, stage: db.execute(
        update(one), [{"id": stage.both.their_id(one), writable(one): "taken"}]
    ),
    "update without the ORM": lambda db, one, stage: db.execute(
        update(one).values({writable(one): "taken"}), execution_options={"dml_strategy": "core_only"}
    ),
    "delete without the ORM": lambda db, one, stage: db.execute(
        delete(one), execution_options={"dml_strategy": "core_only"}
    ),
    "update of a bare table": lambda db, one, stage: db.execute(
        update(_plain(one)).values({writable(one): "taken"})
    ),
    "delete from a bare table": lambda db, one, stage: db.execute(delete(_plain(one))),
    "moving rows to them": lambda db, one, stage: db.execute(
        update(one).values(coalition_id=stage.both.theirs)
    ),
    "moving rows by parameter": lambda db, one, stage: db.execute(
        update(one), {"coalition_id": stage.both.theirs}
    ),
    "moving a row in a flush": lambda db, one, stage: (
        setattr(db.scalars(select(one)).one(), "coalition_id", stage.both.theirs),
        db.flush(),
    ),
    "update from a second table": lambda db, one, stage: db.execute(
        update(SeatRow).values(name=CoalitionRow.name).where(CoalitionRow.id == stage.both.theirs)
    ),
    "update from a second alias": lambda db, one, stage: db.execute(
        update(one).values({writable(one): getattr(aliased(one), writable(one))})
    ),
    "delete using a second table": lambda db, one, stage: db.execute(
        delete(one).where(one.id == aliased(one).id)
    ),
    "a change in a query": lambda db, one, stage: db.execute(
        select(update(one).values({writable(one): "taken"}).returning(one.id).cte().c.id)
    ),
    "insert from select": lambda db, one, stage: db.execute(
        insert(one).from_select(["coalition_id"], select(one.coalition_id))
    ),
    "insert into a bare table": lambda db, one, stage: db.execute(
        insert(_plain(one)), [_new_row(one, stage)]
    ),
    "insert for them": lambda db, one, stage: db.execute(
        insert(one), [{**_new_row(one, stage), "coalition_id": stage.both.theirs}]
    ),
    "insert for nobody": lambda db, one, stage: db.execute(insert(one), [{writable(one): "new"}]),
    "insert for us and them": lambda db, one, stage: db.execute(
        insert(one), [{"coalition_id": stage.both.ours}, {"coalition_id": stage.both.theirs}]
    ),
    "insert with values of its own": lambda db, one, stage: db.execute(
        insert(one).values(coalition_id=literal_column(str(stage.both.theirs))), [_new_row(one, stage)]
    ),
    "insert of somebody's value": lambda db, one, stage: db.execute(
        insert(one), [{**_new_row(one, stage), writable(one): _their_text(one, stage)}]
    ),
    "a prepared insert for them": lambda db, one, stage: Insertion(one).add(
        db, {**_new_row(one, stage), "coalition_id": stage.both.theirs}
    ),
    "a prepared insert of new rows for them": lambda db, one, stage: Insertion(one).add_new(
        db, {**_new_row(one, stage), "coalition_id": stage.both.theirs}
    ),
    "a prepared change into their coalition": lambda db, one, stage: Change(
        update(one).values(coalition_id=stage.both.theirs)
    ).run(db),
    "a prepared change with a second table": lambda db, one, stage: Change(
        update(one).values({writable(one): getattr(aliased(one), writable(one))})
    ).run(db),
    "a prepared query of a bare table": lambda db, one, stage: Query(select(_plain(one).c.id), only).all(db),
    "a prepared query with a list of a bare table": lambda db, one, stage: QueryOfMany(
        select(_plain(one).c.id), only
    ).all(db),
    "a query across coalitions": lambda db, one, stage: QueryAcross(select(_plain(one).c.id), only).first(db),
    "a prepared change of a bare table": lambda db, one, stage: Change(
        update(_plain(one)).values({writable(one): "taken"})
    ).run(db),
    "a prepared deletion from a bare table": lambda db, one, stage: Change(delete(_plain(one))).run(db),
    "insert that changes what is there": lambda db, one, stage: db.execute(
        _dialect_insert(db)(one).on_conflict_do_update(index_elements=["id"], set_={writable(one): "taken"}),
        [{**_new_row(one, stage), "id": stage.both.their_id(one)}],
    ),
    "a new row for them": lambda db, one, stage: (
        db.add(one(**{**_new_row(one, stage), "coalition_id": stage.both.theirs})),
        db.flush(),
    ),
    "a row with somebody's value": lambda db, one, stage: (
        setattr(db.scalars(select(one)).one(), writable(one), _their_text(one, stage)),
        db.flush(),
    ),
}


def _dialect_insert(db: CoalitionSession) -> Any:
    return sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert


def _their_text(one: Entity, stage: Stage) -> Any:
    theirs = _plain(one)
    return select(theirs.c[writable(one)]).where(theirs.c.id == stage.both.their_id(one)).scalar_subquery()


def _new_row(one: Entity, stage: Stage) -> dict[str, Any]:
    return stage.both.values(table_of(one), "new")


@pytest.mark.parametrize("way", REFUSED)
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # cartesian products are among the ways
def test_what_the_filter_cannot_cover_is_refused(stage: Stage, way: str) -> None:
    def act(db: CoalitionSession) -> None:
        for one in OWNED:
            before = rows(db, one)
            try:
                REFUSED[way](db, one, stage)
            except OutsideCoalitionError:
                db.expunge_all()
                assert rows(db, one) == before, one
            else:
                pytest.fail(f"{way} of {one.__name__} was let through")

    within(stage, act)


@each_class
def test_an_update_of_everything_changes_only_ours(stage: Stage, one: Entity) -> None:
    def act(db: CoalitionSession) -> None:
        before = their_rows(db, one, stage)
        name = writable(one)
        kind: Any = table_of(one).c[name].type
        new = kind.enums[0] if hasattr(kind, "enums") else "ours"
        if name == "material_id":
            new = stage.both.our_id(MaterialRow)
        elif isinstance(kind, Instant):
            new = NOON
        changed = db.scalars(update(one).values({name: new}).returning(one.id)).all()
        by_subquery = update(one).where(one.id.in_(select(aliased(one).id))).values({name: new})
        again = db.scalars(by_subquery.returning(one.id)).all()
        assert changed == again == [stage.both.our_id(one)]
        assert their_rows(db, one, stage) == before

    within(stage, act)


@each_class
def test_a_delete_of_everything_deletes_only_ours(stage: Stage, one: Entity) -> None:
    def act(db: CoalitionSession) -> None:
        before = {entity: their_rows(db, entity, stage) for entity in OWNED}
        for entity in _children_first():
            statement = delete(entity).where(entity.id.in_(select(aliased(entity).id)))
            db.execute(statement, execution_options={"synchronize_session": False})
            if entity is one:
                break
        assert {entity: their_rows(db, entity, stage) for entity in OWNED} == before
        assert len(rows(db, one)) == 1

    within(stage, act)


def _children_first() -> list[Entity]:
    order = list(Mapped.metadata.sorted_tables)
    return sorted(OWNED, key=lambda entity: -order.index(table_of(entity)))


@each_class
def test_a_row_without_a_coalition_becomes_ours(stage: Stage, one: Entity) -> None:
    values = _new_row(one, stage)
    del values["coalition_id"]
    row = one(**values)
    with contextlib.suppress(IntegrityError):  # a posted card's outbox row has its card already
        within(stage, lambda db: db.add(row))
    assert row.coalition_id == stage.both.ours


@each_class
def test_a_copy_of_their_row_is_refused(stage: Stage, one: Entity) -> None:
    row = _foreign_row(stage, one)
    make_transient(row)
    row.id = None
    with pytest.raises(OutsideCoalitionError), stage.database.transaction(stage.both.ours) as db:
        db.add(row)


def test_a_session_knows_only_its_own_coalition(stage: Stage) -> None:
    def act(db: CoalitionSession) -> None:
        assert list(db.scalars(select(CoalitionRow.id))) == [stage.both.ours]
        assert db.scalars(select(CoalitionRow).where(CoalitionRow.id == stage.both.theirs)).all() == []
        db.execute(update(CoalitionRow).values(name="renamed"))
        assert [row[0] for row in rows_of_coalitions(db)] == ["renamed", "theirs"]
        with pytest.raises(OutsideCoalitionError):
            db.execute(update(CoalitionRow).values(id=99))
        with pytest.raises(OutsideCoalitionError):
            db.execute(insert(CoalitionRow), [{"name": "third", "timezone": "UTC"}])
        db.add(CoalitionRow(name="third", timezone="UTC"))
        with pytest.raises(OutsideCoalitionError):
            db.flush()
        db.expunge_all()

    within(stage, act)


def rows_of_coalitions(db: CoalitionSession) -> list[Row]:
    statement = select(_plain(CoalitionRow).c.name).order_by(_plain(CoalitionRow).c.id)
    return [tuple(row) for row in Session.connection(db).execute(statement)]


def test_the_filter_is_each_sessions_own(stage: Stage) -> None:
    """SQLAlchemy keeps compiled statements; the coalition must not be kept with them."""
    for coalition_id in (stage.both.ours, stage.both.theirs, stage.both.ours):
        with stage.database.transaction(coalition_id) as db:
            for one in OWNED:
                entity: Entity = one
                assert list(db.scalars(select(entity.coalition_id))) == [coalition_id]


def test_a_session_of_no_coalition_does_nothing(stage: Stage) -> None:
    with CoalitionSession(stage.database.engine) as db:
        for act in (lambda: db.scalars(select(SeatRow)), lambda: db.coalition_id):
            with pytest.raises(OutsideCoalitionError):
                act()


def test_a_session_across_coalitions_sees_both_and_has_no_coalition(stage: Stage) -> None:
    with stage.database.across_coalitions() as db:
        entity: Entity = OWNED[0]
        assert len(list(db.scalars(select(entity)))) == 2
        with pytest.raises(OutsideCoalitionError):
            _ = db.coalition_id


KEYS = [(one, key) for one in OWNED for key in references(table_of(one))]


@pytest.mark.parametrize(("one", "key"), KEYS, ids=[str(key.name) for _, key in KEYS])
def test_the_database_refuses_a_reference_into_another_coalition(stage: Stage, one: Entity, key: Any) -> None:
    name = next(column for column in key.column_keys if column != "coalition_id")
    target = next(entity for entity in OWNED if table_of(entity) is key.elements[0].column.table)
    statement = update(_plain(one)).where(_plain(one).c.id == stage.both.our_id(one))
    with stage.database.engine.connect() as connection:
        connection.execute(statement.values({name: stage.both.our_id(target)}))
        with pytest.raises(IntegrityError):
            connection.execute(statement.values({name: stage.both.their_id(target)}))
        connection.rollback()


def test_references_between_rows_of_a_coalition_carry_the_coalition() -> None:
    for one in OWNED:
        for key in references(table_of(one)):
            pairs = {element.parent.name: element.column.name for element in key.elements}
            assert len(pairs) == 2, key
            assert pairs.pop("coalition_id") == "coalition_id", key
            assert list(pairs.values()) == ["id"], key
