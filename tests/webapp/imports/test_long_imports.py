"""A long table is brought in and undone by a worker: whole or not at all, and it can be stopped."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme, an_import
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.page import Page
from tests.webapp.imports.tables_made import files, send, the_import
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.jobs.imports import run_import
from webapp.models import Event, ImportState, PartyState
from webapp.portals.imports.seeing import see
from webapp.services.imports import running, undoing
from webapp.services.imports.tables import Table
from webapp.services.records import long_work

pytestmark = pytest.mark.usefixtures("spring")


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    a_programme(db)
    return page.sign_in(a_caseworker(db, language="en"))


class SwitchedOffError(Exception):
    """What a machine does that is switched off."""


def work(app: Flask, number: int) -> None:
    """Do what a worker does."""
    with app.app_context():
        run_import(number)


def looked_at(db: Session, desk: Page, monkeypatch: pytest.MonkeyPatch) -> int:
    """Send the table, and wait for a worker to look at it."""
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    send(desk).submit(button="Look at the rows")
    return the_import(db).id


def test_a_long_table_is_seen_to_by_a_worker_who_may_be_stopped(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = looked_at(db, desk, monkeypatch)
    assert "0 of 5" in desk.text
    work(app, number)
    desk.visit(desk.path).submit(button="Import what is ready").submit(button="Stop")
    work(app, number)
    db.expire_all()
    assert (the_import(db).state, files(db)) == (ImportState.CHECKED, [])
    desk.visit(desk.path).submit(button="Import what is ready")
    work(app, number)
    work(app, number)  # once more, by a worker who heard of it twice
    assert (the_import(db).made, len(files(db))) == (2, 2)


def test_a_long_import_is_undone_by_a_worker_whole_or_not_at_all(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk).submit(button="Look at the rows").submit(button="Import what is ready")
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    monkeypatch.setattr(undoing, "A_BATCH", 1)
    number, here = the_import(db).id, desk.path

    def undone_by_a_worker() -> str:
        """Press the button, and return what the page says once a worker has seen to it."""
        desk.submit(button="Undo this import")
        assert ("being undone" in desk.title, "Files 0 of 2" in desk.text) == (True, True)
        assert "Undo this import" not in desk.text
        work(app, number)
        db.expire_all()
        return desk.visit(here).text

    desk.submit(button="Undo this import").submit(button="Stop")
    assert "It is being stopped: nothing is undone." in desk.text
    work(app, number)
    db.expire_all()
    assert (the_import(db).state, len(files(db))) == (ImportState.DONE, 2)
    desk.visit(here)
    with monkeypatch.context() as breaking:
        breaking.setattr("webapp.jobs.imports.see", None)
        assert "Nothing was undone: the fault is ours" in undone_by_a_worker()
    assert len(files(db)) == 2
    assert "is being undone" in desk.submit(button="Undo this import").title
    salma = files(db)[0]
    salma.state = PartyState.READY
    db.commit()
    work(app, number)
    db.expire_all()
    assert f"something was done since with 1 of what it made. {salma.code}" in desk.visit(here).text
    assert "Nothing was undone: meanwhile" in desk.text
    salma.state = PartyState.ENROLLED
    db.commit()
    colleague = a_caseworker(db, desk_of(db), language="en")
    desk.sign_in(colleague).visit(here)
    assert "The import is undone" in undone_by_a_worker()
    work(app, number)  # once more, by a worker who heard of it twice
    assert files(db) == []
    undone = db.scalars(select(Event).where(Event.act == "import.undone")).one()
    assert (undone.facts, undone.actor_id) == ({"made": 2}, colleague.id)


def test_nothing_is_half_imported(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = looked_at(db, desk, monkeypatch)
    work(app, number)
    desk.visit(desk.path).submit(button="Import what is ready")

    def break_at_the_end(*given: Any) -> Any:
        see(*given)
        raise SwitchedOffError

    with monkeypatch.context() as breaking:
        breaking.setattr("webapp.jobs.imports.see", break_at_the_end)
        work(app, number)
    db.expire_all()
    assert (files(db), the_import(db).failure) == ([], running.BROKEN)
    a_party(db, desk_of(db), persons=[a_person(first_name="Amina", last_name="Karimi")])
    desk.visit(desk.path).submit(button="Import what is ready")
    work(app, number)
    db.expire_all()
    assert (len(files(db)), the_import(db).failure) == (1, "import-changed")


def desk_of(db: Session) -> Any:
    return the_import(db).by.organisation


def test_how_far_it_is_is_said_beside_the_transaction_that_brings_rows_in(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made points at its import, whose row must stay free for whoever says how far."""
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    monkeypatch.setattr("webapp.portals.imports.seeing.A_BATCH", 1)
    options = {"options": "-c lock_timeout=60000"}
    engine = make_engine(fresh_database.url, connect_args=options)
    app = create_app(
        Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"), make_sessions(engine)
    )
    with Session(engine) as db:
        set_scope(db, EVERYONE)
        a_programme(db)
        header = ["first_name", "sex", "birth_year", "commune"]
        rows = [(at, [f"Salma {at}", "F", "1994", "Caen"]) for at in range(2, 5)]
        about = an_import(db, rows=Table("", header, rows).to_json())
        about.check({name: name for name in header}, 3)
        db.commit()
        work(app, about.id)
        db.refresh(about)
        about.start([], 3)
        db.commit()
        work(app, about.id)
        db.refresh(about)
        assert (about.made, about.done) == (3, 3)
    engine.dispose()
