"""An agreement is signed by link and code, in any order; what has changed is signed anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.pdf.reading import text_of
from webapp.channels.delivery import readers_of
from webapp.channels.truth import is_true
from webapp.ground.clock import PARIS, now
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Agreement,
    AgreementSignature,
    AgreementState,
    Channel,
    Message,
    Signer,
)
from webapp.services.agreements import drafting, signing
from webapp.services.records.tokens import signature_digits, signature_token
from webapp.services.retention import erasing
from webapp.wording import agreement_paper, compose

NOON = datetime(2027, 3, 2, 12, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def by_day(db: Session) -> Any:
    with time_machine.travel(NOON, tick=False):
        a_programme(db)
        yield


def asked(db: Session, agreement: Agreement | None = None) -> Agreement:
    """An agreement that everybody has been asked to sign."""
    farm = a_farm(db)
    a_farmer(db, farm, language="en")
    made = agreement or an_agreement(db, a_party(db, language="ar").persons[0], farm)
    signing.ask(db, made)
    return made


def of(agreement: Agreement, signer: Signer) -> AgreementSignature:
    return next(each for each in agreement.signatures if each.signer is signer)


def sign(db: Session, agreement: Agreement, signer: Signer) -> None:
    signature = of(agreement, signer)
    if signer is Signer.ASSOCIATION:
        signing.sign_for_association(db, agreement, agreement.made_by)
        return
    signing.send_code(db, signature)
    taken = signing.sign_by_code(db, signature, signature_digits(signature), "Anne Martin")
    assert not taken.refused


def messages(db: Session, kind: str) -> dict[Signer, Message]:
    found = db.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
    return {each.signature.signer: each for each in found if each.signature}


def link(agreement: Agreement, signer: Signer) -> str:
    return f"/v/agreement/{signature_token(of(agreement, signer))}"


def test_everybody_is_asked_in_their_way_and_no_message_names_anybody(
    app: Flask, db: Session
) -> None:
    agreement = asked(db)
    found = messages(db, signing.TO_SIGN)
    assert set(found) == {Signer.PERSON, Signer.FARM, Signer.PRESCRIBER}
    assert readers_of(found[Signer.PERSON]) == (agreement.party.phone,)
    assert readers_of(found[Signer.FARM]) == (agreement.farm.users[0].email,)
    assert agreement.prescriber is not None
    assert readers_of(found[Signer.PRESCRIBER]) == (agreement.prescriber.email,)
    assert found[Signer.PERSON].channel is Channel.SMS
    person = agreement.person
    assert person is not None
    for message in found.values():
        with app.app_context():
            text = compose(message)
        assert is_true(message)
        assert person.first_name not in text.subject + text.body
        assert agreement.farm.name not in text.subject + text.body


def test_what_is_missing_is_said_and_nobody_is_asked(page: Page, db: Session) -> None:
    agreement = an_agreement(db, terms={"tasks": "", "hours_1": ""}, prescriber_id=None)
    with pytest.raises(RuleBroken, match="agreement-not-ready") as rule:
        signing.ask(db, agreement)
    assert rule.value.facts["missing"] == ["tasks", "prescriber"]
    assert not messages(db, signing.TO_SIGN)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}")
    assert "this is still missing: Tasks and prescriber" in page.text


def test_whoever_is_under_age_signs_with_a_representative(db: Session) -> None:
    person = a_party(db, persons=[a_person(birth_year=2010)]).persons[0]
    agreement = an_agreement(db, person)
    assert signing.missing(agreement) == ["representative_name", "representative_phone"]
    agreement.say(representative_name="Nour B", representative_phone="+33611111111")
    asked(db, agreement)
    asks = messages(db, signing.TO_SIGN)[Signer.REPRESENTATIVE]
    assert readers_of(asks) == ("+33611111111",)
    said = agreement.versions[0].said
    assert signing.signer_name(of(agreement, Signer.REPRESENTATIVE), said) == "Nour B"


def test_a_farm_signs_in_its_portal_and_is_asked_there(page: Page, db: Session) -> None:
    agreement = asked(db)
    [farmer] = agreement.farm.users
    page.sign_in(farmer).visit("/farm/").follow("Sign an immersion")
    page.submit(button="Send me the code to sign")
    signature = of(agreement, Signer.FARM)
    db.refresh(signature)
    here = f"/farm/agreements/{agreement.id}"
    page.submit({"code": signature_digits(signature), "read": "yes"}, to=here)
    assert f"Signed for your farm by {farmer.name}" in page.text
    assert "Sign an immersion" not in page.visit("/farm/").text


def test_with_the_last_signature_it_waits_for_the_state_and_what_comes_back_is_noted_by_somebody(
    page: Page, db: Session
) -> None:
    agreement = asked(db)
    seen = []
    for signer in (Signer.PRESCRIBER, Signer.ASSOCIATION, Signer.FARM, Signer.PERSON):
        sign(db, agreement, signer)
        seen.append(agreement.state.value)
    assert seen == [*["partly-signed"] * 3, "in-review"]
    reader = a_caseworker(db, agreement.party.organisation, language="en", name="Claire")
    page.sign_in(reader).visit(f"/casework/agreements/{agreement.id}/decision")
    page.submit({"result": "accepted"}, button="Write it down")
    assert "Enter the number of what was accepted, or the reason" in page.text
    page.submit({"result": "accepted", "why": "IF-77"}, button="Write it down")
    assert "under the number IF-77, as Claire noted" in page.text
    db.refresh(agreement)
    assert agreement.state is AgreementState.ACCEPTED


def test_a_change_withholds_what_was_written_and_the_links_of_before_sign_nothing(
    page: Page, db: Session
) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PRESCRIBER)
    before, address = messages(db, signing.TO_SIGN), link(agreement, Signer.PERSON)
    signing.send_code(db, of(agreement, Signer.PERSON))
    code = messages(db, signing.CODE)[Signer.PERSON]
    assert is_true(before[Signer.PERSON])
    assert not is_true(before[Signer.PRESCRIBER])
    assert is_true(code)
    signing.change(db, agreement)
    assert not any(is_true(each) for each in (*before.values(), code))
    drafting.write(db, agreement, {"trade": "Bees"})
    signing.ask(db, agreement)
    assert not any(is_true(each) for each in (*before.values(), code))
    page.visit(address + "?lang=en")
    assert "There is nothing to sign here now" in page.text
    assert "Send me the code" not in page.text
    page.visit(link(agreement, Signer.PERSON) + "?lang=en")
    assert "Send me the code" in page.text
    assert len(messages(db, signing.TO_SIGN)) == 3


def test_a_cancelled_agreement_is_signed_by_nobody(db: Session) -> None:
    agreement = asked(db)
    drafting.cancel(db, agreement, "They found work.")
    assert not any(is_true(each) for each in messages(db, signing.TO_SIGN).values())
    with pytest.raises(RuleBroken, match="nothing-to-sign"):
        signing.send_code(db, of(agreement, Signer.PERSON))


def test_a_code_lives_ten_minutes_has_five_tries_and_a_new_one_ends_it(db: Session) -> None:
    signature = of(asked(db), Signer.PERSON)
    signing.send_code(db, signature)
    first = signature_digits(signature)
    with time_machine.travel(NOON + signing.CODE_LIFE, tick=False):
        assert signing.sign_by_code(db, signature, first, "A").refused
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        signing.send_code(db, signature)
        assert signing.sign_by_code(db, signature, first, "A").refused
        for _each in range(4):
            signing.sign_by_code(db, signature, "000000", "A")
        right = signature_digits(signature)
        assert signing.sign_by_code(db, signature, right, "A").refused
    assert signature.at is None


def test_a_farm_sees_no_draft(db: Session) -> None:
    agreement = an_agreement(db)
    set_scope(db, Scope("farm", agreement.farm_id))
    assert not db.scalars(select(Agreement.id)).all()


def test_a_version_gives_the_same_paper_a_year_later_whatever_has_changed_since(
    app: Flask, db: Session
) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PRESCRIBER)
    version, signatures = agreement.versions[0], agreement.signatures

    def paper() -> bytes:
        with app.app_context():
            return agreement_paper.printed(version.said, "1-1", signatures).content()

    first = paper()
    assert "Anne Martin" in text_of(first)
    assert "Maraîchage" in text_of(first)
    signing.change(db, agreement)
    drafting.write(db, agreement, {"trade": "Bees"})
    agreement.farm.name = "Another name"
    db.flush()
    with time_machine.travel(NOON + timedelta(days=366), tick=False):
        db.expire_all()
        assert paper() == first


def test_what_was_written_on_lines_of_its_own_stands_so_on_the_paper(
    app: Flask, db: Session
) -> None:
    said = asked(db).versions[0].said
    terms = {**said["terms"], "tasks": "Traire\n\nSoigner", "goals": "Voir\nEssayer"}
    with app.app_context():
        content = agreement_paper.printed({**said, "terms": terms}, "1-1", []).content()
    lines = [line.strip() for line in text_of(content).splitlines()]
    assert {"Traire", "Soigner", "Voir", "Essayer"} <= set(lines)


def test_of_an_erased_file_neither_versions_nor_names_of_signers_are_left(db: Session) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.PERSON)
    version, signature = agreement.versions[0], of(agreement, Signer.PERSON)
    erasing.erase(db, agreement.party)
    db.refresh(version)
    db.refresh(signature)
    assert (version.told, signature.name) == (None, None)
    assert signature.at == now()


def test_whoever_has_not_signed_is_asked_once_more_and_once_a_day(db: Session) -> None:
    agreement = asked(db)
    sign(db, agreement, Signer.FARM)
    count = select(Message).where(Message.kind == signing.TO_SIGN)
    before = len(db.scalars(count).all())
    assert [signing.ask_again(db, agreement) for _twice in range(2)] == [2, 0]
    assert len(db.scalars(count).all()) == before + 2
