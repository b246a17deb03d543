"""Who was at a workshop can show it; what is corrected later makes the number valid no more."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.ground import languages
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.models import Attestation, Message, Party, PhoneCode, Presence, Seat, SeatState
from webapp.services.after import attestations
from webapp.services.records.tokens import household_token, phone_digits
from webapp.services.retention.erasing import erase
from webapp.services.workshops import attendance, passing
from webapp.wording import attestations as wording

PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT


def attended(db: Session, party: Party | None = None) -> Seat:
    """Somebody noted as present at the only sitting of yesterday."""
    series = a_series(db, days=-1)
    seat = a_seat(db, series, person=(party or a_party(db)).persons[0])
    attendance.note(db, series.sittings[0], {seat.id: PRESENT})
    db.flush()
    return seat


def test_who_was_at_every_sitting_has_one_number_with_all_their_days(
    app: Flask, db: Session
) -> None:
    series = a_series(db, days=-1)
    a_sitting(db, series, 3)
    came, once = a_seat(db, series), a_seat(db, series)
    attendance.note(db, series.sittings[0], {came.id: PRESENT, once.id: PRESENT})
    assert came.attestations == []
    with time_machine.travel(now() + timedelta(days=4)):
        attendance.note(db, series.sittings[1], {came.id: PRESENT, once.id: ABSENT})
        attendance.note(db, series.sittings[1], {came.id: PRESENT})
    db.flush()
    [made] = came.attestations
    assert once.attestations == []
    assert made.days == [each.day.isoformat() for each in series.sittings]
    assert attestations.is_valid(db, made.number)
    series.workshop.title = "Another title"
    with app.test_request_context():
        for language in languages.PUBLIC:
            said = wording.said(made, language)
            for word in (came.person.name, "La campagne sans clichés"):  # type: ignore[union-attr]
                assert word in said.sentence
            assert "La campagne sans clichés" in said.line


def test_attendance_that_is_corrected_takes_the_number_and_gives_it_back(
    db: Session, page: Page
) -> None:
    seat = attended(db)
    [made] = seat.attestations
    sitting = seat.series.sittings[0]
    assert "Valid:" in page.visit(f"/attestation/{made.number}?lang=en").text
    assert made.name not in str(page.soup)
    attendance.note(db, sitting, {seat.id: ABSENT})
    db.flush()
    assert seat.state is SeatState.ABSENT
    assert attestations.of_household(db, seat.party) == []  # type: ignore[arg-type]
    assert "Not valid" in page.visit(f"/attestation/{made.number}").text
    attendance.note(db, sitting, {seat.id: PRESENT})
    db.flush()
    assert seat.attestations == [made]
    assert attestations.is_valid(db, made.number)


def test_the_calendar_attests_what_animators_noted_and_nobody_twice(db: Session) -> None:
    seat = a_seat(db, a_series(db, days=-1), state=SeatState.ATTENDED)
    assert passing.attest_due(db) == 1
    assert passing.attest_due(db) == 0
    assert [each.issued_on for each in seat.attestations] == [today()]


def test_an_erased_file_has_no_valid_number(db: Session) -> None:
    seat = attended(db)
    number, party = seat.attestations[0].number, seat.party
    assert party is not None
    erase(db, party)
    db.flush()
    assert not attestations.is_valid(db, number)
    assert db.scalars(select(Attestation)).all() == []


def test_an_attestation_of_a_workshop_is_seen_with_its_file_alone(db: Session) -> None:
    seat = attended(db)
    party = seat.party
    assert party is not None
    for scope, seen in {
        Scope("party", party.id): 1,
        Scope("organisation", party.organisation_id): 1,
        Scope("party", party.id + 1): 0,
        Scope("sitting", seat.series.sittings[0].id): 0,
        Scope("farm", 1): 0,
        NOBODY: 0,
        EVERYONE: 1,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(Attestation.id)).all()) == seen, scope


def test_a_household_sees_names_after_a_code_alone(db: Session, page: Page) -> None:
    party = a_party(db, language="en", persons=[a_person(last_name="Haddad")])
    seat = attended(db, party)
    token = household_token(party)
    page.visit(f"/v/workshops/{token}").follow("My attestation")
    assert "Haddad" not in page.text
    page.visit(f"/v/workshops/{token}/attestation/{seat.attestations[0].id}.pdf")
    assert page.path == f"/v/workshops/{token}/attestation"  # the paper asks for the code as well
    page.submit(button="Send me the code")
    code = db.scalars(select(PhoneCode)).one()
    assert db.scalars(select(Message.kind)).all() == ["household-code"]
    page.submit({"code": "000000"}, button="Show my page")
    assert "Haddad" not in page.text
    page.submit({"code": phone_digits(code)}, button="Show my page")
    assert "Haddad" in page.text
    assert seat.attestations[0].number in page.text
    paper = f"/v/workshops/{token}/attestation/{seat.attestations[0].id}.pdf"
    assert page.visit(paper).response.mimetype == "application/pdf"
    party.phone_shared, party.persons[0].birth_year = True, 1990
    page.visit(paper).submit({"year": "1990"}, button="Show my page")
    assert page.visit(paper).path == f"/v/workshops/{token}/attestation"
    assert "nothing is kept on it" in page.text
    assert ".pdf" not in page.response.text


def test_an_association_prints_it_and_corrects_the_name(db: Session, page: Page) -> None:
    reader = a_caseworker(db, language="en")
    seat = attended(db, a_party(db, reader.organisation))
    [made] = seat.attestations
    page.sign_in(reader)
    page.visit(f"/casework/parties/{a_party(db, reader.organisation).id}/attestations")
    assert "Print" not in page.text
    page.visit(f"/casework/parties/{seat.party_id}").follow("Attestations of workshops")
    assert made.number in page.text
    page.follow("Correct the name")
    page.submit({"name": "Nour Haddad"}, button="Issue it again")
    assert "Nour Haddad" in page.text
    assert not attestations.is_valid(db, made.number)
    page.visit(f"/casework/parties/{seat.party_id}/attestations/{made.id}.pdf", status=404)
