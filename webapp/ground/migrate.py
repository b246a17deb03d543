"""Brings the database's tables up to date with the migrations."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def configure(owner_url: str) -> "Config":
    """Return Alembic's configuration for the database that `owner_url` opens as its owner."""
    from alembic.config import Config  # noqa: PLC0415 (a web process only asks for the newest)

    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    return config


def migrate(owner_url: str, revision: str = "head") -> None:
    """Upgrade the database to `revision`; several at once wait for each other."""
    from alembic import command  # noqa: PLC0415 (as above)

    command.upgrade(configure(owner_url), revision)


@cache
def newest() -> str:
    """Return the newest migration that the code knows: its file begins with its number."""
    return max(MIGRATIONS.glob("versions/[0-9]*.py")).name.partition("_")[0]
