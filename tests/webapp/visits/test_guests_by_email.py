"""Guests whose way is e-mail: the same words, a neutral subject, and a calendar that obeys."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.page import Page
from tests.webapp.gateway.test_bounces import came_back
from tests.webapp.visits.test_messages import Post, Recorder, a_message, mail_url, post, send
from webapp.channels.bounces import what_came_back
from webapp.channels.email import Mail, addressed
from webapp.channels.receipts import take_receipt
from webapp.models import Answer, Channel, Fate, MessageState, Party, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import links, stays
from webapp.wording.calendar_file import invitation

__all__ = ["mail_url", "post"]
MAILBOX = "tesfay@post.example"


@pytest.fixture
def party(db: Session) -> Party:
    return a_party(db, channel="email", email=MAILBOX, language="ti")


@pytest.fixture
def visit(db: Session, party: Party, spring: datetime) -> Visit:
    yes = Answer.YES
    return a_visit(
        db, party=party, state=VisitState.CONFIRMED, party_answer=yes, farm_answer=yes,
        confirmed_at=spring, created_at=spring,
    )  # fmt: skip


def test_they_read_the_words_of_a_text_message_under_a_subject_that_tells_nothing(
    app: Flask, db: Session, party: Party
) -> None:
    visit, carrier = a_visit(db, party=party), Recorder()
    message = a_message(db, visit, Side.PARTY)
    send(app, db, message, carrier)
    [letter] = carrier.letters
    assert (message.channel, letter.to) == (Channel.EMAIL, (MAILBOX,))
    assert (letter.subject, letter.language) == ("ንዓኹም ዝኸውን መልእኽቲ", "ti")
    assert f"/v/{visit_token(visit, Side.PARTY)}" in letter.body
    for private in (visit.farm.name, party.persons[0].first_name, "Carentan"):
        assert private not in letter.subject + letter.body


def test_without_a_mailbox_or_by_another_way_they_get_text_messages(db: Session) -> None:
    for given in ({"email": None, "channel": "email"}, {"email": MAILBOX, "channel": "sms"}):
        visit = a_visit(db, party=a_party(db, **given))
        assert a_message(db, visit, Side.PARTY).channel is Channel.SMS


def test_their_calendar_takes_the_visit_learns_the_hour_and_lets_it_go(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post, spring: datetime
) -> None:
    for minute, state, kind, hour in (
        (1, VisitState.CONFIRMED, "visit-confirmed", None),
        (2, VisitState.CONFIRMED, "visit-hour-agreed", 14),
        (3, VisitState.CANCELLED, "visit-cancelled", 14),
        (4, VisitState.CONFIRMED, "visit-restored", 14),
    ):
        visit.state, visit.arrival_hour, visit.hour_agreed = state, hour, hour is not None
        visit.end_reason = "illness" if state is VisitState.CANCELLED else None
        with time_machine.travel(spring + timedelta(minutes=minute), tick=False):
            send(app, db, a_message(db, visit, Side.PARTY, kind), Mail(mail_url))
    parts = [part for mail in post.taken for part in mail.walk() if part.get_param("method")]
    written = [bytes(part.get_payload(decode=True)) for part in parts]
    calendars = [Calendar.from_ical(each) for each in written]
    methods = ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [part.get_param("method") for part in parts] == methods
    assert [each["method"] for each in calendars] == methods
    events = [event for each in calendars for event in each.walk("VEVENT")]
    assert [int(str(each["sequence"])) for each in events] == [60, 120, 180, 240]
    assert {str(each["uid"]) for each in events} == {f"visit-{visit.id}@sillon"}
    assert [each["status"] for each in events] == [
        "CANCELLED" if method == "CANCEL" else "CONFIRMED" for method in methods
    ]
    assert ["14:00" in str(each.get("description", "")) for each in events] == [
        False, True, False, True,
    ]  # fmt: skip
    for event in events:
        assert event["organizer"] == "mailto:bonjour@sillon.example"
        assert event["attendee"] == f"mailto:{MAILBOX}"
        assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
        assert event["attendee"].params["RSVP"] == "FALSE"
    assert all(visit.farm.name.encode() not in each and b"LOCATION" not in each for each in written)
    assert [mail.get_content_type() for mail in post.taken] == ["multipart/alternative"] * 4


def test_a_calendar_names_a_mailbox_beyond_ascii_as_addresses_of_the_web_do(
    app: Flask, visit: Visit
) -> None:
    with app.test_request_context():
        written = invitation(visit, Side.PARTY)
    asked = addressed(written, "bonjour@sillon.example", ("zoé@post.example",))
    [event] = Calendar.from_ical(asked).walk("VEVENT")
    assert event["attendee"] == "mailto:zo%C3%A9@post.example"


def test_a_letter_to_guests_that_comes_back_is_known_and_why(
    app: Flask, db: Session, party: Party
) -> None:
    carrier = Recorder()
    message = a_message(db, a_visit(db, party=party), Side.PARTY)
    send(app, db, message, carrier)
    told = what_came_back(came_back(carrier.letters[0], "5.1.1"))
    assert told is not None
    assert take_receipt(db, told[0], MessageState.FAILED, told[1])
    assert (message.fate, message.failure) == (Fate.RETURNED, "address-unknown")


def test_a_code_goes_to_the_telephone_and_to_the_mailbox_only_where_no_text_arrives(
    db: Session, visit: Visit, page: Page
) -> None:
    assert links.channel_of_code(visit, Side.PARTY) is Channel.SMS
    visit.party.set_phone("+33231000000")
    assert links.channel_of_code(visit, Side.PARTY) is Channel.EMAIL
    visit.party.language = "fr"
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "6 chiffres par e-mail" in page.response.text
    visit.party.channel = "phone-call"
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "Aucun code ne peut vous arriver" in page.text
    assert "Envoyez-moi le code" not in page.response.text


def test_whoever_stopped_text_messages_still_reads_e_mail_and_gets_no_text(
    app: Flask, db: Session, visit: Visit
) -> None:
    visit.party.stop_texts()
    visit.party.channel = "email"
    carrier = Recorder()
    links.send_code(db, visit, Side.PARTY)
    message = a_message(db, visit, Side.PARTY, "visit-soon")
    assert send(app, db, message, carrier) is message
    assert [letter.to for letter in carrier.letters] == [(MAILBOX,)]
    assert links.channel_of_code(visit, Side.PARTY) is Channel.EMAIL


def test_another_mailbox_ends_the_links_that_went_to_the_first(
    db: Session, page: Page, visit: Visit, party: Party
) -> None:
    before = visit_token(visit, Side.PARTY)
    stays.change_contact(db, party, party.phone, "other@post.example")
    assert visit_token(visit, Side.PARTY) != before
    assert a_message(db, visit, Side.PARTY, "visit-soon").channel is Channel.EMAIL
    page.visit(f"/v/{before}", status=404)
