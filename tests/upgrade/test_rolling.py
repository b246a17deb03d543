"""The version before and this one serve the same database, while it is migrated and afterwards."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from alembic import command

from tests.databases import Database
from tests.faults.browser import Browser
from tests.ports import free_ports
from tests.upgrade.versions import ROOT, Version, before_the_last_migration, unpack
from tests.upgrade.visitor import Visitor
from tests.waiting import wait_until
from webapp.ground import migrate

pytestmark = [pytest.mark.process, pytest.mark.long]

HOMES = {
    "coordinator": "/programme/",
    "caseworker": "/casework/",
    "farmer": "/farm/",
    "local-referent": "/near/",
}
INVITE = "/programme/people/invite-coordinator"
TURNS = 1000
PAGES = 40
"""Of each role, one of each shape, by the version whose tables these are no more."""
OF_NOW = 8
"""By this version, every page of which all other tests read on these very tables."""
GIVEN = "SELECT last_value FROM procrastinate_jobs_id_seq"
WAITING = """
SELECT count(*) FROM procrastinate_jobs WHERE id > %s AND status IN ('todo', 'doing')
AND (scheduled_at IS NULL OR scheduled_at <= now())
"""
FAILED = (
    "SELECT task_name, attempts FROM procrastinate_jobs WHERE status = 'failed' OR attempts > 1"
)


@dataclass
class Site:
    """Both versions on one database, and who reads there."""

    before: Version
    now: Version
    owner_url: str
    cookies: dict[str, str]
    links: list[str]

    def ask(self, question: LiteralString, *facts: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(question, facts).fetchall()

    def wrong(self, version: Version, pages: int) -> list[tuple[str, int]]:
        """Return what was not answered well of a sample of pages."""
        read = [
            told
            for role, cookie in self.cookies.items()
            for told in Visitor(version.port, cookie).walk(HOMES[role], pages)
        ]
        for link in self.links:
            for language in ("fr", "ar"):
                address = f"{link}?lang={language}"
                read.append((address, Visitor(version.port).ask(address)[0]))
        assert len(read) > pages * 2
        return [told for told in read if told[1] != 200]

    def acts(self, version: Version, *, worker: Version) -> None:
        """Accept and invite by one version, and let the worker of one send what follows."""
        status, text = Visitor(version.port).say_yes(self.links.pop())
        assert status == 200, text[:2000]
        [(last,)] = self.ask(GIVEN)
        person = Browser(
            partial(HTTPConnection, "127.0.0.1", version.port), self.cookies["coordinator"]
        )
        email = f"{version.newest}-{worker.newest}@association.example"
        person.send(INVITE, INVITE, email=email, name="Sam Exemple", language="fr")
        assert self.ask(WAITING, last) > [(0,)]
        worker.work()
        wait_until(lambda: self.ask(WAITING, last) == [(0,)], 120)
        worker.stop("worker")
        assert self.ask(FAILED) == []


@pytest.fixture
def site(fresh_database: Database, tmp_path: Path) -> Iterator[Site]:
    """The version before serves and works on a database of its own time."""
    commit = before_the_last_migration()
    # Where the history is not here, as in an archive, this version stands for the one before.
    older = unpack(commit, tmp_path / "before") if commit else ROOT
    before, now = (
        Version(each, fresh_database.url, tmp_path, port)
        for each, port in zip((older, ROOT), free_ports(2), strict=True)
    )
    command.downgrade(migrate.configure(fresh_database.owner_url), before.newest)
    cookies, links = before.invent()
    try:
        before.serve()
        yield Site(before, now, fresh_database.owner_url, cookies, links)
    finally:
        before.stop()
        now.stop()


def migrated_under_readers(site: Site) -> list[tuple[str, int]]:
    """Bring the tables up to date while people read; return what was not answered well."""
    over, wrong, read = threading.Event(), list[tuple[str, int]](), list[str]()

    def keep_reading() -> None:
        visitor = Visitor(site.before.port, site.cookies["coordinator"])
        for _turn in range(TURNS):
            for address, status in visitor.walk(HOMES["coordinator"], 10):
                read.append(address)
                if status != 200:
                    wrong.append((address, status))
            if over.is_set():
                return

    reader = threading.Thread(target=keep_reading)
    reader.start()
    words = [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"]
    where = {**site.now.settings, "OWNER_DATABASE_URL": site.owner_url}
    try:
        subprocess.run(words, cwd=ROOT, env=where, check=True, capture_output=True)
        seen = len(read)
        wait_until(lambda: len(read) > seen + 10 or not reader.is_alive())
    finally:
        over.set()
        reader.join()
    assert len(read) > seen + 10
    return wrong


def test_both_versions_serve_and_work_on_one_database_while_it_goes_from_one_to_the_other(
    site: Site,
) -> None:
    assert migrated_under_readers(site) == []
    site.now.serve()
    assert site.wrong(site.before, PAGES) == []
    assert site.wrong(site.now, OF_NOW) == []
    site.acts(site.now, worker=site.before)
    site.acts(site.before, worker=site.now)
