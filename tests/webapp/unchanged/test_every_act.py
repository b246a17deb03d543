"""Whatever is done on any page, and by any job: a board that is given is as one that is made."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator
from tests.databases import PILOT, Databases
from tests.everything import EVERYTHING
from tests.page import Page
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row
from tests.webapp.test_forms import the_world
from tests.webapp.unchanged.reading import board_of, desk_in, said, said_anew
from webapp import create_app
from webapp.ground.clock import PARIS
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_sessions, set_scope
from webapp.jobs.clock import hours_between
from webapp.jobs.messages import send_message
from webapp.models import Organisation, Role, User
from webapp.services.accounts import passwords
from webapp.services.records import moving_clock
from webapp.web.extensions import db as request_db

pytestmark = pytest.mark.long
SOME = ROWS if EVERYTHING else ROWS[::50]
DAYS = timedelta(days=3 if EVERYTHING else 1)
SHOWN = 3 if EVERYTHING else 1
"""So many boards of an association are read after each act."""


Desk = tuple[Flask, Page, str]
"""A process, whoever is signed in there, and where their board is."""


def all_desks(processes: list[Flask], db: Session) -> list[Desk]:
    """Open each association's board and the coordinators' in each process.

    Where nobody reads one, somebody comes.
    """
    can = User.suspended_at.is_(None), User.anonymous_since.is_(None)
    over_all = select(User).where(User.role == Role.COORDINATOR, *can).limit(SHOWN)
    readers = [*db.scalars(over_all)] or [a_coordinator(db)]
    for home in db.scalars(select(Organisation)):
        theirs = User.organisation_id == home.id, User.role == Role.CASEWORKER
        found = db.scalars(select(User).where(*theirs, *can).limit(SHOWN)).all()
        readers += found or [a_caseworker(db, home)]
    db.commit()
    return [
        (each, desk_in(each, db, user), board_of(user)) for each in processes for user in readers
    ]


def assert_true(desks: list[Desk], what: object) -> None:
    """Fail where a board that is given is another than the one that is made."""
    for process, desk, board in desks:
        anew = f"{board} is older than {what}"
        assert said(desk, board) == said_anew(process, desk, board), anew
        if desk.path != board:
            return  # who read it has left


@pytest.fixture
def a_quick_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))


@pytest.mark.usefixtures("spring", "a_quick_hasher")
@pytest.mark.parametrize("row", SOME, ids=str)
def test_a_board_is_as_if_it_were_made_anew_after_any_form(
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
def test_a_board_is_as_if_it_were_made_anew_after_any_job(
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
