"""What tests of jobs need to know of workers: which jobs are theirs, and how one is long dead."""

import psycopg

from tests.databases import Database
from webapp.jobs import jobs


def states(database: Database) -> list[str]:
    """Return the states of the jobs that were deferred; what workers repeat is left out."""
    jobs.perform_import_paths()  # type: ignore[no-untyped-call]
    repeated = [task for task, _ in jobs.periodic_registry.periodic_tasks]
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name <> ALL(%s) ORDER BY id",
            [repeated],
        )
        return [str(row[0]) for row in rows]


def let_a_minute_pass(database: Database) -> None:
    """Make the workers' last signs of life a minute older."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )
