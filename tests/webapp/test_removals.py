"""Whatever is removed at the desk is put back for an hour, by whoever removed it, as it was."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_duty,
    a_party,
    a_programme,
    an_organisation,
)
from tests.page import Page
from tests.webapp.form_table import ROWS
from tests.webapp.forms.centres import a_centre
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Contact, Duty, KeptForm, Party, RoundTemplate, SavedSearch, User
from webapp.services.retention import erasing
from webapp.web.removals import KINDS

Sessions = sessionmaker[Session]
NOT_PUT_BACK = {
    "caseworker.remove_person": "others of the file are moved by it; adding them again is a form",
    "caseworker.remove_case": "it holds nothing: another is opened",
    "caseworker.remove_tie": "it takes back what was noted by mistake",
    "coordinator.remove_committee": "it holds nothing: another is planned",
    "coordinator.remove_recording": "it is recorded again",
    "farmer.remove_site": "a farm's pages, not the desk: its form asks first",
    "farmer.remove_room": "as a site",
    "farmer.remove_photo": "as a site",
}
REMOVALS = [row for row in ROWS if row.endpoint.rpartition(".")[2].startswith("remove_")]
OFFERED = [row for row in REMOVALS if row.endpoint not in NOT_PUT_BACK]


def all_rows(sessions: Sessions) -> dict[tuple[str, int], dict[str, Any]]:
    """Return everything that can be put back, as a session that has seen nothing reads it."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    with sessions() as fresh:
        set_scope(fresh, EVERYONE)
        for name, kind in KINDS.items():
            columns = [each.key for each in inspect(kind.model).column_attrs]
            for row in fresh.scalars(select(kind.model)):
                values = {each: getattr(row, each) for each in columns}
                found[name, values["id"]] = values
    return found


@pytest.mark.parametrize("row", OFFERED, ids=str)
@pytest.mark.usefixtures("spring")
def test_what_was_removed_is_put_back_as_it_was(
    row: Row, page: Page, db: Session, app: Flask, sessions: Sessions
) -> None:
    a_programme(db)
    world = row.world(db)
    db.commit()
    db.expunge_all()
    form = open_the_form(page, app, row, world)
    before = all_rows(sessions)
    page.submit(typed_into(form, row, world), to=address_of(app, row.endpoint, world))
    gone = before.keys() - all_rows(sessions).keys()
    assert len(gone) == 1, f"Offer to put back what {row} removes, or say why not"
    assert "For an hour you can put it back" in page.text or "Pendant une heure" in page.text
    page.visit("/account/removed")
    [button] = page.soup.select("ul.rows form")
    page.submit(to=str(button["action"]))
    assert all_rows(sessions) == before
    page.visit("/account/removed")
    assert not page.soup.select("ul.rows form")


@pytest.fixture
def nora(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def party(db: Session, nora: User) -> Party:
    made = a_party(db, nora.organisation)
    db.add(Contact(party_id=made.id, kind="call", on=today(), words="Va bien", by=nora))
    db.flush()
    return made


def removed(page: Page, nora: User, party: Party) -> Page:
    page.sign_in(nora).visit(f"/casework/parties/{party.id}/contacts")
    [form] = [each for each in page.soup.select("form") if "removal" in str(each["action"])]
    return page.submit(to=str(form["action"]))


def test_an_hour_later_and_by_somebody_else_nothing_is_put_back(
    page: Page, db: Session, nora: User, party: Party
) -> None:
    removed(page, nora, party)
    kept = db.scalars(select(KeptForm)).one()
    assert "Va bien" not in kept.address
    page.sign_in(a_caseworker(db, nora.organisation, language="en")).visit("/account/removed")
    assert "Nothing to put back" in page.text
    kept.at = now() - timedelta(hours=1, seconds=1)
    db.commit()
    page.sign_in(nora).visit("/account/removed")
    assert "Nothing to put back" in page.text


def test_nothing_is_put_back_into_a_file_that_is_another_associations(
    page: Page, db: Session, nora: User, party: Party
) -> None:
    removed(page, nora, party)
    party.organisation_id = an_organisation(db).id
    db.commit()
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    assert "This file is followed by another association now" in page.text
    assert "Nothing to put back" in page.text
    assert db.scalars(select(Contact)).all() == []
    assert db.scalars(select(KeptForm)).all() == []


def test_nothing_is_kept_of_a_file_that_is_erased(
    page: Page, db: Session, nora: User, party: Party
) -> None:
    removed(page, nora, party)
    erasing.erase(db, party)
    db.commit()
    assert db.scalars(select(KeptForm)).all() == []


def test_a_contact_is_read_again_in_its_file_with_who_put_it_back(
    page: Page, db: Session, nora: User, party: Party
) -> None:
    removed(page, nora, party)
    page.follow("Undo")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    assert "It is back: entry of" in page.text
    assert "Va bien" in page.text
    page.visit(f"/casework/parties/{party.id}")
    assert "Contact put back into the log" in page.text


def test_what_is_put_back_from_a_second_window_is_back_already(
    page: Page, app: Flask, db: Session, nora: User, party: Party
) -> None:
    removed(page, nora, party)
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    second = Page(app, db)
    second.client = page.client
    second.visit("/account/removed?window=2")
    page.submit(to=str(form["action"]))
    second.submit(to=str(form["action"]))
    assert "It is back already." in second.text
    assert "Nothing to put back" in second.text
    assert len(db.scalars(select(Contact)).all()) == 1
    assert "Nothing to put back" in page.visit(str(form["action"])).text
    [kept] = db.scalars(select(KeptForm))
    assert (kept.address, kept.typed) == (f"returned:{kept.id}", "{}")


def test_what_its_rules_do_not_let_stand_any_more_is_refused_with_the_reason(
    page: Page, db: Session
) -> None:
    a_programme(db)
    duty = a_duty(db)
    first, last, number = duty.first_day, duty.last_day, duty.id
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/settings/duty")
    page.submit(to=f"/programme/settings/duty/{number}/removal")
    a_duty(db, first_day=first, last_day=last)
    db.commit()
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    assert "is on duty" in page.text
    assert len(db.scalars(select(Duty)).all()) == 1


def test_a_name_that_is_taken_meanwhile_is_said(page: Page, db: Session) -> None:
    a_programme(db)
    centre = a_centre(db)
    number = centre.id
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/centres/{number}")
    page.submit(to=f"/programme/centres/{number}/removal")
    a_centre(db)
    db.commit()
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    assert page.soup.select(".notice.error")


def test_a_search_whose_name_is_taken_meanwhile_is_put_back_beside_it(
    page: Page, db: Session
) -> None:
    reader = a_caseworker(db, an_organisation(db), language="en")
    of_visits = SavedSearch(user_id=reader.id, name="Ready", asked="list_visits?state=proposed")
    removed = SavedSearch(user_id=reader.id, name="Ready", asked="state=ready")
    db.add_all([of_visits, removed])
    db.commit()
    page.sign_in(reader).visit("/casework/parties")
    page.submit(to=f"/casework/parties/searches/{removed.id}/removal")
    db.add(SavedSearch(user_id=reader.id, name="ready", asked="state=paused"))
    db.commit()
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    kept = {each.asked: each.name for each in db.scalars(select(SavedSearch))}
    assert kept == {
        "list_visits?state=proposed": "Ready",
        "state=paused": "ready",
        "state=ready": "Ready 2",
    }


def test_settings_whose_name_is_taken_meanwhile_are_put_back_beside_those_that_have_it(
    page: Page, db: Session
) -> None:
    asked = {"window_days": 30, "answer_days": 7, "weights": {}}
    a_programme(db)
    elsewhere = an_organisation(db)
    removed = RoundTemplate(name="Spring", **asked)
    db.add_all([removed, RoundTemplate(name="Spring", organisation_id=elsewhere.id, **asked)])
    db.commit()
    number = removed.id
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/rounds/templates")
    page.submit(to=f"/programme/rounds/templates/{number}/removal")
    db.add(RoundTemplate(name="spring", **asked))
    db.commit()
    page.visit("/account/removed")
    [form] = page.soup.select("ul.rows form")
    page.submit(to=str(form["action"]))
    assert "Spring 2" in page.text
    own = select(RoundTemplate).where(RoundTemplate.organisation_id.is_(None))
    assert {each.name for each in db.scalars(own)} == {"spring", "Spring 2"}
    assert db.get_one(RoundTemplate, number).name == "Spring 2"
