"""Watching what the bot does: its calls to Slack, and its rows."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select

from bot.sandbox.faults import Fault
from storage.tenancy import Table
from tests.workspace import Workspace


class Calls:
    """Counts every call to the Web API and to response_urls from now on, under the method's name."""

    def __init__(self, workspace: Workspace) -> None:
        self.made: list[str] = []
        faults = workspace.sandbox.faults
        take = faults.take

        def noted(method: str) -> Fault | None:
            self.made.append(method)
            return take(method)

        faults.take = noted  # the workspace asks it once for every call

    @property
    def counted(self) -> Mapping[str, int]:
        """How many calls there were, by method."""
        return Counter(self.made)


def row_counts(workspace: Workspace) -> dict[str, int]:
    """How many rows each table has."""
    counts: dict[str, int] = {}
    with workspace.database.across_coalitions() as db:
        for table in Table.metadata.sorted_tables:
            counts[table.name] = db.connection().execute(select(func.count()).select_from(table)).scalar_one()
    return counts
