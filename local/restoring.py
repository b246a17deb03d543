"""A restore that is tried: a backup goes into an empty server, and Sillon is used on it, timed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
from psycopg import sql

from local import postgres, settings
from local.database import database_or_the_running_one
from local.postgres.programs import find_programs
from local.using import open_application, see_all, sign_in
from webapp.ground.config import Config

DEPLOY = settings.PROJECT / "deploy"
THROWN_AWAY = (
    "req -x509 -newkey rsa:3072 -noenc -days 1 -subj /CN=thrown-away "
    "-keyout key.pem -out certificate.pem"
)
QUEUE = "procrastinate"
"""Tables of the queue: rows come and go in them all the time."""
Counts = dict[str, int]


@dataclass
class Trial:
    """How a restore went.

    Parameters
    ----------
    seconds
        What each step took, by its name.
    rows
        How many came back.
    wrong
        What is not as it should be, a sentence each.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    rows: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> float:
        """All steps together, in seconds."""
        return sum(self.seconds.values())

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        begun = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - begun


def try_restore(arguments: list[str]) -> None:
    """Try it on the database of the environment, say how it went, and write it down there."""
    parser = argparse.ArgumentParser("try-restore", description=__doc__)
    parser.add_argument("--backup", type=Path, help="a backup; without one, one is made now")
    parser.add_argument("--key", type=Path, help="the private key that opens it")
    given = parser.parse_args(arguments)
    if (given.backup is None) != (given.key is None):
        parser.error("--backup and --key belong together")
    with database_or_the_running_one():
        settings.check()
        trial = tried(Config.from_environment(os.environ), given.backup, given.key)
        print(told(trial))
        write_down(os.environ["OWNER_DATABASE_URL"], trial)
    if trial.wrong:
        sys.exit("\n".join(trial.wrong))


def tried(config: Config, backup: Path | None = None, key: Path | None = None) -> Trial:
    """Restore a backup into a server of its own and use it; nothing of it stays.

    Parameters
    ----------
    backup, key
        A backup and what opens it; none: one is made of `OWNER_DATABASE_URL`, sealed to a key that
        is thrown away, and what came back is compared with what is there.
    """
    trial, owner_url = Trial(), os.environ["OWNER_DATABASE_URL"]
    folder = Path(tempfile.mkdtemp(prefix="sillon-restore-"))
    folder.chmod(0o711)  # the server of root runs as an ordinary user
    try:
        before = None if backup else counted(owner_url)
        if backup is None or key is None:
            with trial.step("backup written"):
                backup, key = back_up(folder / "backup")
        with trial.step("empty server started"):
            server = postgres.start(folder / "server")
        with server:
            with trial.step("restored"):
                run(folder, server.url("sillon_owner"), "restore.sh", key, backup)
            rows = counted(server.url("sillon_owner"))
            trial.rows = sum(rows.values())
            if before is not None:
                trial.wrong += missing(before, rows, counted(owner_url))
            _use(trial, replace(config, database_url=server.url(), pooled=False))
    except subprocess.CalledProcessError as error:
        trial.wrong.append(f"{Path(error.cmd[0]).name} failed: {error.stderr.strip()[-300:]}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return trial


def _use(trial: Trial, config: Config) -> None:
    """Start the application on what came back, sign in, and look at what must be whole."""
    with trial.step("application started"):
        app = open_application(config)
    try:
        with trial.step("signed in"):
            trial.wrong += sign_in(app)
        with trial.step("audit checked, sealed values opened"):
            trial.wrong += see_all(app)
    finally:
        app.extensions["sessions"].kw["bind"].dispose()


def back_up(folder: Path) -> tuple[Path, Path]:
    """Write a backup as every night, but to a key of this moment; return both."""
    folder.mkdir(mode=0o700)
    openssl = shutil.which("openssl") or "openssl"
    subprocess.run([openssl, *THROWN_AWAY.split()], cwd=folder, check=True, capture_output=True,
                   text=True)  # fmt: skip
    said = run(folder.parent, os.environ["OWNER_DATABASE_URL"], "backup.sh",
               folder / "certificate.pem", folder)  # fmt: skip
    return Path(said.strip()), folder / "key.pem"


def run(folder: Path, owner_url: str, script: str, *arguments: Path) -> str:
    """Run a script of `deploy/` with the programs of the wheel; return what it said."""
    programs = f"{find_programs(folder)}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": programs, "OWNER_DATABASE_URL": owner_url}
    if script == "backup.sh":
        environment["SILLON_UNRECORDED"] = "1"  # no backup that somebody could go back to
    command = [str(DEPLOY / script), *map(str, arguments)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def counted(owner_url: str) -> Counts:
    """Count the rows of every table, but for the queue's."""
    with psycopg.connect(owner_url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        return {
            name: int(next(connection.execute(count.format(sql.Identifier(name))))[0])
            for (name,) in tables
            if not name.startswith(QUEUE)
        }


def missing(before: Counts, restored: Counts, after: Counts) -> list[str]:
    """Say which tables came back with another number of rows than they had all the while."""
    return [
        f"{name}: {restored.get(name, 0)} rows came back of {rows}."
        for name, rows in before.items()
        if rows == after.get(name) and rows != restored.get(name)
    ]


def told(trial: Trial) -> str:
    """Return a line for each step, and one for all."""
    lines = [f"{seconds:8.1f} s  {name}" for name, seconds in trial.seconds.items()]
    end = "all is there" if not trial.wrong else "something is wrong"
    return "\n".join([*lines, f"{trial.total:8.1f} s  {trial.rows} rows: {end}"])


def write_down(owner_url: str, trial: Trial) -> None:
    """Keep how it went where the operator's page reads it."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "INSERT INTO events (at, actor, act, subject, facts) VALUES (now(), 'job', "
            "'backup.restored', 'backup', jsonb_build_object('sound', %s::boolean, "
            "'seconds', %s::numeric, 'rows', %s::bigint))",
            [not trial.wrong, round(trial.total, 1), trial.rows],
        )
