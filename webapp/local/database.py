"""The database of a local start: the embedded server, unless DATABASE_URL names another."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from webapp import demo, languages, postgres, schema
from webapp.local import settings


@contextmanager
def database() -> Iterator[None]:
    """Name the database in the environment, and run the embedded server if none is named."""
    settings.fill_in()
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("OWNER_DATABASE_URL", os.environ["DATABASE_URL"])
        yield
        return
    with postgres.start(settings.data_folder()) as server:
        name_in_environment(server.sockets)
        yield


@contextmanager
def database_or_the_running_one() -> Iterator[None]:
    """Name the database like `database`, also when `run.py` has it up in another terminal."""
    with ExitStack() as stack:
        try:
            stack.enter_context(database())
        except postgres.AlreadyRunningError:
            name_in_environment(postgres.socket_folder(settings.data_folder()))
        yield


def name_in_environment(sockets: Path) -> None:
    """Let this process and its children find the embedded server."""
    os.environ["DATABASE_URL"] = postgres.address(sockets, "sillon_app", "sillon")
    os.environ["OWNER_DATABASE_URL"] = postgres.address(sockets, "sillon_owner", "sillon")


def prepare() -> None:
    """Bring translations and tables up to date, and fill an empty database with invented people."""
    languages.compile_catalogues()
    schema.migrate(os.environ["OWNER_DATABASE_URL"])
    if settings.is_demonstration() and not _has_a_programme():
        print("Inventing farms, families and visits for the demonstration …", flush=True)
        demo.fill_if_empty(os.environ["DATABASE_URL"], os.environ["SILLON_DATA_KEY"])


def _has_a_programme() -> bool:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        return connection.execute("SELECT FROM programme").fetchone() is not None
