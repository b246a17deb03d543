"""Real PostgreSQL for the tests: one cluster a run, a migrated template, cheap copies of it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from local import postgres
from tests.keys import DATA_KEY
from webapp.ground import languages, migrate

PREFIX = "sillon-tests-"
OLD_SECONDS = 3600
MEMORY = Path("/dev/shm")  # noqa: S108 - each run makes a folder of its own there, as in /tmp
ROOM = 2 * 2**30
"""Bytes that must be free in memory for the cluster to lie there; it takes less than a tenth."""
TEMPLATE = "sillon_template"
PILOT = "sillon_pilot"
"""A demonstration of pilot size, invented once a run for all who need one."""
BUILDING_LOCK = 1
EMPTY = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
END $$
"""
"""Cheaper than to make as many files anew, as TRUNCATE or another copy would."""


@contextmanager
def a_cluster() -> Iterator[Path]:
    """Run a server that forgets everything afterwards; yield its socket folder."""
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY if memory_has_room() else None))
    try:
        with postgres.start(folder, durable=False) as server:
            yield server.sockets
    finally:
        shutil.rmtree(folder)


def memory_has_room() -> bool:
    """Return whether the cluster may lie in memory: a database is hundreds of files to copy."""
    if not os.access(MEMORY, os.W_OK):
        return False
    there = os.statvfs(MEMORY)
    free = min(there.f_bavail * there.f_frsize, psutil.virtual_memory().available)
    return free >= ROOM and not there.f_flag & os.ST_NOEXEC


def remove_leftovers() -> None:
    """Remove what runs that were killed could not; a young folder may be just being filled."""
    for folder in [
        found
        for place in (Path(tempfile.gettempdir()), MEMORY)
        for found in place.glob(f"{PREFIX}*")
    ]:
        with suppress(postgres.AlreadyRunningError, OSError):
            if folder.stat().st_mtime < time.time() - OLD_SECONDS:
                with postgres.held(folder):
                    shutil.rmtree(folder)


@dataclass(frozen=True)
class Database:
    """A migrated database, as the application and as its owner see it."""

    url: str
    owner_url: str

    @property
    def name(self) -> str:
        """What the server calls it."""
        return str(psycopg.conninfo.conninfo_to_dict(self.url)["dbname"])


class Databases:
    """Makes databases on the run's cluster; several processes may at once.

    Parameters
    ----------
    sockets
        The socket folder of the cluster.
    maker
        A word that no other process of the run uses.
    """

    def __init__(self, sockets: Path, maker: str) -> None:
        self.sockets = sockets
        self._names = (f"sillon_{maker}_{number}" for number in count(1))
        self._standing: set[str] = set()
        self._emptying: dict[str, psycopg.Connection] = {}

    def make(self, *, empty: bool = False, template: str = TEMPLATE) -> Database:
        """Copy a template, or make a database without tables."""
        name = next(self._names)
        with self._superuser() as connection:
            if empty:
                postgres.create_database(connection, name)
            else:
                self._ensure(connection, template)
                self._copy(connection, template, name)
        return Database(self._url("sillon_app", name), self._url("sillon_owner", name))

    def empty(self, database: Database) -> None:
        """Forget every row, as a copy made anew would; nobody may be at work in it."""
        name = database.name
        if name not in self._emptying:  # a new connection would read about every table first
            url = self._url(postgres.SUPERUSER, name)
            self._emptying[name] = psycopg.connect(url, autocommit=True)
            # Neither guards nor foreign keys ask: nothing stays that they would watch over.
            self._emptying[name].execute("SET session_replication_role = replica")
        self._emptying[name].execute(EMPTY)

    def drop(self, database: Database) -> None:
        """Remove a database, whoever is still connected to it."""
        if database.name in self._emptying:
            self._emptying.pop(database.name).close()
        name = sql.Identifier(database.name)
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _copy(self, connection: psycopg.Connection, template: str, name: str) -> None:
        # Copied as files: through the log, each copy would write 10 MB of it anew.
        copy = sql.SQL("CREATE DATABASE {} OWNER sillon_owner TEMPLATE {} STRATEGY file_copy")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))

    def _ensure(self, connection: psycopg.Connection, template: str) -> None:
        if template in self._standing:
            return
        if template == PILOT:
            self._ensure(connection, TEMPLATE)
        connection.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [template])
        if known.fetchone() is None:
            building = f"{template}_building"
            there = sql.Identifier(building)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(there))
            self._build(connection, template, building)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(there, sql.Identifier(template)))
        connection.execute("SELECT pg_advisory_unlock(%s)", [BUILDING_LOCK])
        self._standing.add(template)

    def _build(self, connection: psycopg.Connection, template: str, building: str) -> None:
        if template == TEMPLATE:
            postgres.create_database(connection, building)
            migrate.migrate(self._url("sillon_owner", building))
            return
        from webapp import demo  # noqa: PLC0415 - slow to import, and most runs of a few need none

        languages.compile_catalogues()
        self._copy(connection, TEMPLATE, building)
        demo.fill_if_empty(self._url("sillon_app", building), DATA_KEY, "pilot")

    def _superuser(self) -> psycopg.Connection:
        return psycopg.connect(self._url(postgres.SUPERUSER, "postgres"), autocommit=True)

    def _url(self, user: str, name: str) -> str:
        return postgres.address(self.sockets, user, name)
