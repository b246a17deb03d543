"""A long table is made by a worker: it says what a short one does, may be stopped, and is one's."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_person, a_visit
from tests.page import Page
from tests.webapp.imports.tables_made import a_table_made
from webapp.jobs.exports import make_export
from webapp.models import Event, Export, User
from webapp.services.imports import exports
from webapp.services.records import expiry, long_work
from webapp.services.retention import erasing

EXPORT = "/casework/imports/export"


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    return page.sign_in(a_caseworker(db, language="en"))


def reader(db: Session) -> User:
    return db.scalars(select(User).where(User.role == "caseworker")).one()


def work(app: Flask, db: Session) -> Export:
    """Do what a worker does with the one table that waits."""
    export = db.scalars(select(Export)).one()
    with app.app_context():
        make_export(export.id)
    db.expire_all()
    return export


def ask(desk: Page, **given: Any) -> Page:
    asked = {"names": "names", "reason": "own-records", "kind": "csv", **given}
    return desk.visit(EXPORT).submit(asked, to=EXPORT)


def exported(db: Session, act: str = "parties.exported") -> list[dict[str, Any]]:
    found = db.scalars(select(Event).where(Event.act == act).order_by(Event.id))
    return [event.facts for event in found]


def test_a_long_table_says_what_a_short_one_would_and_who_took_it_is_kept(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        a_party(db, reader(db).organisation, persons=[a_person(first_name=f"Amina {number}")])
    at_once = ask(desk).response.get_data()
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    ask(desk)
    assert "The table is being made" in desk.title
    assert "0 of 3" in desk.text
    ask(desk)  # once more: the one on its way goes on
    export = work(app, db)
    assert exported(db) == [{"rows": 3, "names": True, "reason": "own-records"}]
    desk.visit(desk.path).follow("Take the table")
    assert desk.response.get_data() == at_once
    assert desk.response.headers["Content-Disposition"].endswith(".csv")
    assert exported(db) == [{"rows": 3, "names": True, "reason": "own-records"}] * 2
    other = a_caseworker(db, reader(db).organisation)
    desk.sign_in(other).visit(f"/casework/exports/{export.id}/file", status=404)


def test_a_table_on_its_way_may_be_stopped_and_asked_for_again(
    desk: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_party(db, reader(db).organisation)
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    here = ask(desk).submit(button="Stop").path
    export = work(app, db)
    assert (export.made_at, export.content) == (None, None)
    assert "It was stopped" in desk.visit(here).text
    desk.submit(button="Make it again")
    monkeypatch.setattr("webapp.jobs.exports.make", None)
    work(app, db)
    assert "the fault is ours" in desk.visit(here).text
    monkeypatch.undo()
    desk.submit(button="Make it again")
    assert work(app, db).total == 1
    assert "1 row." in desk.visit(here).text


def test_the_coordinators_long_table_is_of_what_their_list_asks_for(
    page: Page, db: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    for code in ("P-9001", "P-9002"):
        a_visit(db, a_party(db, code=code))
    page.sign_in(a_coordinator(db, language="en"))
    page.visit("/programme/visits?code=P-9002").submit(button="Export these as CSV")
    work(app, db)
    page.visit(page.path).follow("Take the table")
    written = page.response.get_data().decode("utf-8-sig")
    assert ("P-9001" in written, "P-9002" in written) == (False, True)
    assert exported(db, "visits.exported") == [{"rows": 1}]


def test_a_table_goes_after_a_day_and_once_somebody_of_it_is_erased(
    desk: Page, db: Session
) -> None:
    party = a_party(db, reader(db).organisation)
    export = a_table_made(db, reader(db))
    expiry.forget(db)
    desk.visit(f"/casework/exports/{export.id}")
    export.asked_at -= expiry.EXPORTS_KEPT
    desk.visit(f"/casework/exports/{export.id}", status=404)
    expiry.forget(db)
    assert db.scalars(select(Export)).all() == []
    a_table_made(db, reader(db))
    erasing.erase(db, party)
    assert db.scalars(select(Export)).all() == []
