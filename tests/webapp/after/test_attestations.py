"""Who was on a visit can show it; a number is valid as long as the visit took place."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.forms.feedback import over
from webapp.ground import languages
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Attempt,
    Message,
    PhoneCode,
    Side,
    Visit,
    VisitState,
)
from webapp.models.attestations import SIGNS, new_number
from webapp.models.feedbacks import GRIDS, NOT_SAID, PRESENT
from webapp.services.after import attestations, feedback
from webapp.services.parties import members
from webapp.services.records.tokens import phone_digits, visit_token
from webapp.services.retention.erasing import erase
from webapp.services.visits import deadlines, possible, stays, undoing
from webapp.wording import attestations as wording


def test_each_person_who_was_expected_has_one_number_from_the_end_of_the_visit(db: Session) -> None:
    party = a_party(db, persons=[a_person(), a_person(first_name="Yara")])
    visit = over(db, state=VisitState.UNDER_WAY, party=party, arrived_at=now())
    party.persons.append(a_person(first_name="Lina", birth_year=today().year - 9))
    assert attestations.of_visit(visit) == []
    assert deadlines.complete_due(db) == 1
    made = attestations.of_visit(visit)
    assert [each.name for each in made] == [person.name for person in party.persons[:2]]
    assert {each.issued_on for each in made} == {today()}
    assert all(attestations.is_valid(db, each.number) for each in made)
    assert not attestations.is_valid(db, new_number())


@pytest.mark.parametrize("state", VisitState)
def test_only_a_visit_that_took_place_is_attested(db: Session, state: VisitState) -> None:
    visit = over(db)
    [made] = visit.attestations
    visit.state = state
    db.flush()
    took_place = state in {VisitState.COMPLETED, VisitState.EVALUATED}
    assert attestations.is_valid(db, made.number) is took_place
    assert bool(attestations.of_visit(visit)) is took_place


def test_what_was_attested_stays_whatever_file_farm_and_offer_say_later(
    app: Flask, db: Session
) -> None:
    party = a_party(db, persons=[a_person(), a_person(first_name="Yara")])
    visit = over(db, party=party)
    with app.test_request_context():
        before = [wording.in_both(each, languages.DEFAULT) for each in visit.attestations]
        members.remove_person(db, party, party.persons[1])
        party.persons[0].first_name = "Somebody else"
        party.persons.append(a_person(first_name="Sami"))  # who joins them later was not there
        visit.farm.name, visit.farm.commune = "Another farm", None
        visit.slot.offer.production, visit.slot.offer.frame = "bees", "immersion"
        party.organisation.name = "Another association"
        db.flush()
        db.expire_all()
        made = attestations.of_visit(visit)
        assert [wording.in_both(each, languages.DEFAULT) for each in made] == before
    assert "Another association" not in {each.association for each in made}
    assert all(attestations.is_valid(db, each.number) for each in made)


def test_the_attestation_of_somebody_who_was_not_there_is_withdrawn_and_comes_back(
    db: Session, page: Page
) -> None:
    visit = over(db)
    [made] = visit.attestations
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}/attestation")
    page.submit(button=f"{made.name} was not there: withdraw this attestation")
    assert f"Number {made.number} is not valid" in page.text
    assert not attestations.is_valid(db, made.number)
    page.visit(f"/casework/visits/{visit.id}/attestation/{made.id}.pdf", status=404)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        attestations.set_valid(db, made, valid=False)
    page.visit(f"/casework/visits/{visit.id}/attestation")
    page.submit(button=f"{made.name} was there")
    assert attestations.is_valid(db, made.number)


def test_nothing_is_attested_before_somebody_says_that_they_came(db: Session, page: Page) -> None:
    silent, heard = (over(db, state=VisitState.UNDER_WAY) for _each in range(2))
    deadlines.complete_due(db)
    assert attestations.of_visit(silent) == attestations.of_visit(heard) == []
    feedback.answer_all(db, heard, Side.PARTY, dict.fromkeys(GRIDS[PRESENT[Side.PARTY]], NOT_SAID))
    assert len(attestations.of_visit(heard)) == 1
    [made] = silent.attestations
    page.visit(f"/v/{visit_token(silent, Side.PARTY)}")
    assert "My attestation" not in page.text
    page.sign_in(a_caseworker(db, silent.party.organisation, language="en"))
    page.visit(f"/casework/visits/{silent.id}/attestation")
    assert "nobody has said that they came" in page.text
    page.submit(button=f"{made.name} was there")
    assert attestations.is_valid(db, made.number)


def test_a_wrong_name_is_corrected_under_another_number(db: Session) -> None:
    visit = over(db)
    [made] = visit.attestations
    attestations.issue_again(db, made, "Nour Haddad")
    db.flush()
    [again] = attestations.of_visit(visit)
    assert (again.name, again.farm) == ("Nour Haddad", made.farm)
    assert attestations.is_valid(db, again.number)
    assert not attestations.is_valid(db, made.number)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        attestations.issue_again(db, made, "Nour H")
    with pytest.raises(RuleBroken, match="nothing-would-change"):
        attestations.issue_again(db, again, "Nour Haddad")


def did_not_take_place(db: Session, visit: Visit) -> None:
    assert "record_absence" in possible.acts_on(visit)
    stays.miss(db, visit, Side.PARTY, "transport")


def erased(db: Session, visit: Visit) -> None:
    erase(db, visit.party)


@pytest.mark.parametrize("end", [did_not_take_place, erased])
def test_a_number_is_not_valid_any_more(
    db: Session, page: Page, end: Callable[[Session, Visit], None]
) -> None:
    visit = over(db)
    [made] = visit.attestations
    number = made.number
    assert "Valid:" in page.visit(f"/attestation/{number}?lang=en").text
    end(db, visit)
    db.flush()
    page.visit(f"/attestation/{number}")
    assert "Not valid" in page.text
    assert not attestations.is_valid(db, number)
    db.expire_all()
    assert attestations.of_visit(visit) == []


def test_that_nobody_came_is_taken_back_like_any_act_and_who_came_was_there(db: Session) -> None:
    visit = over(db)
    [made] = visit.attestations
    held = visit.slot.people_held
    did_not_take_place(db, visit)
    undoing.undo(db, visit)
    assert (visit.state, visit.slot.people_held) == (VisitState.COMPLETED, held)
    assert attestations.is_valid(db, made.number)
    visit.arrived_at = now() - timedelta(days=3)
    assert "record_absence" not in possible.acts_on(visit)


def test_the_public_page_says_valid_or_not_and_nothing_else(db: Session, page: Page) -> None:
    visit = over(db)
    [made] = visit.attestations
    page.visit("/attestation?lang=en").submit({"number": made.number.lower().replace("-", " ")})
    assert page.path == f"/attestation/{made.number}"
    assert "Valid:" in page.text
    for word in (made.name, visit.farm.name, visit.party.code):
        assert word not in str(page.soup)
    page.visit("/attestation").submit({"number": "hello"})
    assert "12 letters and digits" in page.text
    before = len(db.scalars(select(Attempt)).all())
    for _ in range(301):
        page.visit(f"/attestation/{new_number()}")
    assert "Many numbers were tried" in page.text
    assert len(db.scalars(select(Attempt)).all()) > before
    assert "Valid:" not in page.visit(f"/attestation/{made.number}").text


def test_a_number_is_read_however_it_is_typed_and_tells_nothing() -> None:
    drawn = {new_number() for _ in range(200)}
    assert len(drawn) == 200
    for number in drawn:
        assert set(number) <= {*SIGNS, "-"}
        assert attestations.read_number(f" {number.lower()} ") == number
    for wrong in ("", "7KQ2-M4XW", "7KQ2-M4XW-9PT0", "é" * 12):
        assert attestations.read_number(wrong) is None


def test_a_guest_sees_names_after_a_code_alone(db: Session, page: Page) -> None:
    visit = over(db, party=a_party(db, language="en", persons=[a_person(last_name="Haddad")]))
    token = visit_token(visit, Side.PARTY)
    page.visit(f"/v/{token}").follow("My attestation")
    assert "Haddad" not in page.text
    assert visit.farm.name not in page.text
    page.submit(button="Send me the code")
    code = db.scalars(select(PhoneCode)).one()
    assert db.scalars(select(Message.kind)).all() == ["visit-code"]
    assert "I need help" not in page.text  # nobody is on a visit any more
    page.submit({"code": phone_digits(code)}, button="Show my page")
    assert page.title == "My attestation"
    assert "Haddad" in page.text
    assert visit.farm.name in page.text
    assert "séjour de découverte, sans travail" in page.text
    [made] = visit.attestations
    assert made.number in page.text
    page.visit(f"/v/{visit_token(visit, Side.FARM)}/attestation", status=404)
    page.visit(f"/v/{token}")
    assert visit.farm.name not in page.text  # a code opens the attestation, not the past visit


def test_an_attestation_speaks_every_language_of_guests_and_calls_an_immersion_no_stay(
    app: Flask, db: Session
) -> None:
    visit = over(db)
    [made] = visit.attestations
    with app.test_request_context():
        for language in languages.PUBLIC:
            said = wording.said(made, language)
            assert made.name in said.sentence
            assert made.number in said.issued
            assert said.not_work
        made.frame = "immersion"
        assert not wording.said(made, languages.DEFAULT).not_work


def test_rights_are_behind_the_guests_link_with_whom_to_call(db: Session, page: Page) -> None:
    visit = over(db)
    for language, says in (("fr", "Vous pouvez partir"), ("ar", "المغادرة")):
        page.visit(f"/v/{visit_token(visit, Side.PARTY)}/rights?lang={language}")
        assert says in page.text
        assert page.soup.select_one('a[href^="tel:"]')
    page.visit(f"/v/{visit_token(visit, Side.FARM)}/rights", status=404)
