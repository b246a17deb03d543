"""People hear themselves that their file ends, and have what is kept of them on paper."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.forms.feedback import over
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.workshops.builders import an_absence
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.models import Answer, Contact, Message, Side, UrgentReading, VisitState
from webapp.services.after import relationships
from webapp.services.records import audit, contacts
from webapp.services.records.tokens import household_token
from webapp.services.retention import due, export, running
from webapp.wording import compose
from webapp.wording.file_print import BY_DAYS, IN_FULL


def test_people_are_written_to_a_month_before_their_file_ends_by_the_link_that_they_have(
    app: Flask, db: Session
) -> None:
    a_programme(db)
    long_ago = now() - due.kept_for(db) + timedelta(days=20)
    went, never = (a_party(db, created_at=long_ago) for _ in range(2))
    slot = a_slot(db, arrival=long_ago.date() - timedelta(days=9))
    a_visit(db, went, slot, state=VisitState.CANCELLED, ended_at=long_ago)
    assert running.announce(db) == len([went, never])
    to_them = select(Message).where(Message.kind == running.TO_THEM).order_by(Message.visit_id)
    told, of_household = db.scalars(to_them)
    with app.test_request_context():
        assert f"/v/workshops/{household_token(never)}" in compose(of_household).body
    assert (of_household.party, is_true(of_household)) == (never, True)
    assert told.visit is not None
    assert (told.visit.party, told.language, is_true(told)) == (went, went.language, True)
    by = a_caseworker(db, went.organisation)
    contacts.log(db, went, by, kind="call", on=today(), words="They are well.")
    assert not is_true(told)


@pytest.mark.parametrize(("language", "said"), [("fr", "Qui vous êtes"), ("ti", "መን ኢኹም")])
def test_what_is_kept_is_printed_in_the_language_of_its_people(
    page: Page, db: Session, language: str, said: str
) -> None:
    party = a_party(db, language=language, code="P-4711", notes="Prefers the evening.")
    db.add(Contact(party_id=party.id, kind="call", on=today(), words="Calls back.", by_id=_by(db)))
    reader = a_caseworker(db, party.organisation, language="en")
    page.sign_in(reader).visit(f"/casework/parties/{party.id}/everything.pdf")
    told = bare(text_of(page.response.data))
    for each in (said, "Nour Exemple", "06 99 00 00 00", "Prefers the evening.", "Calls back."):
        assert bare(each) in told


def test_the_paper_leaves_no_table_out_that_the_file_has() -> None:
    by_days = [table for tables in BY_DAYS.values() for table in tables]
    assert sorted([*by_days, *IN_FULL]) == sorted(table.name for table in export.handed_out())


def test_the_paper_tells_of_workshops_absences_and_readings_in_an_emergency(
    page: Page, db: Session
) -> None:
    party = a_party(db, language="fr")
    an_absence(db, party.persons[0])
    reader = a_caseworker(db, party.organisation)
    db.add(UrgentReading(party=party, user=reader, reason="They are hurt on the road."))
    page.sign_in(reader).visit(f"/casework/parties/{party.id}/everything.pdf")
    told = bare(text_of(page.response.data))
    for each in ("Ateliers", "Absences dont on a parlé", "en urgence", str(today().year)):
        assert bare(each) in told


def test_a_farm_is_named_of_visits_that_were_agreed_alone(page: Page, db: Session) -> None:
    party = a_party(db, language="fr")
    yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES, "state": VisitState.CONFIRMED}
    agreed = a_visit(db, party, a_slot(db, arrival=today() + timedelta(days=30)), **yes)
    asked = a_visit(db, party, a_slot(db, arrival=today() + timedelta(days=60)))
    agreed.farm.name, asked.farm.name = "Les Tilleuls", "Les Ormes"
    page.sign_in(a_caseworker(db, party.organisation))
    page.visit(f"/casework/parties/{party.id}/everything.pdf")
    told = bare(text_of(page.response.data))
    assert bare("Les Tilleuls") in told
    assert bare("Les Ormes") not in told
    assert bare("Autres visites proposées") in told


def test_the_file_of_guests_tells_nothing_of_what_the_farm_said_and_did_after_the_visit(
    db: Session,
) -> None:
    visit = over(db)
    for side in Side:
        relationships.say_yes(db, visit, side, [])
        audit.record(db, "visit.followed-up", visit, side=side.value, outcome="job")
    relationships.close(db, visit, Side.FARM)
    kept = export.everything_kept(db, visit.party)
    told = [(each["act"], each["facts"].get("side")) for each in kept["acts"]]
    assert ("visit.followed-up", "party") in told
    assert {side for _act, side in told} == {"party"}
    assert all("closed_by" not in row for row in kept["relationships"])


def _by(db: Session) -> int:
    return a_caseworker(db).id
