"""The list of follow-ups: whose they are, how they were tried, and the letter that leads there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_help_call, a_party
from tests.page import Page
from tests.webapp.after.test_follow_ups import ended, one
from webapp.ground.clock import today
from webapp.models import Message, User
from webapp.services.after import follow_ups
from webapp.services.parties import digest
from webapp.wording import compose


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """A Wednesday morning, in the hours of the letter."""
    with time_machine.travel(datetime(2027, 3, 3, 9, 0, tzinfo=UTC), tick=True):
        yield


def two_who_accompany(db: Session) -> tuple[User, User]:
    """Two caseworkers of an association, each with a visit that is followed up; one was tried."""
    me = a_caseworker(db, language="en")
    colleague = a_caseworker(db, me.organisation, language="en", name="Camille Duval")
    for code, user in (("P-9001", me), ("P-9002", colleague)):
        party = a_party(db, me.organisation, code=code, referent_id=user.id)
        visit = ended(db, date(2027, 1, 5), party=party)
    follow_ups.make_due(db)
    follow_ups.attempt(db, one(db, visit), "meeting", today() - timedelta(days=1), me)
    return me, colleague


def test_a_caseworker_chooses_whose_follow_ups_and_reads_how_they_were_tried(
    db: Session, page: Page
) -> None:
    me, colleague = two_who_accompany(db)
    page.sign_in(me).visit("/casework/follow-ups")
    assert "P-9001" in page.text
    assert "Camille Duval" in page.text
    assert "1 attempt" in page.text
    assert "Meeting, Mar 2, 2027" in page.text
    page.submit({"referent": str(me.id)}, button="Show")
    assert "P-9001" in page.text
    assert "P-9002" not in page.text
    page.visit(f"/casework/?referent={colleague.id}").follow("2 follow-ups are due")
    assert "P-9002" in page.text
    assert "P-9001" not in page.text


def test_a_long_list_is_read_page_by_page_the_first_due_first(db: Session, page: Page) -> None:
    me = a_caseworker(db, language="en")
    for number in range(20):
        days, code = timedelta(days=number), f"P-{9100 + number}"
        ended(db, date(2027, 1, 5) + days, party=a_party(db, me.organisation, code=code))
    follow_ups.make_due(db)
    page.sign_in(me).visit("/casework/follow-ups")
    assert "P-9100" in page.text
    assert "P-9119" not in page.text
    page.follow("Next")
    assert "P-9119" in page.text
    assert "P-9100" not in page.text


def test_the_morning_letter_leads_to_the_follow_ups_of_its_reader(app: Flask, db: Session) -> None:
    me, _colleague = two_who_accompany(db)
    a_help_call(db, ended(db, date(2027, 3, 2), party=a_party(db, me.organisation)))
    digest.write_due(db)
    mine = Message.kind == digest.KIND, Message.user_id == me.id
    letter = db.scalars(select(Message).where(*mine)).one()
    with app.test_request_context():
        body = compose(letter).body
    assert "Of the files that you accompany, 2 follow-ups are due:" in body
    assert f"/casework/follow-ups?referent={me.id}" in body
