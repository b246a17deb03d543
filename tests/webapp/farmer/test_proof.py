"""A farmer who stays signed in reads names of guests for a week, then by a code; all else stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_programme, a_visit
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import (
    Answer,
    EmailLink,
    Side,
    User,
    UserSession,
    Visit,
    VisitState,
    Writer,
)
from webapp.services.accounts import proofs
from webapp.services.after import relationships
from webapp.services.records import tokens
from webapp.services.visits import threads

WORDS = "We fetch you at four."
PASSWORD = "herbe loutre vingt manivelle"
NAMES = ("Nour", "06 98 76 54 32")
ON_DUTY = "06 99 00 00 00"
LONG_AGO = proofs.PROVED_FOR + timedelta(minutes=1)


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit of today, to which both have said yes."""
    a_programme(db, on_duty_phone="+33699000000")
    visit = a_visit(
        db,
        state=VisitState.UNDER_WAY,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
    )
    visit.slot.arrival, visit.slot.departure = today(), today() + timedelta(days=4)
    visit.stay = Range(today(), visit.slot.departure, bounds="[]")
    visit.party.phone = "+33698765432"
    visit.party.persons[0].first_name = "Nour"
    db.flush()
    return visit


@pytest.fixture
def anne(db: Session, visit: Visit) -> User:
    return a_farmer(db, visit.farm, language="en")


def sign_in_long_ago(page: Page, db: Session, anne: User) -> None:
    page.sign_in(anne)
    let_it_be(db, anne, LONG_AGO)


def let_it_be(db: Session, anne: User, ago: timedelta) -> None:
    """Let somebody have signed in so long ago."""
    for opened in db.scalars(select(UserSession).where(UserSession.user_id == anne.id)):
        opened.created_at = now() - ago
    db.commit()


def shown(page: Page, address: str) -> list[str]:
    page.visit(address)
    return [each for each in NAMES if each in page.text]


def test_names_and_numbers_are_folded_after_a_week_and_shown_again_by_a_code_alone(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    of_visit = f"/farm/visits/{visit.id}"
    page.sign_in(anne)
    assert shown(page, of_visit) == list(NAMES)
    sign_in_long_ago(page, db, anne)
    for address in (of_visit, "/farm/visits", f"{of_visit}/help", f"{of_visit}/sheet.pdf"):
        assert shown(page, address) == []
    page.visit(of_visit)
    for each in (ON_DUTY, "112", "They are here", "I need help", "folded away"):
        assert each in page.text, "Nobody is locked out of what a visit needs"
    page.submit({}, button="Send me the code")
    page.submit({"code": "000000"}, to=f"{of_visit}/names")
    assert "does not fit" in page.text
    assert ON_DUTY in page.text
    [sent] = db.scalars(select(EmailLink)).all()
    page.submit({"code": tokens.email_digits(sent)}, to=f"{of_visit}/names")
    assert page.path == of_visit
    assert shown(page, of_visit) == list(NAMES)
    [opened] = db.scalars(select(UserSession).where(UserSession.proved_at.is_not(None)))
    opened.proved_at = now() - LONG_AGO
    db.commit()
    assert shown(page, of_visit) == []


def test_a_code_shows_names_on_the_device_alone_on_which_it_was_given(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    sign_in_long_ago(page, db, anne)
    [opened] = db.scalars(select(UserSession).where(UserSession.user_id == anne.id))
    other = UserSession(digest="another", user_id=anne.id, created_at=now() - LONG_AGO)
    db.add(other)
    proofs.send_code(db, anne)
    [sent] = db.scalars(select(EmailLink)).all()
    proofs.prove(db, opened, tokens.email_digits(sent))
    assert (proofs.is_proved(opened), proofs.is_proved(other)) == (True, False)
    assert not proofs.is_sent(db, anne), "A code works once"


def test_the_number_of_guests_in_contact_is_folded_as_well(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    visit.state = VisitState.COMPLETED
    visit.arrived_at = visit.ended_at = now()
    relationships.say_yes(db, visit, Side.PARTY, ["phone"])
    relationships.say_yes(db, visit, Side.FARM, [], anne)
    db.flush()
    address = f"/farm/visits/{visit.id}/relationship"
    page.sign_in(anne)
    assert "06 98 76 54 32" in shown(page, address)
    sign_in_long_ago(page, db, anne)
    assert shown(page, address) == []
    assert "Send me the code" in page.text


def test_a_password_or_a_mailbox_is_not_changed_by_whoever_found_the_telephone(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    page.sign_in(anne).visit("/account/new-password")
    let_it_be(db, anne, LONG_AGO)
    page.submit({"password": PASSWORD, "again": PASSWORD}, button="Save the new password")
    assert anne.password_hash is None
    for address in ("/account/new-password", "/account/mailbox"):
        assert "sign out and in again by the link of an e-mail" in page.visit(address).text
        assert not page.soup.select("main form")
    assert shown(page, f"/farm/visits/{visit.id}") == []


def test_a_first_password_makes_the_proof_of_its_session_no_younger(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    page.sign_in(anne)
    let_it_be(db, anne, timedelta(days=6))
    page.visit("/account/new-password")
    page.submit({"password": PASSWORD, "again": PASSWORD}, button="Save the new password")
    assert anne.password_hash is not None
    newest = select(UserSession).where(UserSession.user_id == anne.id)
    session = db.scalars(newest.order_by(UserSession.id.desc())).first()
    assert session is not None
    assert session.proved_at is not None
    assert session.proved_at < now() - timedelta(days=5)


def give_the_code(page: Page, db: Session) -> None:
    page.submit({}, button="Send me the code")
    sent = db.scalars(select(EmailLink).order_by(EmailLink.id.desc())).first()
    assert sent is not None
    page.submit({"code": tokens.email_digits(sent)}, button="Show names and telephone")


def test_a_message_that_waits_for_the_code_is_there_once_it_was_given(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    thread = f"/farm/visits/{visit.id}/thread"
    page.sign_in(anne).visit(thread)
    let_it_be(db, anne, LONG_AGO)
    page.submit({"card": "late", "words": WORDS}, button="Send")
    assert page.path == f"/farm/visits/{visit.id}"
    assert "Nothing was sent yet. Show first that it is you" in page.text
    assert WORDS not in page.response.text
    give_the_code(page, db)
    assert page.path == thread
    area, chosen = page.soup.select_one("textarea"), page.soup.select_one("[selected]")
    assert area is not None
    assert chosen is not None
    assert (area.get_text().strip(), chosen["value"]) == (WORDS, "late")
    assert threads.of_visit(db, visit) == []
    page.submit({"card": ""}, button="Send")
    assert [each.words for each in threads.of_visit(db, visit)] == [WORDS]
    area = page.soup.select_one("textarea")
    assert area is not None
    assert area.get_text().strip() == ""


@pytest.mark.parametrize("act", ["nothing typed", "a report", "a look"])
def test_what_was_pressed_is_said_not_to_be_done_and_the_code_leads_back_to_it(
    page: Page, db: Session, visit: Visit, anne: User, act: str
) -> None:
    threads.write(db, visit, Writer.PARTY, words=WORDS, language="fr")
    thread = f"/farm/visits/{visit.id}/thread"
    page.sign_in(anne).visit(thread)
    let_it_be(db, anne, LONG_AGO)
    if act == "a look":
        page.visit(thread)
    else:
        page.submit({}, button="Send" if act == "nothing typed" else "This is not all right")
    assert ("Nothing was sent yet. Ask for a code first" in page.text) is (act != "a look")
    give_the_code(page, db)
    assert page.path == thread
    assert WORDS in page.text


def test_a_message_about_a_visit_that_is_over_is_said_to_come_too_late(
    page: Page, db: Session, visit: Visit, anne: User
) -> None:
    page.sign_in(anne).visit(f"/farm/visits/{visit.id}/thread")
    let_it_be(db, anne, LONG_AGO)
    visit.state, visit.ended_at = VisitState.COMPLETED, now()
    page.submit({"words": WORDS}, button="Send")
    assert "Nothing can be written here any more. Call the association." in page.text
    assert "code" not in page.text
