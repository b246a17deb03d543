"""What deploy/ promises: the database is made, backed up and restored, and the web starts."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from local.postgres import SUPERUSER, address
from local.postgres.programs import find_programs
from tests.databases import Database, Databases
from tests.keys import DATA_KEY, PRODUCTION_KEYS
from webapp import demo

ROOT = Path(__file__).parents[1]
UNITS = ROOT / "deploy" / "systemd"

PROGRAMS = {"PATH": f"{find_programs(ROOT)}:{os.environ['PATH']}"}
"""Where the scripts find PostgreSQL's programs."""

pytestmark = pytest.mark.process


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[Database]:
    made = databases.make(empty=True)
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key, with its certificate beside it as docs/operations.md makes them."""
    folder = tmp_path_factory.mktemp("keys")
    openssl = str(shutil.which("openssl"))
    request = "req -x509 -newkey rsa:3072 -noenc -days 3650 -keyout key.pem -out certificate.pem"
    subprocess.run(
        [openssl, *request.split(), "-subj", "/CN=Sillon backups"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "key.pem"


def run(script: str, database: Database, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "deploy" / script, *map(str, arguments)],
        env={**os.environ, **PROGRAMS, "OWNER_DATABASE_URL": database.owner_url},
        check=False,
        capture_output=True,
        text=True,
    )


def back_up(database: Database, key: Path, folder: Path) -> Path:
    done = run("backup.sh", database, key.parent / "certificate.pem", folder)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def contents(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(database.owner_url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        counted = {
            str(name): connection.execute(count.format(sql.Identifier(name))).fetchone()
            for (name,) in tables
        }
    return {name: row[0] if row else 0 for name, row in counted.items()}


def test_a_backup_restores_every_row_and_the_guards_that_watch_them(
    fresh_database: Database, empty_database: Database, key: Path, tmp_path: Path
) -> None:
    demo.fill_if_empty(fresh_database.url, DATA_KEY, "small")
    before = contents(fresh_database)
    backup = back_up(fresh_database, key, tmp_path)
    done = run("restore.sh", empty_database, key, backup)
    assert done.returncode == 0, done.stderr
    assert contents(empty_database) == before
    with psycopg.connect(fresh_database.owner_url) as connection:
        told = "SELECT facts ->> 'bytes' FROM events WHERE act = 'backup.made'"
        assert connection.execute(told).fetchall() == [(str(backup.stat().st_size),)]
    assert contents(empty_database)["parties"] > 0
    with psycopg.connect(empty_database.url) as connection:
        assert connection.execute("SELECT FROM parties").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM events")


def test_a_backup_that_was_tampered_with_is_refused(
    fresh_database: Database, empty_database: Database, key: Path, tmp_path: Path
) -> None:
    backup = back_up(fresh_database, key, tmp_path)
    written = bytearray(backup.read_bytes())
    written[-40] ^= 1
    backup.write_bytes(written)
    assert run("restore.sh", empty_database, key, backup).returncode != 0
    assert contents(empty_database) == {}


def test_a_backup_that_fails_leaves_no_file_behind(
    fresh_database: Database, key: Path, tmp_path: Path
) -> None:
    gone = Database(fresh_database.url, fresh_database.owner_url.replace("/sillon_", "/gone_"))
    assert run("backup.sh", gone, key.parent / "certificate.pem", tmp_path).returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_a_server_of_ones_own_gets_the_database_that_the_embedded_one_makes(
    databases: Databases, empty_database: Database
) -> None:
    made = "sillon_own_server"
    subprocess.run(
        [ROOT / "deploy" / "create-database.sh", made],
        env={
            **os.environ,
            **PROGRAMS,
            "PGHOST": str(databases.sockets),
            "PGUSER": SUPERUSER,
            "OWNER_PASSWORD": "owner's secret",
            "APP_PASSWORD": "application's secret",
        },
        check=True,
    )
    kind = (
        "SELECT pg_get_userbyid(datdba), datlocprovider, datlocale, pg_encoding_to_char(encoding) "
        "FROM pg_database WHERE datname = current_database()"
    )
    with (
        psycopg.connect(address(databases.sockets, "sillon_app", made)) as own,
        psycopg.connect(empty_database.url) as embedded,
    ):
        assert own.execute(kind).fetchone() == embedded.execute(kind).fetchone()


def test_who_is_cut_off_while_holding_a_lock_is_missed_within_half_a_minute(
    empty_database: Database,
) -> None:
    with psycopg.connect(empty_database.url) as connection:
        asked = "SELECT unnest(rolconfig) FROM pg_roles WHERE rolname = 'sillon_app'"
        of_role = dict(str(row[0]).split("=") for row in connection.execute(asked))
    pooler = (ROOT / "deploy" / "pgbouncer.ini").read_text()
    for idle, between, times in (
        [int(of_role[f"tcp_keepalives_{each}"]) for each in ("idle", "interval", "count")],
        [int(re.findall(rf"^tcp_keep{each} = (\d+)$", pooler, re.M)[0])
         for each in ("idle", "intvl", "cnt")],
    ):  # fmt: skip
        assert idle + between * times <= 30
    assert of_role["idle_in_transaction_session_timeout"] == "2min"


def test_gunicorn_takes_its_settings_and_the_application_those_of_production() -> None:
    production = {
        "DATABASE_URL": "postgresql://sillon_app@database.example/sillon",
        "SILLON_MODE": "production",
        **PRODUCTION_KEYS,
        "SILLON_PUBLIC_URL": "https://sillon.example",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "--check-config"]
    checked = subprocess.run(
        [*command, "webapp:create_app()"],
        cwd=ROOT,
        env={**os.environ, **production},
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("unit", sorted(path.name for path in UNITS.glob("*.service")))
def test_a_unit_lets_its_program_do_little_and_write_nowhere_else(unit: str) -> None:
    written = (UNITS / unit).read_text().splitlines()
    wanted = {
        "CapabilityBoundingSet=", "DevicePolicy=closed", "NoNewPrivileges=yes",
        "PrivateDevices=yes", "PrivateTmp=yes", "ProtectHome=yes", "ProtectKernelModules=yes",
        "ProtectProc=invisible", "ProtectSystem=strict", "RestrictNamespaces=yes",
        "SystemCallArchitectures=native", "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged", "UMask=0077",
    }  # fmt: skip
    assert wanted <= set(written)
    writes = [line for line in written if line.startswith(("ReadWritePaths", "AmbientCap"))]
    assert writes == ["ReadWritePaths=/var/backups/sillon"] * (unit == "sillon-backup.service")
    if analyze := shutil.which("systemd-analyze"):
        asked = [analyze, "security", "--offline=yes", "--threshold=25", "--no-pager"]
        told = subprocess.run(
            [*asked, UNITS / unit],
            check=False,
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stdout


def test_the_worker_has_a_folder_for_the_head_of_the_audit() -> None:
    unit = (UNITS / "sillon-worker.service").read_text()
    assert "StateDirectory=sillon\n" in unit
    assert "`/var/lib/sillon/audit`" in (ROOT / "docs" / "operations.md").read_text()
