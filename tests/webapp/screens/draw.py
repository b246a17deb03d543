"""Has every page drawn in each state that a small world can show; `run.py screens` runs it.

No page is judged here, but one that fails: whoever changed it looks at its picture.
"""

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_programme,
    an_organisation,
)
from tests.page import SITE
from tests.webapp.access_matrix import PORTALS
from tests.webapp.access_world import World
from tests.webapp.form_table import ROWS
from tests.webapp.screens.album import Album
from tests.webapp.screens.onlooker import Onlooker, Walk
from tests.webapp.screens.states import EMPTY, FILLED, STOOD_IN_FOR, pages_of, readers_of
from tests.webapp.screens.world import Looking
from tests.webapp.visits.nearby import a_local_referent
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import FarmState, User

pytestmark = pytest.mark.browser
FORMS = sorted({row.portal for row in ROWS})
GONE = "UPDATE users SET suspended_at = now() WHERE role = 'caseworker'"
DEAD = ("/nowhere", "/v/p1-AAAAAAAAAAAAAAAAAAAAAA")


@pytest.fixture
def world(
    app: Flask, connection: Connection, sessions: sessionmaker[Session], db: Session
) -> World:
    a_programme(db)
    return World(app, connection, sessions, db)


@pytest.mark.parametrize("portal", [each for each in PORTALS if each not in ("api", "health")])
def test_pages_as_they_are_and_in_each_state_of_their_things(
    world: World, album: Album, portal: str
) -> None:
    looking = Looking(world, album)
    for view, rule in pages_of(world.app).items():
        readers = readers_of(rule)
        if view.startswith(f"{portal}.") and readers:
            looking.at_all_of(rule, readers[0])


def test_pages_that_coordinators_have_where_an_association_has_nobody(
    world: World, album: Album
) -> None:
    world.connection.execute(
        text("UPDATE users SET suspended_at = now() WHERE role = 'caseworker'")
    )
    pages = pages_of(world.app)
    for view in [each for each in STOOD_IN_FOR if each in pages]:
        with world.in_a_savepoint():
            Looking(world, album).at(pages[view], "coordinator", FILLED)


@pytest.mark.parametrize("portal", FORMS)
def test_forms_as_they_stand_with_nothing_typed_and_once_they_are_kept(
    app: Flask, connection: Connection, sessions: sessionmaker[Session], album: Album, portal: str
) -> None:
    for row in ROWS:
        if row.portal != portal:
            continue
        savepoint = connection.begin_nested()
        with sessions() as db:
            set_scope(db, EVERYONE)
            try:
                a_programme(db)
                world = row.world(db)
                db.commit()
                db.expunge_all()
                Walk(app, connection, db, album).through(row, world)
            except (AssertionError, LookupError, SQLAlchemyError) as error:
                album.troubles[f"{row.page or row.endpoint}, {row}"] = str(error)[:200]
        savepoint.rollback()


def test_pages_of_a_programme_with_nobody_yet(app: Flask, db: Session, album: Album) -> None:
    a_programme(db)
    association = an_organisation(db)
    farm = a_farm(db, (), state=FarmState.APPLIED, approved_until=None)
    first: dict[str, User] = {
        "coordinator": a_coordinator(db),
        "caseworker": a_caseworker(db, association),
        "farmer": a_farmer(db, farm),
        "local_referent": a_local_referent(db),
    }
    for view, rule in pages_of(app).items():
        portal = view.partition(".")[0]
        if portal in first and not rule.arguments:
            page = Onlooker(app, db).sign_in(first[portal]).visit(f"{rule.rule}?lang=fr")
            if page.response.status_code == 200 and page.path == rule.rule:
                album.draw(view, EMPTY, page.response.get_data(as_text=True))


def test_addresses_that_lead_nowhere(app: Flask, album: Album) -> None:
    for address in DEAD:
        for language in ("fr", "ar"):
            answer = app.test_client().get(f"{address}?lang={language}", base_url=SITE)
            state = str(answer.status_code)
            album.draw("nothing" + address[:2].replace("/", "."), state, answer.text, language)
