"""An accepted immersion that does not take place, or ends early, is called off; all hear of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.agreements.test_signing import asked, by_day, link, messages, sign
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Agreement, AgreementState, Signer
from webapp.services.agreements import drafting, limits, signing, standing
from webapp.services.farms import stopping
from webapp.wording import compose

__all__ = ["by_day"]  # the day of these tests as well

A_DAY = timedelta(days=1)


def accepted(db: Session) -> Agreement:
    agreement = asked(db)
    for signer in (Signer.PRESCRIBER, Signer.ASSOCIATION, Signer.FARM, Signer.PERSON):
        sign(db, agreement, signer)
    signing.decide(db, agreement, AgreementState.ACCEPTED, today(), "A-1", agreement.made_by)
    db.flush()
    return agreement


def test_an_accepted_immersion_is_called_off_and_whoever_signed_hears_it(
    page: Page, db: Session, app: Flask
) -> None:
    agreement = accepted(db)
    home = agreement.party.organisation
    page.sign_in(a_caseworker(db, home, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}").follow("Call the immersion off")
    page.submit({"reason": "The farm is flooded"}, button="Call the immersion off")
    assert "It is called off." in page.text
    assert "The farm is flooded" in page.text
    assert "For the State’s form" not in page.text
    assert (agreement.state, agreement.number) == (AgreementState.ACCEPTED, "A-1")
    assert agreement.called_off_on == agreement.first_day
    told = messages(db, standing.OVER)
    assert set(told) == {Signer.PERSON, Signer.FARM, Signer.PRESCRIBER}
    assert all(is_true(each) for each in told.values())
    with app.app_context():
        read = {signer: compose(each).body for signer, each in told.items()}
    assert f"/farm/agreements/{agreement.id}" in read[Signer.FARM]
    assert link(agreement, Signer.PRESCRIBER) in read[Signer.PRESCRIBER]
    for signer in (Signer.FARM, Signer.PRESCRIBER):
        assert "N’y allez pas" not in read[signer], "They do not go anyway"
    page.visit(f"/casework/agreements/{agreement.id}/state-form", status=404)
    for signer in (Signer.PERSON, Signer.PRESCRIBER):
        page.visit(link(agreement, signer) + "?lang=en")
        assert "What you signed does not stand any more" in page.text
        assert ("Do not go: call the association." in page.text) is (signer is Signer.PERSON)
        assert "Thank you!" not in page.text


def test_it_ends_on_one_of_its_days_and_on_no_other(page: Page, db: Session) -> None:
    agreement = accepted(db)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}/calling-off")
    beyond = {"first": (agreement.last_day + A_DAY).isoformat(), "reason": "Work found"}
    page.submit(beyond, button="Call the immersion off")
    assert "Choose one of its days" in page.text
    assert page.soup.select('[name=reason][value="Work found"]')
    assert agreement.called_off_on is None
    page.submit({"first": agreement.last_day.isoformat()}, button="Call the immersion off")
    assert agreement.called_off_on == agreement.last_day


@pytest.mark.parametrize("state", ["draft", "in-review", "cancelled"])
def test_nothing_but_what_was_accepted_is_called_off(page: Page, db: Session, state: str) -> None:
    agreement = an_agreement(db, state=AgreementState(state))
    with pytest.raises(RuleBroken, match="agreement-not-accepted"):
        drafting.call_off(db, agreement, "Flood", agreement.first_day)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}/calling-off")
    assert "It is not accepted, or was called off already." in page.text


def test_it_is_called_off_once(db: Session) -> None:
    agreement = accepted(db)
    drafting.call_off(db, agreement, "Flood", agreement.first_day)
    with pytest.raises(RuleBroken, match="agreement-not-accepted"):
        drafting.call_off(db, agreement, "Fire", agreement.last_day)
    assert agreement.reason == "Flood"


@pytest.mark.parametrize(("days", "counted"), [(0, 0), (3, 1)])
def test_one_that_never_began_is_no_immersion_at_that_farm(
    db: Session, days: int, counted: int
) -> None:
    person, farm = a_party(db).persons[0], a_farm(db)
    agreements = [an_agreement(db, person, farm) for _times in range(3)]
    for each in agreements[1:]:
        each.state = AgreementState.ACCEPTED
        each.call_off("Flood", each.first_day + days * A_DAY)
    db.flush()
    warned = {each.code for each in limits.warnings(db, agreements[0])}
    assert ("renewed-too-often" in warned) is bool(counted)


def test_its_signers_are_told_no_more_when_the_farm_is_stopped_later(db: Session) -> None:
    agreement = accepted(db)
    drafting.call_off(db, agreement, "Flood", agreement.first_day)
    stopping.suspend(db, agreement.farm, a_coordinator(db), "safety")
    assert standing.stop_at(db, agreement.farm) == 0


def test_what_stands_is_called_off_by_nobody_else(page: Page, db: Session) -> None:
    agreement = accepted(db)
    page.sign_in(a_caseworker(db, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}/calling-off", status=404)
    assert agreement.may_be_called_off
