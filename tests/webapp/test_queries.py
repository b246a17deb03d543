"""How often a page asks the database: never more because there is more to show."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from tests.benchmarks.lists import LISTS, sign_in
from tests.databases import Databases
from webapp import create_app, demo
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.services.retention.data_map import Of, by_table

pytestmark = pytest.mark.early

A_KIND = 2
"""So many pages of one kind are read, and the one that asks most counts; of files, one."""
FILES = (".pdf", ".po", "/everything")
"""How the addresses of files end that take longest to make."""
BY_CHANCE = 6
"""What a page of the larger programme may ask beside: it meets a state that the smaller lacks, such
as a visit with trains, a site, a volunteer nearby and neighbours who are invited."""
ANY_PAGE = 28
"""No page asks more often than this..."""
MANY_PARTS = ("show_free_place", "swap_visit")
OF_MANY_PARTS = 34
"""...but those of a free place and of a swap, which ask 28 to 32 times by who has none: a lottery
decides that in each demonstration anew."""
EVERYTHING = [
    ("claire@sillon.example", f"caseworker.{view}") for view in ("save_file", "print_file")
]
"""But the file with all that is kept of people, and its paper, which read each table once."""
A_FILE = 15
"""What they ask beside."""

Asked = dict[tuple[str, str], int]


@pytest.fixture
def a_moment() -> Iterator[None]:
    """Let no time pass: a session writes each minute that its user was seen, which counts too."""
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.mark.usefixtures("a_moment", "no_paper")
def test_no_page_asks_more_because_there_is_more_to_show_nor_more_than_28_times(
    application: Flask, databases: Databases, config: Config
) -> None:
    few, many = (_read_all(databases, config, size) for size in ("pilot", "regional"))
    both = few.keys() & many.keys()
    assert len(both) > 60
    grown = {kind: (few[kind], many[kind]) for kind in both if many[kind] > few[kind] + BY_CHANCE}
    assert grown == {}
    asked = few | many
    tables = len(by_table(Of.PARTY))
    for each in EVERYTHING:
        assert asked.pop(each) <= tables + A_FILE
    parts = {kind: times for kind, times in asked.items() if kind[1].endswith(MANY_PARTS)}
    assert {kind: times for kind, times in parts.items() if times > OF_MANY_PARTS} == {}
    asked = {kind: times for kind, times in asked.items() if kind not in parts}
    assert {kind: times for kind, times in asked.items() if times > ANY_PAGE} == {}


def _read_all(databases: Databases, config: Config, size: str) -> Asked:
    database = databases.make()
    engine = make_engine(database.url)
    app = create_app(Config(database.url, config.secret_key, config.data_key, mode="demonstration"))
    asked: Asked = {}
    try:
        with Session(engine) as session:
            demo.load(session, size)
            session.commit()
            set_scope(session, EVERYONE)
            for email, (start, *_others) in LISTS.items():
                client = sign_in(app, session, email)
                for kind, times in _pages(app, client, start):
                    at = email, kind
                    asked[at] = max(times, asked.get(at, 0))
    finally:
        app.extensions["sessions"].kw["bind"].dispose()
        engine.dispose()
        databases.drop(database)
        structlog.reset_defaults()  # a demonstration hushes the log, which other tests read
    return asked


def _pages(app: Flask, client: FlaskClient, start: str) -> Iterator[tuple[str, int]]:
    """Read some pages of each kind that links lead to; yield each with how often it asked."""
    read: Counter[str] = Counter()
    waiting, seen = [start], set()
    for address in waiting:
        kind = _kind(app, address)
        wanted = 1 if address.endswith(FILES) else A_KIND
        if kind is None or read[kind] >= wanted or address in seen:
            continue
        seen.add(address)
        read[kind] += 1
        with counted() as statements:
            answer = client.get(address)
        if answer.status_code == HTTPStatus.OK:
            yield kind, len(statements)
        if answer.mimetype == "text/html":
            waiting += re.findall(r'href="(/[^"#?]*)', answer.get_data(as_text=True))


def _kind(app: Flask, address: str) -> str | None:
    try:
        kind, _values = app.url_map.bind("localhost").match(address, method="GET")
    except HTTPException:
        return None
    return None if kind in {"static", "auth.sign_out"} else str(kind)


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
