import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from types import ModuleType

import psycopg
import pytest

from local import postgres
from tests import databases
from tests.databases import PREFIX, Database, remove_leftovers
from webapp.ground import migrate


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


@pytest.fixture
def folder() -> Iterator[Path]:
    # The server of root cannot reach pytest's own temporary folders.
    with TemporaryDirectory(prefix="sillon é à ") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_the_application_signs_in_without_superpowers(database_url: str) -> None:
    powers = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert ask(database_url, "SELECT current_user") == "sillon_app"
    assert ask(database_url, powers) is False


def test_the_application_cannot_create_tables(database_url: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(database_url, "CREATE TABLE own (id int)")


def test_the_owner_owns_the_database_without_superpowers(owner_url: str) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    powers = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert ask(owner_url, owner) == "sillon_owner"
    assert ask(owner_url, powers) is False


def test_accented_letters_have_lower_case(database_url: str) -> None:
    assert ask(database_url, "SELECT lower('ÉÀÇ')") == "éàç"


def test_fresh_databases_share_nothing(fresh_database: Database, database_url: str) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    assert ask(database_url, "SELECT to_regclass('only_here')") is None


def test_migrating_twice_changes_nothing(fresh_database: Database) -> None:
    migrate.migrate(fresh_database.owner_url)
    assert ask(fresh_database.owner_url, "SELECT count(*) FROM alembic_version") == 1


def test_a_second_start_on_one_folder_says_so(folder: Path) -> None:
    with (
        postgres.start(folder, durable=False),
        pytest.raises(postgres.AlreadyRunningError, match="already runs"),
    ):
        postgres.start(folder, durable=False)


def test_data_is_there_again_after_a_stop(folder: Path) -> None:
    with postgres.start(folder) as server, psycopg.connect(server.url("sillon_owner")) as session:
        session.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    with postgres.start(folder) as server:
        assert ask(server.url("sillon_owner"), "SELECT answer FROM kept") == 7


def test_a_folder_whose_path_is_too_long_for_a_socket_works(folder: Path) -> None:
    deep = folder / ("long" * 30)
    with postgres.start(deep, durable=False) as server:
        assert ask(server.url(), "SELECT current_database()") == "sillon"


def test_an_interrupted_set_up_is_begun_again(folder: Path) -> None:
    (folder / "postgresql.new").mkdir()
    (folder / "postgresql.new" / "PG_VERSION").write_text("18")
    with postgres.start(folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_server_that_is_killed_while_it_starts_is_started_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = postgres._becomes_ready
    killed: list[int] = []

    def killed_once(process: Popen[str], data: Path, deadline: float) -> bool:
        if not killed:
            process.kill()
            killed.append(process.wait())
            return False
        return usual(process, data, deadline)

    monkeypatch.setattr(postgres, "_becomes_ready", killed_once)
    with postgres.start(folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1
    assert killed == [-signal.SIGKILL]


def test_a_server_that_was_killed_before_it_noted_its_number_does_not_stop_the_start(
    folder: Path,
) -> None:
    with postgres.start(folder, durable=False):
        pass
    (folder / "postgresql" / "postmaster.pid").touch()
    with postgres.start(folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_process_number_that_is_now_another_program_does_not_stop_the_start(folder: Path) -> None:
    with postgres.start(folder, durable=False) as server:
        note = folder / "postgresql" / "postmaster.pid"
        stale = note.read_text().replace(str(server.process.pid), "1", 1)
    note.write_text(stale)
    with postgres.start(folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(postgres.PostgresError, match="No data folder can be made at"):
        postgres.start(folder / "file" / "data")


@pytest.mark.parametrize("place", [(tempfile, "tempdir"), (databases, "MEMORY")])
def test_a_killed_run_s_cluster_is_removed_and_a_running_one_is_not(
    monkeypatch: pytest.MonkeyPatch, place: tuple[ModuleType, str]
) -> None:
    with TemporaryDirectory() as name:
        monkeypatch.setattr(*place, Path(name))
        for word in ("killed", "running", "young"):
            (Path(name) / f"{PREFIX}{word}").mkdir()
        for word in ("killed", "running"):
            os.utime(Path(name) / f"{PREFIX}{word}", (0, 0))
        with postgres.held(Path(name) / f"{PREFIX}running"):
            os.utime(Path(name) / f"{PREFIX}running", (0, 0))
            remove_leftovers()
        left = {folder.name.removeprefix(PREFIX) for folder in Path(name).iterdir()}
        assert left == {"running", "young"}
