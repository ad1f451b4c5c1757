"""`python -m storage.migrations.check`: one head, files named after their forms, tables as in the code."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from storage.database import Database
from storage.migrations import forms, upgrade
from storage.migrations.changing import configuration


def main() -> int:
    """Check a new SQLite database; answers an exit code."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'check.db'}")
        scripts = ScriptDirectory.from_config(configuration(database))
        heads = scripts.get_heads()
        if len(heads) != 1:
            sys.stderr.write(f"There must be one head, not {len(heads)}: {', '.join(heads)}\n")
            return 1
        if [one.revision for one in scripts.walk_revisions()] != [*reversed(forms())]:
            sys.stderr.write("A migration's file must begin with its revision, and they must be in order.\n")
            return 1
        upgrade(database)
        command.check(configuration(database))
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
