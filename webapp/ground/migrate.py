"""Brings the database's tables up to date with the migrations."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def configure(owner_url: str) -> Config:
    """Return Alembic's configuration for the database that `owner_url` opens as its owner."""
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    return config


def migrate(owner_url: str, revision: str = "head") -> None:
    """Upgrade the database to `revision`; several at once wait for each other."""
    command.upgrade(configure(owner_url), revision)


@cache
def newest() -> str | None:
    """Return the newest migration that the code knows."""
    return ScriptDirectory.from_config(configure("")).get_current_head()
