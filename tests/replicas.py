"""A real streaming replica of a server of PostgreSQL, beside it on this machine."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import psycopg
from sqlalchemy.orm import Session

from local import postgres
from local.postgres.leftovers import die_with_parent
from local.postgres.programs import find_programs, give, unprivileged
from tests.waiting import wait_until
from webapp.ground.replica import Replica, ReplicaAwayError


@dataclass
class Standby:
    """A replica that runs; its sockets lie in its folder."""

    folder: Path
    programs: Path
    process: Popen[Any] | None = None

    def url(self, user: str = "sillon_app", database: str = "sillon") -> str:
        return postgres.address(self.folder, user, database)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url(postgres.SUPERUSER), autocommit=True)

    def run(self) -> None:
        """Start it, and wait until it can be read."""
        data, sockets = str(self.folder / "data"), str(self.folder)
        command = [str(self.programs / "postgres"), "-D", data, "-h", "", "-k", sockets]
        self.process = Popen(
            command,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            preexec_fn=lambda: die_with_parent(signal.SIGINT),  # noqa: PLW1509 - first thing run
            **unprivileged(),
        )
        wait_until(self._is_up)

    def stop(self) -> None:
        """End it, as a machine that is switched off would."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process = None

    def _is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "The replica does not start."
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


def let_it_follow(db: Session, replica: Replica) -> None:
    """Wait until the replica has all that is kept by now."""

    def has_all() -> bool:
        try:
            return replica.lag(db) == timedelta()
        except ReplicaAwayError:  # it has repeated nothing yet
            return False

    wait_until(has_all)


@contextmanager
def a_standby(primary: postgres.Server) -> Iterator[Standby]:
    """Copy a server while it runs, and let the copy follow it."""
    folder = Path(tempfile.mkdtemp(prefix="sillon-tests-replica-"))
    try:
        give(folder)
        standby = Standby(folder, find_programs(primary.folder))
        subprocess.run(
            [
                *(standby.programs / "pg_basebackup", "--write-recovery-conf", "--no-sync"),
                *("--checkpoint", "fast", "--pgdata", folder / "data"),
                *("--host", primary.sockets, "--username", postgres.SUPERUSER),
            ],
            check=True,
            **unprivileged(),
        )
        standby.run()
        try:
            yield standby
        finally:
            standby.stop()
    finally:
        shutil.rmtree(folder)
