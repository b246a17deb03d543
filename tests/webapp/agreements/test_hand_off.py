"""An agreement is taken to the State's form: field by field, in its order, or as a file."""

import csv
import json
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from webapp.models import Agreement, User
from webapp.services.agreements import drafting, signing, state_form
from webapp.wording import state_form as form


@pytest.fixture
def ready(db: Session) -> Agreement:
    a_programme(db)
    person = a_person(first_name="Fatima", last_name="Bennani", birth_year=1990)
    who = a_party(db, persons=[person]).persons[0]
    farm = a_farm(db, name="Le Pré", address="3 chemin du Pré")
    terms = {"tasks": "=1+1\nSemer", "emergency_name": "Samira"}
    made = an_agreement(db, who, farm, terms)
    signing.ask(db, made)
    return made


@pytest.fixture
def desk(page: Page, db: Session, ready: Agreement) -> Page:
    reader: User = a_caseworker(db, ready.party.organisation, language="en")
    return page.sign_in(reader)


def values(app: Flask, agreement: Agreement) -> dict[str, str]:
    with app.test_request_context():
        rows = form.filled(agreement.versions[-1].said)
    return {field.name: value for field, value in rows}


def test_each_field_of_the_form_is_known_or_said_to_be_typed_there(
    app: Flask, ready: Agreement
) -> None:
    found = values(app, ready)
    names = {field.name for field in state_form.fields()}
    assert set(found) == names
    assert names >= state_form.NOT_KEPT
    assert not any(found[name] for name in state_form.NOT_KEPT)
    unsaid = {"representative-name", "representative-phone", "emergency-phone", "tutor-job",
              "goals", "farm-hosts", "farm-phone"}  # fmt: skip
    assert {name for name, value in found.items() if not value} - state_form.NOT_KEPT <= unsaid


def test_what_is_written_stands_in_its_field(app: Flask, ready: Agreement) -> None:
    found = values(app, ready)
    assert (found["person-first-name"], found["person-last-name"]) == ("Fatima", "Bennani")
    assert found["purpose"] == "Découvrir un métier"
    assert found["first-day"] == ready.first_day.strftime("%d/%m/%Y")
    assert found["weekly-hours"] == "35 h 00"
    assert found["hours"].startswith("lundi 08:00-12:00, 14:00-17:00")
    assert found["place"].startswith("3 chemin du Pré")


def test_the_page_names_its_source_and_claims_nothing_of_the_state(
    desk: Page, ready: Agreement
) -> None:
    desk.visit(f"/casework/agreements/{ready.id}").follow("For the State’s form")
    assert "CERFA 13912*05" in desk.text
    assert "The State has accepted nothing yet" in desk.text
    assert desk.text.count("not kept here") == len(state_form.NOT_KEPT)
    parts = list(dict.fromkeys(field.part for field in state_form.fields()))
    assert [each.get_text() for each in desk.soup.find_all("h2")] == parts


def test_the_files_have_the_same_fields_in_the_same_order_and_no_formula(
    desk: Page, ready: Agreement
) -> None:
    labels = [field.label for field in state_form.fields()]
    address = f"/casework/agreements/{ready.id}/state-form"
    told = json.loads(desk.visit(f"{address}.json").response.data)
    assert [each["label"] for each in told["fields"]] == labels
    assert (told["version"], told["state"]) == (1, "ready-to-sign")
    table = desk.visit(f"{address}.csv").response.data.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(table), csv.Sniffer().sniff(table.splitlines()[0])))
    assert [row[1] for row in rows[1:]] == labels
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_form_says_what_was_frozen_and_a_draft_has_none(
    app: Flask, desk: Page, db: Session, ready: Agreement
) -> None:
    ready.farm.name = "Another name"
    assert values(app, ready)["farm-name"] == "Le Pré"
    signing.change(db, ready)
    drafting.write(db, ready, {"trade": "Bees"})
    desk.visit(f"/casework/agreements/{ready.id}/state-form", status=404)


def test_another_association_has_no_such_page(page: Page, db: Session, ready: Agreement) -> None:
    page.sign_in(a_caseworker(db, language="en"))
    for kind in ("", ".json", ".csv"):
        page.visit(f"/casework/agreements/{ready.id}/state-form{kind}", status=404)


def test_what_was_ended_is_taken_to_no_form_and_what_is_unsigned_says_so(
    desk: Page, db: Session, ready: Agreement
) -> None:
    here = f"/casework/agreements/{ready.id}"
    desk.visit(here).follow("For the State’s form")
    assert "Not everybody has signed yet." in desk.text
    drafting.cancel(db, ready, "They found work.")
    desk.visit(here)
    assert "For the State’s form" not in desk.text
    for way in ("", ".csv", ".json"):
        desk.visit(f"{here}/state-form{way}", status=404)
