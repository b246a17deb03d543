"""What is signed of an immersion stands only while farm, person and days do; else all are told."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator
from tests.page import Page
from tests.webapp.agreements.test_signing import asked, by_day, link, messages, of, sign
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Agreement,
    AgreementState,
    FarmState,
    PartyState,
    Refusal,
    Side,
    Signer,
)
from webapp.services.agreements import drafting, signing, standing
from webapp.services.farms import stopping
from webapp.services.records.tokens import signature_digits

__all__ = ["by_day"]  # the day of these tests as well


def fall_away(agreement: Agreement, why: str) -> None:
    if why == "farm stopped":
        agreement.farm.state = FarmState.SUSPENDED
    elif why == "farm on hold":
        agreement.farm.on_hold_since = now()
    elif why == "person has left":
        agreement.party.state = PartyState.LEFT
    else:
        agreement.party.refusals.append(Refusal(farm_id=agreement.farm_id, side=Side.PARTY))


@pytest.mark.parametrize(
    "why", ["farm stopped", "farm on hold", "person has left", "they do not wish it"]
)
def test_nobody_is_asked_and_nobody_signs_what_cannot_be(page: Page, db: Session, why: str) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PRESCRIBER)
    fall_away(agreement, why)
    db.flush()
    assert not any(is_true(each) for each in messages(db, signing.TO_SIGN).values())
    with pytest.raises(RuleBroken, match="nothing-to-sign"):
        signing.send_code(db, of(agreement, Signer.PERSON))
    with pytest.raises(RuleBroken, match="agreement-"):
        signing.ask_again(db, agreement)
    with pytest.raises(RuleBroken, match="agreement-"):
        signing.sign_for_association(db, agreement, agreement.made_by)
    page.visit(link(agreement, Signer.PERSON) + "?lang=en")
    assert "There is nothing to sign here now" in page.text
    page.visit(link(agreement, Signer.PRESCRIBER) + "?lang=en")
    assert "What you signed does not stand any more" in page.text
    assert "Do not go" not in page.text  # nobody but the person goes
    signing.change(db, agreement)
    with pytest.raises(RuleBroken, match="agreement-"):
        signing.ask(db, agreement)


def test_nobody_signs_for_days_that_have_begun(page: Page, db: Session) -> None:
    agreement = asked(db)
    with time_machine.travel(now() + timedelta(days=400), tick=False):
        with pytest.raises(RuleBroken, match="agreement-days-past"):
            signing.sign_for_association(db, agreement, agreement.made_by)
        page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
        page.visit(f"/casework/agreements/{agreement.id}")
        assert "Its first day is past" in page.text


@pytest.mark.parametrize("how", ["cancelled", "changed", "sent back"])
def test_whoever_signed_is_told_that_it_does_not_stand(page: Page, db: Session, how: str) -> None:
    agreement = asked(db)
    for signer in (Signer.PRESCRIBER, Signer.ASSOCIATION, Signer.FARM, Signer.PERSON):
        sign(db, agreement, signer)
    assert not messages(db, standing.OVER)
    if how == "cancelled":
        drafting.cancel(db, agreement, "They found work.")
    elif how == "changed":
        signing.change(db, agreement)
    else:
        back = AgreementState.SENT_BACK
        signing.decide(db, agreement, back, now().date(), "A day is wrong.", agreement.made_by)
    told = messages(db, standing.OVER)
    assert set(told) == {Signer.PERSON, Signer.FARM, Signer.PRESCRIBER}
    assert all(is_true(each) for each in told.values())
    page.visit(link(agreement, Signer.PERSON) + "?lang=en")
    assert "Do not go: call the association." in page.text
    assert "Thank you!" not in page.text


def test_what_is_signed_at_a_farm_is_taken_back_when_it_is_stopped(
    db: Session,
) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PERSON)
    stopping.suspend(db, agreement.farm, a_coordinator(db), "safety")
    assert standing.stop_at(db, agreement.farm) == 1
    assert agreement.state is AgreementState.DRAFT
    assert set(messages(db, standing.OVER)) == {Signer.PERSON}
    assert standing.stop_at(db, agreement.farm) == 0


def test_whoever_has_signed_does_not_go_before_it_is_accepted(page: Page, db: Session) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PERSON)
    signature = of(agreement, Signer.PERSON)
    signing.send_code(db, signature)
    page.visit(link(agreement, Signer.PERSON) + "?lang=en")
    page.submit({"code": signature_digits(signature)}, button="Open it")
    assert "You signed on" in page.text
    assert "Do not go before the association says that it is accepted." in page.text
