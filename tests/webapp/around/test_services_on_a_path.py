"""A step can lead to a service: found by need and distance, told to the person, told to it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.around.builders import a_publication, a_service_around
from tests.webapp.around.directory import BAYEUX, FRENCH
from tests.webapp.paths.builders import a_step, an_obstacle
from tests.webapp.pdf.reading import text_of
from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Person, ServiceAround, Step
from webapp.services.around import finding
from webapp.services.parties import orientations, paths
from webapp.services.records.tokens import household_token
from webapp.wording import orientation_print, path_print

CAEN = find_commune("14118")
IN_BAYEUX = {"latitude": BAYEUX["latitude"], "longitude": BAYEUX["longitude"], "commune": "14047"}


@pytest.fixture
def person(db: Session) -> Person:
    return a_party(db, commune="14118", language="en").persons[0]


def a_step_there(db: Session, person: Person, need: str = "french") -> tuple[Step, ServiceAround]:
    service = a_service_around(db, themes=[FRENCH, "sante--acces-aux-soins"])
    by = a_caseworker(db, person.party.organisation)
    step = orientations.send_to(db, person, by, service, need=need, who="both", due_on=None)
    assert step is not None
    db.flush()
    return step, service


def test_the_nearest_that_answers_the_need_comes_first(db: Session) -> None:
    assert CAEN is not None
    from_afar = {"reception": ["a-distance"], "latitude": 43.0, "longitude": 5.0}
    said = {"publication": a_publication()}
    for name, given in {
        "near": {},
        "further": IN_BAYEUX,
        "other need": {"themes": ["numerique--acquerir-un-equipement"]},
        "gone": {"gone_on": today()},
        "by telephone": from_afar | {"zone": ["france"]},
        "by telephone elsewhere": from_afar | {"zone": ["33"]},
        "far": {"latitude": 48.85, "longitude": 2.35},
    }.items():
        a_service_around(db, name=name, **said | given)
    found, count = finding.near(db, CAEN, "french", 30)
    told = [(each.service.name, each.km and round(each.km)) for each in found]
    assert told == [("near", 1), ("further", 27), ("by telephone", None)]
    assert count == 3
    assert [each.service.name for each in finding.near(db, CAEN, "french", 10)[0]] == [
        "near",
        "by telephone",
    ]


def test_a_service_is_found_by_words_of_its_name_its_body_or_of_itself_however_spelled(
    db: Session, page: Page, person: Person
) -> None:
    assert CAEN is not None
    said: dict[str, dict[str, Any]] = {
        "Conversation": {"description": "Un café où l’on parle."},
        "Garderie": {"body": "La Maison des Familles", "themes": ["famille--garde-denfants"]},
        "Far away": {"description": "Un café.", "latitude": 48.85, "longitude": 2.35},
        "By telephone": {"description": "Cafe en ligne", "reception": ["a-distance"], "zone": []},
    }
    for name, given in said.items():
        a_service_around(db, name=name, **given)

    def named(words: str, need: str = "") -> list[str]:
        return [each.service.name for each in finding.near(db, CAEN, need, 30, words)[0]]

    assert named("CAFÉ") == ["Conversation", "By telephone"]
    assert named("familles maison") == ["Garderie"]
    assert named("familles", "french") == []
    assert named("garde d'enfant") == ["Garderie"], "what it is for, as the directory calls it"
    db.commit()
    page.sign_in(a_caseworker(db, person.party.organisation, language="en"))
    where = f"/casework/parties/{person.party_id}/people/{person.id}/path/services"
    page.visit(f"{where}?text=look+after+children&need=")
    assert [each.text for each in page.soup.select("main .rows b a")] == ["Garderie"]
    page.visit(f"{where}?text=familles&need=").follow("Garderie")
    assert page.title == "Garderie"


@pytest.mark.parametrize(
    ("zone", "said"),
    [([], True), (["14"], True), (["14118"], True), (["99100"], True), (["50"], False),
     (["200065597"], None)],
)  # fmt: skip
def test_it_is_said_for_whose_people_a_service_is(
    db: Session, zone: list[str], said: bool | None
) -> None:
    assert CAEN is not None
    assert finding.covers(a_service_around(db, zone=zone), CAEN) is said


def test_a_caseworker_finds_a_service_and_puts_it_on_the_path(
    page: Page, db: Session, person: Person
) -> None:
    an_obstacle(db, person, "french", level=3)
    a_service_around(db, hours="Mo-Fr 09:00-12:30; PH off")
    page.sign_in(a_caseworker(db, person.party.organisation, language="en"))
    db.commit()
    path = f"/casework/parties/{person.party_id}/people/{person.id}/path"
    page.visit(f"{path}/services")
    assert page.title == "Services around Caen"
    assert "Cours du soir" in page.text
    assert "Source: data·inclusion (Licence Ouverte 2.0)" in page.text
    page.follow("Cours du soir")
    assert "Maîtriser le français" in page.text
    assert "lun.-ven. 09:00-12:30; jours fériés fermé" in page.text
    page.submit({"need": "french", "who": "person"}, button="Add the step")
    assert "Cours du soir · Centre des Tilleuls" in page.text
    assert "3 Rue des Tilleuls · 14000 Caen" in page.text
    page.visit(f"{path}/services?need=money&within=9999999999999999999")
    assert "No service for this within 30 km" in page.text


def test_a_service_is_put_on_a_path_once_and_not_at_all_when_it_is_gone(
    db: Session, person: Person
) -> None:
    step, service = a_step_there(db, person)
    by, how = step.by, {"need": "french", "who": "both", "due_on": None}
    assert orientations.send_to(db, person, by, service, **how) is None  # type: ignore[arg-type]
    service.gone_on = today()
    with pytest.raises(RuleBroken, match="service-gone"):
        orientations.send_to(db, person, by, service, **how)  # type: ignore[arg-type]


def test_the_person_reads_where_it_is_and_that_it_is_gone(
    page: Page, app: Flask, db: Session, person: Person
) -> None:
    _step, service = a_step_there(db, person)
    db.commit()
    token = household_token(person.party)
    told = ("A service that can help you", "3 Rue des Tilleuls · 14000 Caen", "01 99 00 00 01")
    gone = "It is in the directory no more"
    for says_gone in (False, True):
        service.gone_on = today() if says_gone else None
        db.commit()
        page.visit(f"/v/path/{token}")
        with app.test_request_context():
            paper = text_of(path_print.as_pdf(person, [], paths.steps(db, person), {}))
        for shown in (page.text, paper):
            plain = shown.replace("\N{NO-BREAK SPACE}", " ")
            assert all(each in plain for each in told)
            assert "Licence Ouverte 2.0" in plain
            assert (gone in plain) is says_gone


@pytest.mark.parametrize("need", ["french", "health-access"])
@pytest.mark.parametrize("named", [True, False])
def test_the_sheet_for_a_service_tells_no_more_than_it_must(
    app: Flask, db: Session, person: Person, need: str, named: bool
) -> None:
    step, service = a_step_there(db, person, need)
    person.party.notes = "Mal de dos"
    with app.test_request_context():
        paper = text_of(orientation_print.as_pdf(step, service, person, step.by, named=named))
    assert (person.first_name in paper) is named
    assert person.last_name not in paper
    assert ("Apprendre le français" in paper) is (need == "french")
    assert not [each for each in ("soins", "santé", "Mal de dos") if each in paper]
    assert person.party.code in paper
    assert step.by.name in paper
    assert "Cours du soir" in paper


def test_a_first_name_stands_on_the_sheet_by_their_noted_word_alone(
    page: Page, db: Session, person: Person
) -> None:
    step, _service = a_step_there(db, person)
    db.commit()
    here = f"/casework/parties/{person.party_id}/people/{person.id}/path/steps/{step.id}"
    page.sign_in(a_caseworker(db, person.party.organisation, language="en")).visit(
        f"{here}/orientation.pdf?named=yes", status=404
    )
    assert "named=yes" not in str(page.visit(here).soup)
    page.follow("Note that they agree to be named")
    tomorrow = today() + timedelta(days=1)
    page.submit({"agreed_on": tomorrow.isoformat()}, button="They agree: note it")
    assert "still to come" in page.text
    page.submit({"agreed_on": today().isoformat()}, button="They agree: note it")
    assert "They agreed on" in page.text
    page.visit(f"{here}/orientation.pdf?named=yes")
    page.visit(here).submit(button="They agree no more")
    page.visit(f"{here}/orientation.pdf?named=yes", status=404)
    page.visit(f"{here}/orientation.pdf")


def test_a_yes_from_a_page_that_was_opened_before_it_was_taken_back_is_not_noted(
    app: Flask, page: Page, db: Session, person: Person
) -> None:
    step, _service = a_step_there(db, person)
    orientations.agree_to_name(db, person, step, today())
    by = a_caseworker(db, person.party.organisation, language="en")
    db.commit()
    here = f"/casework/parties/{person.party_id}/people/{person.id}/path/steps/{step.id}"
    page.sign_in(by).visit(f"{here}/name")
    Page(app, db).sign_in(by).visit(here).submit(button="They agree no more")
    page.submit({"agreed_on": today().isoformat()}, button="They agree: note it")
    assert "Nothing is done yet" in page.text
    assert "Taken back: first name on the sheet for a service" in page.text
    db.expire_all()
    assert step.name_agreed_on is None
    page.submit({"agreed_on": today().isoformat()}, button="They agree: note it")
    assert "They agreed on" in page.text


def test_a_step_is_to_be_done_today_or_later_and_a_late_one_keeps_its_day(
    page: Page, db: Session, person: Person
) -> None:
    step, _service = a_step_there(db, person)
    step.due_on = late = today() - timedelta(days=400)
    db.commit()
    path = f"/casework/parties/{person.party_id}/people/{person.id}/path"
    page.sign_in(a_caseworker(db, person.party.organisation, language="en")).visit(
        f"{path}/steps/{step.id}"
    )
    page.submit({"due_on": late.isoformat(), "who": "person"}, button="Save")
    assert db.get_one(Step, step.id, populate_existing=True).who == "person"
    yesterday = (today() - timedelta(days=1)).isoformat()
    page.visit(f"{path}/steps/{step.id}").submit({"due_on": yesterday}, button="Save")
    assert "This day is past: enter today or a later one" in page.text
    page.visit(path).submit({"words": "Un CV", "due_on": yesterday}, button="Add the step")
    assert "This day is past: enter today or a later one" in page.text
    assert page.soup.select('[name="due_on"]')[0]["value"] == yesterday
    page.submit({"words": "Un CV", "due_on": today().isoformat()}, button="Add the step")
    assert "Un CV" in page.text


def test_no_sheet_is_made_of_a_step_that_leads_to_no_service(
    page: Page, db: Session, person: Person
) -> None:
    step = a_step(db, person)
    page.sign_in(a_caseworker(db, person.party.organisation))
    db.commit()
    path = f"/casework/parties/{person.party_id}/people/{person.id}/path"
    page.visit(f"{path}/steps/{step.id}/orientation.pdf", status=404)
