"""`python -m storage.migrations.check`: one head, and the tables in code are those of the migrations."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from storage.database import Database
from storage.migrations import configuration, upgrade


def main() -> int:
    """Check a new SQLite database; answers an exit code."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'check.db'}")
        heads = ScriptDirectory.from_config(configuration(database)).get_heads()
        if len(heads) != 1:
            sys.stderr.write(f"There must be one head, not {len(heads)}: {', '.join(heads)}\n")
            return 1
        upgrade(database)
        command.check(configuration(database))
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
