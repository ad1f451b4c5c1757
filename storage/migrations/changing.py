"""The migrations themselves, run by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database


def configuration(database: Database) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def to_newest_form(database: Database, connection: Connection) -> None:
    """Run the migrations that are missing, in this connection's transaction."""
    config = configuration(database)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
