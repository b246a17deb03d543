"""The database of a local start: the embedded server, unless DATABASE_URL names another."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from local import postgres, settings
from webapp.ground import languages

MIGRATIONS = settings.PROJECT / "migrations" / "versions"


@contextmanager
def database() -> Iterator[postgres.Server | None]:
    """Name the database in the environment, and run the embedded server if none is named."""
    settings.fill_in()
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("OWNER_DATABASE_URL", os.environ["DATABASE_URL"])
        yield None
        return
    with postgres.start(settings.data_folder()) as server:
        name_in_environment(server.sockets)
        yield server


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


def prepare(*, people: bool = True) -> None:
    """Bring translations and tables up to date, and fill an empty database with invented people.

    Parameters
    ----------
    people
        Whether farms and families are invented too, beside those who sign in.
    """
    languages.compile_catalogues()
    if not _is_current():
        from webapp.ground import migrate  # noqa: PLC0415 - slow to import, and seldom needed

        migrate.migrate(os.environ["OWNER_DATABASE_URL"])
    somebody = "SELECT FROM programme UNION ALL SELECT FROM users"
    if settings.is_demonstration() and ask(somebody) is None:
        from webapp import demo  # noqa: PLC0415 - as above

        if people:
            print("Inventing farms, families and visits for the demonstration …", flush=True)
        size = "pilot" if people else demo.EMPTY
        demo.fill_if_empty(os.environ["DATABASE_URL"], os.environ["SILLON_DATA_KEY"], size)


def _is_current() -> bool:
    """Return whether the newest migration file is the one that the database names."""
    newest = max(MIGRATIONS.glob("[0-9]*.py")).read_text()
    try:
        stands = ask("SELECT version_num FROM alembic_version")
    except psycopg.errors.UndefinedTable:
        return False
    return stands is not None and f'\nrevision = "{stands[0]}"\n' in newest


def ask(question: LiteralString) -> tuple[Any, ...] | None:
    """Return the first row of an answer, as the owner of the tables; none where there is none."""
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        return connection.execute(question).fetchone()
