"""However many members there are, a batch of digests takes the same number of queries."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.reference import Reference
from handlers.digests import planning
from handlers.digests.gathering import gather, unequal_races
from handlers.request import Scene
from storage import coalitions
from storage.database import Purpose
from tests.bench.campaign import MORNING, ZONE, add_diary, add_members, add_open_items, stage
from tests.databases import SqliteFactory
from tests.statements import statements_of


def statements(factory: SqliteFactory, folder: Path, members: int) -> tuple[int, int]:
    """How many statements a batch takes, and how many digests come of it."""
    folder.mkdir()
    with factory.fresh(folder) as url:
        on = stage(url)
        add_members(on, members)
        add_open_items(on, members, each=20)
        add_diary(on, members)
        districts = Reference(on.database)
        with on.database.transaction(on.workspace.coalition_id, Purpose.READ) as db:
            scene = Scene(db, coalitions.current(db), districts.districts(db), MORNING)
            (group,) = planning.due(scene)
            races = unequal_races(scene)
            with statements_of(on.database) as found:
                batch = planning.batch(scene, group, 0, races)
            diaries = gather(scene, {1: ZoneInfo(ZONE), members: ZoneInfo(ZONE)}, races)
        assert all(one.agenda.visits and one.agenda.tasks for one in diaries.values())
        on.database.close()
        return len(found), len(batch.sayings)


@pytest.mark.parametrize("members", [200, planning.BATCH])
def test_a_batch_takes_the_same_number_of_queries(
    sqlite_factory: SqliteFactory, tmp_path: Path, members: int
) -> None:
    few, _ = statements(sqlite_factory, tmp_path / "few", 5)
    many, digests = statements(sqlite_factory, tmp_path / "many", members)
    assert (many, digests) == (few, members)
    assert many <= 6
