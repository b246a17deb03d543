"""What every test may ask for."""

import fcntl
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.by_file import ByFile, longest_first
from tests.databases import PREFIX, Database, Databases, a_cluster
from tests.network import close_the_network

CLUSTER = pytest.StashKey[Path]()
COMPILED = pytest.StashKey[Path]()
COLLECTING = pytest.StashKey[IO[str]]()
RUN = pytest.StashKey[ExitStack]()

# Drawn examples are the same in every run, and none of them fails because the machine is busy.
# SILLON_EXAMPLES=10000 is for somebody with an hour.
settings.register_profile(
    "sillon",
    max_examples=int(os.environ.get("SILLON_EXAMPLES", "50")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("sillon")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all is imported and collected, and stays: nothing of it is garbage
    close_the_network()
    # What tests start is as strict as they are: SQLAlchemy's warnings are of this kind, and the
    # interpreter knows no library's own kinds while it starts.
    os.environ["PYTHONWARNINGS"] = "error::RuntimeWarning"
    # Nor does each of them compile the house anew, on a machine where Python keeps no bytecode.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    config.stash[RUN] = ExitStack()
    if hasattr(config, "workerinput"):
        config.stash[CLUSTER] = Path(config.workerinput["cluster"])
        config.stash[COMPILED] = Path(config.workerinput["compiled"])
        let_one_compile(config)
    elif not config.option.collectonly:
        config.stash[CLUSTER] = config.stash[RUN].enter_context(a_cluster())
        compiled = config.stash[RUN].enter_context(TemporaryDirectory(prefix=PREFIX))
        config.stash[COMPILED] = Path(compiled)


def let_one_compile(config: pytest.Config) -> None:
    """Wait while another worker compiles whatever is imported: a fresh clone has nothing of it."""
    lock = config.stash[COLLECTING] = (config.stash[COMPILED] / "collecting").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(lock, fcntl.LOCK_SH)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the run's cluster and its compiled templates are."""
    node.workerinput["cluster"] = str(node.config.stash[CLUSTER])
    node.workerinput["compiled"] = str(node.config.stash[COMPILED])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share a run of `run.py` out by files; any other as whoever started it says."""
    return ByFile(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        longest_first(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[RUN].close()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what was imported out of every collection to come: it stays until the end anyway."""
    if COLLECTING in session.config.stash:
        session.config.stash[COLLECTING].close()
    gc.freeze()
    gc.enable()
    gc.set_threshold(2000, 10, 50)  # with nothing else old, the whole is small and would come often


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """Where databases come from; the run's cluster takes them along when it ends."""
    worker = getattr(pytestconfig, "workerinput", {}).get("workerid", "alone")
    return Databases(pytestconfig.stash[CLUSTER], worker)


@pytest.fixture(scope="session")
def templates_compiled_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """Every application made from now on takes what another one of the run has compiled."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415 - tests of the engine

    from webapp import application  # noqa: PLC0415 - alone have none

    kept = FileSystemBytecodeCache(str(pytestconfig.stash[COMPILED]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "TEMPLATES", {**application.TEMPLATES, "bytecode_cache": kept})
        yield


@pytest.fixture(scope="session")
def database(databases: Databases) -> Database:
    """The database that this process's tests share, each in a transaction it rolls back."""
    return databases.make()


@pytest.fixture(scope="session")
def database_url(database: Database) -> str:
    """The address of the shared database, as `sillon_app`."""
    return database.url


@pytest.fixture(scope="session")
def owner_url(database: Database) -> str:
    """The address of the shared database, as `sillon_owner`."""
    return database.owner_url


@pytest.fixture
def fresh_database(databases: Databases) -> Iterator[Database]:
    """A database of a test's own, for real commits and several connections at once."""
    made = databases.make()
    yield made
    databases.drop(made)
