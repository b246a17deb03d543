"""A link that was lost is asked for by telephone number: known or not, the answer is the same."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party, a_slot, a_visit
from tests.page import Page
from tests.webapp.workshops.builders import a_seat
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.encryption import Cipher
from webapp.models import Message, VisitState
from webapp.services.after import asking
from webapp.services.visits import links
from webapp.services.workshops import telling


@pytest.mark.parametrize("number", ["06 99 00 00 00", "06 11 22 33 44"])
def test_a_lost_link_gets_the_same_answer_for_every_number(
    page: Page, db: Session, number: str
) -> None:
    a_visit(db)
    page.visit("/my-link").submit({"phone": number}, button="Envoyez")
    assert page.path == "/my-link/sent"
    assert "06" not in page.text


def test_a_lost_link_is_sent_once_to_the_number_that_asks(db: Session) -> None:
    visit = a_visit(db)
    for number in ("+33699000000", "+33699000000", "+33611223344"):
        links.send_links(db, Cipher.fingerprint(number))
    sent = db.scalars(select(Message).where(Message.kind == "visit-link")).all()
    assert [message.visit_id for message in sent] == [visit.id]


def test_a_lost_link_leads_to_workshops_and_to_a_visit_of_which_nothing_is_said(
    db: Session,
) -> None:
    over = a_slot(db, arrival=today() - timedelta(days=9))
    visit = a_visit(db, slot=over, state=VisitState.COMPLETED)
    comes, never_heard = visit.party, a_party(db, number="+33699000009")
    a_seat(db, person=comes.persons[0])
    for number in (comes.phone, comes.phone, never_heard.phone):
        for send in (links.send_links, asking.ask_again, telling.send_link_again):
            send(db, Cipher.fingerprint(number or ""))
    sent = db.execute(select(Message.kind, Message.visit_id, Message.party_id)).all()
    assert sorted(sent) == [("visit-feedback", visit.id, None), ("workshops-link", None, comes.id)]
    assert all(is_true(message) for message in db.scalars(select(Message)))


def test_one_number_cannot_be_bothered_all_day(page: Page, db: Session) -> None:
    for _ in range(4):
        page.visit("/my-link").submit({"phone": "0699000000"}, button="Envoyez")
    assert "plusieurs fois" in page.text
