"""Whatever is done on any page, and by any job: a page that is given is as one that is made."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer
from tests.databases import PILOT, Databases
from tests.everything import EVERYTHING
from tests.page import Page
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row
from tests.webapp.test_forms import the_world
from tests.webapp.unchanged.reading import as_said, board_of, desk_in, is_made_anew, said_anew
from webapp import create_app
from webapp.ground.clock import PARIS
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_sessions, set_scope
from webapp.jobs.clock import hours_between
from webapp.jobs.messages import send_message
from webapp.models import Organisation, Role, User
from webapp.services.accounts import passwords
from webapp.services.records import moving_clock
from webapp.web import unchanged
from webapp.web.extensions import db as request_db

pytestmark = pytest.mark.early
SOME = ROWS if EVERYTHING else ROWS[::50]
DAYS = timedelta(days=3 if EVERYTHING else 1)
SHOWN = 3 if EVERYTHING else 1
"""So many boards of an association are read after each act."""
LISTS = 100 if EVERYTHING else 2
"""So many lists of each portal as well, others after each act."""
TURNS = {each: count() for each in (Role.COORDINATOR, Role.CASEWORKER, Role.FARMER)}

Desk = tuple[Flask, Page, str]
"""A process, whoever is signed in there, and where what they read is."""


def all_desks(processes: list[Flask], db: Session) -> list[Desk]:
    """Open each association's board and the coordinators' in each process, and some lists in one.

    Where nobody reads one, somebody comes.
    """
    can = User.suspended_at.is_(None), User.anonymous_since.is_(None)
    over_all = select(User).where(User.role == Role.COORDINATOR, *can).limit(SHOWN)
    readers = [*db.scalars(over_all)] or [a_coordinator(db)]
    for home in db.scalars(select(Organisation)):
        theirs = User.organisation_id == home.id, User.role == Role.CASEWORKER
        found = db.scalars(select(User).where(*theirs, *can).limit(SHOWN)).all()
        readers += found or [a_caseworker(db, home)]
    farmers = User.role == Role.FARMER, User.farm_id.is_not(None)
    readers += db.scalars(select(User).where(*farmers, *can).limit(SHOWN)).all() or [a_farmer(db)]
    db.commit()
    in_all = [
        (each, desk_in(each, db, user), board_of(user)) for each in processes for user in readers
    ]
    lists = lists_by_role(processes[0])
    return in_all + [
        (processes[0], desk, address)
        for (_process, desk, _board), user in zip(in_all, readers, strict=False)
        for address in lists[user.role]
    ]


def lists_by_role(process: Flask) -> dict[Role, list[str]]:
    """Return some lists of each portal, in turn."""
    adapter = process.url_map.bind("sillon.example")
    found = {}
    for role, turn in TURNS.items():
        mine = [each for each in unchanged.views(process) if each.startswith(f"{role}.")]
        views = {mine[next(turn) % len(mine)] for _ in range(min(LISTS, len(mine)))}
        found[role] = [adapter.build(view) for view in sorted(views)]
    return found


def assert_true(desks: list[Desk], what: object) -> None:
    """Fail where a page that is given is another than the one that is made."""
    for process, desk, address in desks:
        if is_made_anew(desk, address) or desk.path != address:
            continue  # in the second case, who read it has left
        given = as_said(desk)
        assert given == said_anew(process, desk, address), f"{address} is older than {what}"


@pytest.fixture
def a_quick_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))


@pytest.mark.usefixtures("spring", "a_quick_hasher")
@pytest.mark.parametrize("row", SOME, ids=str)
def test_a_page_is_as_if_it_were_made_anew_after_any_form(
    row: Row, processes: list[Flask], db: Session
) -> None:
    process, page = processes[0], Page(processes[0], db)
    world = the_world(row, db)
    desks = all_desks(processes, db)
    form = open_the_form(page, process, row, world)
    assert_true(desks, "its form was opened")
    to = address_of(process, row.endpoint, world)
    page.submit(typed_into(form, row, world), to=to, lands=False)
    assert_true(desks, row)


@pytest.fixture
def a_programme_at_work(config: Config, databases: Databases) -> Iterator[Flask]:
    database = databases.make(template=PILOT)
    process = create_app(replace(config, database_url=database.url))
    yield process
    process.extensions["sessions"].kw["bind"].dispose()
    databases.drop(database)


@pytest.mark.xdist_group("pilot")
def test_a_page_is_as_if_it_were_made_anew_after_any_job(
    a_programme_at_work: Flask, application: Flask
) -> None:
    process, began = a_programme_at_work, datetime.now(UTC)
    with ExitStack() as stack:
        db = stack.enter_context(make_sessions(process.extensions["sessions"].kw["bind"])())
        set_scope(db, EVERYONE)
        for at, acts in hours_between(began, began + DAYS):
            with time_machine.travel(at.astimezone(PARIS), tick=False):
                desks = all_desks([process], db)
                for act in acts:
                    assert_true(desks, "the hour began")
                    with process.app_context():
                        set_scope(request_db, EVERYONE)
                        act(int(at.timestamp()))
                    assert_true(desks, act)
                with process.app_context():
                    set_scope(request_db, EVERYONE)
                    due = moving_clock.take_due_messages(request_db)
                    request_db.commit()
                    for each in due[:5]:
                        send_message(**each)  # type: ignore[arg-type]
                assert_true(desks, "a message")
