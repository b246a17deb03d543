"""An agreement behind its link: opened by a code, read, signed; the link alone tells nothing."""

from datetime import timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.page import Page
from tests.webapp.agreements.test_signing import NOON, asked, by_day, link, of
from webapp.ground.database import Scope, set_scope
from webapp.models import (
    Agreement,
    AgreementSignature,
    AgreementState,
    AgreementVersion,
    Party,
    Signer,
)
from webapp.services.agreements import signing
from webapp.services.records.tokens import signature_digits, signature_token

__all__ = ["by_day"]  # the day of these tests as well


def test_a_person_reads_it_in_their_language_and_signs_with_the_code_of_their_telephone(
    page: Page, db: Session
) -> None:
    agreement = asked(db)
    page.visit(link(agreement, Signer.PERSON))
    assert page.soup.html is not None
    assert page.soup.html["lang"] == "ar"
    page.visit(link(agreement, Signer.PERSON) + "?lang=en").submit(button="Send me the code")
    signature = of(agreement, Signer.PERSON)
    db.refresh(signature)
    page.submit({"code": "000000"}, button="Open it")
    assert "This is not the code. 4 tries are left." in page.text
    page.submit({"code": signature_digits(signature)}, button="Open it")
    assert "Maraîchage" in page.text
    sign_here = f"{link(agreement, Signer.PERSON)}/signature"
    page.submit({}, to=sign_here)
    assert "Tick that you have read it" in page.text
    page.submit({"read": "yes"}, to=sign_here)
    db.refresh(agreement)
    db.refresh(signature)
    assert "You signed on" in page.text
    assert agreement.state is AgreementState.PARTLY_SIGNED
    assert signature.name == agreement.versions[0].said["person"]["name"]


def test_a_link_alone_tells_neither_who_nor_where_nor_when(page: Page, db: Session) -> None:
    agreement = asked(db)
    for signer in (Signer.PERSON, Signer.PRESCRIBER):
        address = link(agreement, signer)
        page.visit(address + "?lang=en")
        said = agreement.versions[0].said
        for told in (said["person"]["last_name"], agreement.farm.name, "Maraîchage", "2027"):
            assert told not in page.text
        page.visit(f"{address}/paper.pdf")
        assert page.response.mimetype == "text/html"


def test_what_was_opened_closes_after_a_quarter_of_an_hour_and_opens_again_once_signed(
    page: Page, db: Session
) -> None:
    agreement = asked(db)
    signature = of(agreement, Signer.PERSON)
    for at in (NOON, NOON + timedelta(minutes=16)):
        with time_machine.travel(at, tick=False):
            page.visit(link(agreement, Signer.PERSON) + "?lang=en")
            assert "Maraîchage" not in page.text
            page.submit(button="Send me the code")
            db.refresh(signature)
            page.submit({"code": signature_digits(signature)}, button="Open it")
            assert "Maraîchage" in page.text
            if signature.at is None:
                page.submit({"read": "yes"}, button="Sign")
                db.refresh(signature)
            paper = f"{link(agreement, Signer.PERSON)}/paper.pdf"
            assert page.visit(paper).response.mimetype == "application/pdf"
    party = db.get_one(Party, agreement.party_id)
    party.phone_shared, party.persons[0].birth_year = True, 1990
    with time_machine.travel(at, tick=False):
        page.visit(paper).submit({"year": "1990"}, button="Show my page")
        page.visit(paper)
    assert "nothing is kept on it" in page.text, "others read the telephone"
    assert ".pdf" not in page.response.text


def test_a_page_that_stayed_open_for_too_long_signs_nothing(page: Page, db: Session) -> None:
    agreement = asked(db)
    signature = of(agreement, Signer.PERSON)
    signing.send_code(db, signature)
    page.visit(link(agreement, Signer.PERSON) + "?lang=en")
    page.submit({"code": signature_digits(signature)}, button="Open it")
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        page.submit({"read": "yes"}, button="Sign")
        assert "Give the code again" in page.text
    db.refresh(signature)
    assert signature.at is None


def test_who_signs_what_was_taken_back_reads_why_and_whom_to_call(page: Page, db: Session) -> None:
    agreement = asked(db)
    agreement.party.organisation.phone = "+33199000093"
    signing.change(db, agreement)
    signing.ask(db, agreement)
    signature = of(agreement, Signer.PRESCRIBER)
    signing.send_code(db, signature)
    page.visit(link(agreement, Signer.PRESCRIBER) + "?lang=en")
    page.submit({"code": signature_digits(signature)}, button="Open it")
    signing.change(db, agreement)
    page.submit({"read": "yes"}, button="Sign")
    assert "the act is no longer possible" in page.text, "Nothing was signed by that press"
    assert "There is nothing to sign here now" in page.text
    assert "Give the code again" not in page.text
    assert page.soup.select('main a[href="tel:+33199000093"]')


def test_an_old_link_says_that_a_newer_version_waits_until_that_one_is_signed(
    page: Page, db: Session
) -> None:
    agreement = asked(db)
    old, waits = f"{link(agreement, Signer.PERSON)}?lang=en", "A newer version waits for you"
    assert waits not in page.visit(old).text
    signing.change(db, agreement)
    assert waits not in page.visit(old).text, "It is being written"
    signing.ask(db, agreement)
    assert waits in page.visit(old).text
    signing.sign_proved(db, of(agreement, Signer.PERSON), "X")
    assert waits not in page.visit(old).text


def test_a_code_opens_once(db: Session) -> None:
    signature = of(asked(db), Signer.PERSON)
    signing.send_code(db, signature)
    digits = signature_digits(signature)
    assert [bool(signing.prove(db, signature, digits).refused) for _twice in range(2)] == [
        False, True,
    ]  # fmt: skip


def test_a_link_that_is_forged_or_of_another_row_opens_nothing(page: Page, db: Session) -> None:
    agreement = asked(db)
    token = signature_token(of(agreement, Signer.PERSON))
    number, tag = token.split("-", 1)
    for each in (f"{number}-x{tag[1:]}", f"{int(number) + 1}-{tag}", "x", f"{10**11}-{tag}"):
        page.visit(f"/v/agreement/{each}", status=404)


def test_behind_a_link_nothing_is_seen_but_the_own_signature_and_what_is_signed(
    db: Session,
) -> None:
    agreement, other = asked(db), asked(db)
    mine = of(agreement, Signer.PRESCRIBER)
    set_scope(db, Scope("signature", mine.id))
    assert db.scalars(select(AgreementSignature.id)).all() == [mine.id]
    assert db.scalars(select(Agreement.id)).all() == [agreement.id]
    assert set(db.scalars(select(AgreementVersion.agreement_id))) == {agreement.id}
    set_scope(db, Scope("farm", other.farm_id))
    assert db.scalars(select(Agreement.id)).all() == [other.id]
    assert len(db.scalars(select(AgreementSignature.id)).all()) == 4
