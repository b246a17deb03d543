"""How Alembic reaches the database: as `sillon_owner`, one at a time, never waiting for long."""

import os
import sys
from typing import Any

from alembic import context
from sqlalchemy import Connection, text

import webapp.models  # noqa: F401 (its tables are what the migrations build)
from webapp.ground import faults
from webapp.ground.database import Base, make_engine

ONE_AT_A_TIME = 0x5111
"""Key of the advisory lock: two machines that start together migrate once."""


def is_ours(_thing: object, name: str | None, kind: str, *_: Any) -> bool:
    """Leave Procrastinate's tables to the migration that brought them."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def migrate(connection: Connection) -> None:
    """Run the migrations asked for, under the lock, in one transaction each."""
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_AT_A_TIME})
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = '60s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=is_ours,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def owner_url() -> str:
    """Return the address that signs in as the owner of the tables."""
    given = context.config.get_main_option("sqlalchemy.url")
    if given:
        return given
    for name in ("OWNER_DATABASE_URL", "DATABASE_URL"):
        if url := os.environ.get(name):
            if fault := faults.of_database(name, url):
                sys.exit(fault)
            return url
    sys.exit("Set OWNER_DATABASE_URL, the database's address for the role that owns its tables.")


engine = make_engine(owner_url())
with engine.connect() as connection:
    migrate(connection)
engine.dispose()
