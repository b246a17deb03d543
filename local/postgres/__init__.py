"""The embedded PostgreSQL: the one place that knows the wheel which carries it.

Only the wheel's programs are used, never its Python code: as root that code opens every folder
above the data to everybody and adds a user to the machine.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from local.postgres.errors import AlreadyRunningError, PostgresError
from local.postgres.leftovers import die_with_parent, end_leftover, hold_folder
from local.postgres.programs import (
    SUPERUSER,
    create_cluster,
    find_programs,
    give,
    reason,
    unprivileged,
)

__all__ = [
    "SUPERUSER",
    "AlreadyRunningError",
    "PostgresError",
    "Server",
    "address",
    "create_database",
    "default_data_folder",
    "held",
    "socket_folder",
    "start",
]

ROLES = Path(__file__).parents[2] / "deploy" / "roles.sql"
START_SECONDS = 60
STOP_SECONDS = 20
LONGEST_SOCKET = 100
"""Bytes a socket's path may have; systems allow a few more, none fewer."""
LOCAL_SETTINGS = {"timezone": "UTC", "log_timezone": "UTC", "log_checkpoints": "off"}
FORGETFUL_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
}
"""For tests: fast, and lost with the machine's power."""


def default_data_folder(project: Path) -> Path:
    """Return where the data lives: in the project, or under /var/lib when root's server may not.

    The server of root runs as an ordinary user, who cannot reach a project in root's home.
    """
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in project.parents):
        digest = sha256(bytes(project.resolve())).hexdigest()[:12]
        return Path("/var/lib") / f"sillon-{digest}"
    return project / ".data"


def address(sockets: Path, user: str, database: str) -> str:
    """Return the address of a database for one of its roles."""
    return f"postgresql://{user}@/{database}?host={quote(str(sockets), safe='')}"


def create_database(superuser: psycopg.Connection, name: str) -> None:
    """Create a database of `sillon_owner`, unless it is there."""
    known = superuser.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    if known.fetchone() is None:
        superuser.execute(
            sql.SQL(
                "CREATE DATABASE {} OWNER sillon_owner TEMPLATE template0 ENCODING 'UTF8' "
                "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            ).format(sql.Identifier(name))
        )


@dataclass
class Server:
    """A running server that belongs to this process, and ends with it."""

    folder: Path
    durable: bool
    process: subprocess.Popen[str]
    lock: IO[str]

    @property
    def sockets(self) -> Path:
        """Return where it listens."""
        return socket_folder(self.folder)

    def url(self, user: str = "sillon_app", database: str = "sillon") -> str:
        """Return the address of a database for one of its roles."""
        return address(self.sockets, user, database)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection as superuser, each statement its own transaction."""
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True)

    def keep_up(self) -> None:
        """Start the server again if it ended; what was committed is there."""
        if self.process.poll() is not None:
            self.process = _run(self.folder, durable=self.durable)

    def stop(self) -> None:
        """End the server in order, and let another start have the folder."""
        for signal_number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(signal_number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
                break
        with suppress(OSError):
            self.sockets.rmdir()
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(folder: Path, *, durable: bool = True, database: str = "sillon") -> Server:
    """Start the server on `folder`, made on first use, with Sillon's roles and database.

    Parameters
    ----------
    folder
        Where data, socket and log lie; one server at a time.
    durable
        Whether data must outlive a crash of the machine; tests do without.
    database
        The database to make sure of.

    Raises
    ------
    AlreadyRunningError
        Another process has a server on this folder.
    PostgresError
        The server cannot be set up or started.
    """
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
    except OSError as error:
        raise PostgresError(f"No data folder can be made at {folder}: {error.strerror}.") from error
    lock = hold_folder(folder)
    try:
        server = Server(folder, durable, _run(folder, durable=durable), lock)
    except BaseException:
        lock.close()
        raise
    try:
        with server.connect() as connection:
            connection.execute(ROLES.read_bytes())
            create_database(connection, database)
    except BaseException:
        server.stop()
        raise
    return server


def _run(folder: Path, *, durable: bool) -> subprocess.Popen[str]:
    programs, data, sockets = find_programs(folder), folder / "postgresql", socket_folder(folder)
    sockets.mkdir(mode=0o700, exist_ok=True)
    give(sockets)
    if not data.exists():
        create_cluster(programs, data)
    settings = LOCAL_SETTINGS | ({} if durable else FORGETFUL_SETTINGS)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(data), "-h", "", "-k", str(sockets), *options]
    log = folder / "postgresql.log"
    deadline = time.monotonic() + START_SECONDS
    while True:
        end_leftover(data)
        with log.open("w") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                text=True,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGINT),  # noqa: PLW1509 - first thing run
                **unprivileged(),
            )
        if _becomes_ready(process, data, deadline):
            return process
        said = log.read_text(errors="replace")
        # It was killed itself, or sessions of one that was killed are still leaving.
        will_pass = process.returncode < 0 or "shared memory block" in said
        if not will_pass or time.monotonic() > deadline:
            raise PostgresError(f"PostgreSQL does not start: {reason(said)}")
        time.sleep(0.2)


def _becomes_ready(process: subprocess.Popen[str], data: Path, deadline: float) -> bool:
    while process.poll() is None:
        with suppress(FileNotFoundError, IndexError):
            lines = (data / "postmaster.pid").read_text().splitlines()
            if lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.01)
    return False


def socket_folder(folder: Path) -> Path:
    """Return where the server of a data folder listens: inside, or nearer when that is too deep."""
    folder = folder.resolve()
    sockets = folder / "socket"
    if len(bytes(sockets)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET:
        return sockets
    return Path(tempfile.gettempdir()) / f"sillon-{sha256(bytes(folder)).hexdigest()[:12]}"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a data folder without a server, so that none starts on it meanwhile."""
    with hold_folder(folder):
        yield
