"""A database in which everything is really kept, and two processes that serve it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_programme, a_slot, a_visit
from tests.databases import Database, Databases
from webapp import create_app
from webapp.ground.clock import today
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_sessions, set_scope
from webapp.models import Answer, User, Visit, VisitState


@pytest.fixture(scope="module")
def own_database(databases: Databases) -> Iterator[Database]:
    made = databases.make()
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def processes(config: Config, own_database: Database, application: Flask) -> Iterator[list[Flask]]:
    made = [create_app(replace(config, database_url=own_database.url)) for _ in range(2)]
    yield made
    for each in made:
        each.extensions["sessions"].kw["bind"].dispose()


@pytest.fixture
def engine(processes: list[Flask]) -> Engine:
    found: Engine = processes[0].extensions["sessions"].kw["bind"]
    return found


@pytest.fixture
def db(databases: Databases, own_database: Database, engine: Engine) -> Iterator[Session]:
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        yield session
    databases.empty(own_database)


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit to come, which stands on its association's board."""
    a_programme(db)
    slot = a_slot(db, arrival=today() + timedelta(days=5))
    made = a_visit(db, slot=slot, state=VisitState.CONFIRMED)
    made.party_answer = made.farm_answer = Answer.YES
    db.commit()
    return made


@pytest.fixture
def user(db: Session, visit: Visit) -> User:
    """Who reads that board."""
    made = a_caseworker(db, visit.party.organisation, language="en")
    db.commit()
    return made
