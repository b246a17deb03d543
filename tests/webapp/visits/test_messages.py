"""Messages leave once, in the reader's language, and tell nothing to whoever looks over."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.parser import BytesParser
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_visit
from tests.keys import PRODUCTION_KEYS
from tests.ports import free_ports
from webapp.channels import Letter, NotSentError, sender_for
from webapp.channels.delivery import deliver, may_succeed_later
from webapp.channels.email import Mail as MailChannel
from webapp.ground.config import Config
from webapp.models import Answer, Channel, Message, MessageState, Side, Visit, VisitState
from webapp.services.records import outbox
from webapp.services.records.tokens import phone_digits
from webapp.services.visits import links, proposing
from webapp.wording import compose, label
from webapp.wording.messages import KINDS

LETTER = Letter(("a@farm.example",), "Une visite", "Bonjour", "visit-1-proposed", "fr")


class Post:
    """A mail server's other side: what it took, and how it misbehaves."""

    def __init__(self) -> None:
        self.taken: list[Mail] = []
        self.refuses = False
        self.loses_the_next_confirmation = False

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, _session: SmtpSession, envelope: Envelope
    ) -> str:
        if self.refuses:
            return "451 Try again later"
        self.taken.append(BytesParser().parsebytes(envelope.original_content or b""))
        if self.loses_the_next_confirmation:
            self.loses_the_next_confirmation = False
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 Taken"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def mail_url(post: Post) -> Iterator[str]:
    [port] = free_ports(1)
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}?from=bonjour@sillon.example&tls=none"
    controller.stop()


class Recorder:
    """A sender that keeps what it is given, or refuses."""

    gives_receipts = False

    def __init__(self, failure: str = "") -> None:
        self.letters: list[Letter] = []
        self.failure = failure

    def send(self, letter: Letter) -> None:
        if self.failure:
            raise NotSentError(self.failure)
        self.letters.append(letter)


def a_message(
    db: Session, visit: Visit, side: Side = Side.FARM, kind: str = "visit-proposed"
) -> Message:
    proposing.tell(db, visit, side, kind)
    return db.query(Message).order_by(Message.id.desc()).first() or pytest.fail("no message")


def send(app: Flask, db: Session, message: Message, sender: Any) -> Message | None:
    with app.app_context():
        return deliver(db, message.id, compose, lambda _channel: sender)


def test_a_letter_arrives_with_its_words(mail_url: str, post: Post) -> None:
    MailChannel(mail_url).send(LETTER)
    [mail] = post.taken
    assert (mail["To"], mail["From"]) == ("a@farm.example", "bonjour@sillon.example")
    assert mail.get_payload(decode=True) == b"Bonjour\r\n"


def test_a_letter_arrives_word_for_word(mail_url: str, post: Post) -> None:
    body = f"Bonjour,\n\nFrom Lisieux, à pied.\n.\n{'https://sillon.example/v/' + 'p' * 90}\n"
    subject = "C’est décidé\u00a0: vos invités viennent, 1er–2 février"
    MailChannel(mail_url).send(replace(LETTER, subject=subject, body=body))
    [mail] = post.taken
    assert str(make_header(decode_header(mail["Subject"]))) == subject
    assert mail.get_payload(decode=True) == body.replace("\n", "\r\n").encode()


def test_a_farm_s_letters_put_a_settled_visit_into_its_calendar_correct_it_and_take_it_out(
    app: Flask, db: Session, mail_url: str, post: Post, spring: datetime
) -> None:
    yes = Answer.YES
    visit = a_visit(db, party_answer=yes, farm_answer=yes, arrival_hour=14, hour_agreed=True)
    a_farmer(db, visit.farm, email="a@farm.example")
    visit.state, visit.confirmed_at, visit.created_at = VisitState.CONFIRMED, spring, spring
    for minute, state, kind in (
        (1, VisitState.CONFIRMED, "visit-confirmed"),
        (2, VisitState.CONFIRMED, "visit-hour-agreed"),
        (3, VisitState.CANCELLED, "visit-cancelled"),
        (4, VisitState.CONFIRMED, "visit-restored"),
    ):
        visit.state = state
        if state is VisitState.CANCELLED:
            visit.end_reason = "illness"
        with time_machine.travel(spring + timedelta(minutes=minute), tick=False):
            message = a_message(db, visit, kind=kind)
            assert send(app, db, message, MailChannel(mail_url)) is message
    assert len(post.taken) == 4
    files = [part for mail in post.taken for part in mail.walk() if part.get_filename()]
    assert [(each.get_content_type(), each.get_param("method")) for each in files] == [
        ("text/calendar", method) for method in ("REQUEST", "REQUEST", "CANCEL", "REQUEST")
    ]
    written = [bytes(each.get_payload(decode=True)) for each in files]
    calendars = [Calendar.from_ical(each) for each in written]
    assert [each["method"] for each in calendars] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    days = [each.walk("VEVENT")[0] for each in calendars]
    assert {(each["uid"], each["summary"]) for each in days} == {
        (f"visit-{visit.id}@sillon", "Sillon – Vos invités")
    }
    assert [int(str(each["sequence"])) for each in days] == [60, 120, 180, 240]
    assert all(visit.farm.name.encode() not in each and b"LOCATION" not in each for each in written)


def test_an_address_beyond_ascii_leaves_where_the_server_can_take_it(
    mail_url: str, post: Post
) -> None:
    MailChannel(mail_url).send(replace(LETTER, to=("zoé@farm.example",)))
    [mail] = post.taken
    assert "zoé@farm.example" in mail.as_bytes().decode()


def test_an_address_that_a_server_cannot_take_keeps_no_other_reader_from_the_letter(
    post: Post,
) -> None:
    [port] = free_ports(1)
    server = Controller(post, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    server.start()
    carrier = MailChannel(f"smtp://127.0.0.1:{port}?from=bonjour@sillon.example&tls=none")
    carrier.send(replace(LETTER, to=("zoé@farm.example", "a@farm.example", "b@blé.example")))
    for unnamable in ("zoé@farm.example", "a@blé..example"):
        with pytest.raises(NotSentError, match="mail-refused"):
            carrier.send(replace(LETTER, to=(unnamable,)))
    server.stop()
    assert [mail["To"] for mail in post.taken] == ["a@farm.example", "b@xn--bl-cja.example"]


def test_a_server_that_refuses_is_tried_again_later(mail_url: str, post: Post) -> None:
    post.refuses = True
    with pytest.raises(NotSentError, match="mail-refused"):
        MailChannel(mail_url).send(LETTER)
    post.refuses = False
    MailChannel(mail_url).send(LETTER)
    assert len(post.taken) == 1


def test_a_server_that_is_down_is_said_so(mail_url: str) -> None:
    with pytest.raises(NotSentError, match="mail-unreachable"):
        MailChannel("smtp://127.0.0.1:9?tls=none").send(LETTER)


def test_a_lost_confirmation_leads_to_the_same_letter_again(mail_url: str, post: Post) -> None:
    post.loses_the_next_confirmation = True
    with pytest.raises(NotSentError, match="mail-disconnected"):
        MailChannel(mail_url).send(LETTER)
    MailChannel(mail_url).send(LETTER)
    first, second = post.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_a_message_leaves_once_however_often_its_job_runs(app: Flask, db: Session) -> None:
    visit = a_visit(db)
    a_farmer(db, visit.farm, email="ferme@sillon.example")
    message, sender = a_message(db, visit), Recorder()
    for _ in range(3):
        send(app, db, message, sender)
    assert [letter.to for letter in sender.letters] == [("ferme@sillon.example",)]
    assert (message.state, message.attempts) == (MessageState.SENT, 1)


def test_a_failure_is_kept_and_mended_by_the_next_attempt(app: Flask, db: Session) -> None:
    message = a_message(db, a_visit(db), Side.PARTY)
    failed = send(app, db, message, Recorder("sms-refused"))
    assert failed is message
    assert (message.state, message.failure) == (MessageState.FAILED, "sms-refused")
    assert may_succeed_later(message)
    send(app, db, message, Recorder())
    assert (message.state, message.failure, message.attempts) == (MessageState.SENT, None, 2)


def test_a_farm_that_nobody_can_be_reached_at_is_not_tried_for_ever(
    app: Flask, db: Session
) -> None:
    message = a_message(db, a_visit(db))
    send(app, db, message, Recorder())
    assert message.failure == "no-address"
    assert not may_succeed_later(message)


def test_a_failed_message_is_sent_again_by_hand(db: Session) -> None:
    message = a_message(db, a_visit(db), Side.PARTY)
    message.fail("sms-refused")
    outbox.send_again(db, message)
    assert message.state is MessageState.QUEUED


VISIT_KINDS = sorted(kind for kind in KINDS if kind.startswith("visit-"))


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("kind", VISIT_KINDS)
def test_a_text_is_short_and_tells_nothing(
    app: Flask, db: Session, kind: str, language: str
) -> None:
    visit = a_visit(db, a_party(db, language=language))
    code = links.send_code(db, visit, Side.PARTY) if kind == "visit-code" else None
    message = outbox.write_to_party(db, visit, kind, key=f"test-{kind}", code=code)
    with app.app_context():
        text = compose(message)
    words = text.body.partition("https://")[0]
    without_link = re.sub(r"https://\S+", "", text.body)
    assert text.subject == ""
    assert len(words) <= 110
    for secret in ("Nour", "Exemple", "Carentan", visit.farm.name, "Anne", "P-", "fugi"):
        assert secret not in without_link  # whose letters may be any
    if code is None:
        assert "https://sillon.example/v/p" in text.body
    else:
        assert phone_digits(code) in text.body


def test_the_outbox_keeps_no_token_and_no_name(app: Flask, db: Session) -> None:
    message = a_message(db, a_visit(db), Side.PARTY)
    kept = {column.key: getattr(message, column.key) for column in Message.__table__.columns}
    assert not any("/v/" in str(value) or "Nour" in str(value) for value in kept.values())


@pytest.mark.parametrize("channel", Channel)
def test_in_production_without_settings_a_message_is_not_said_to_be_sent(
    app: Flask, db: Session, config: Config, channel: Channel
) -> None:
    real = replace(
        config,
        mode="production",
        secret_key=PRODUCTION_KEYS["SILLON_SECRET_KEY"],
        data_key=PRODUCTION_KEYS["SILLON_DATA_KEY"],
    )
    visit = a_visit(db)
    a_farmer(db, visit.farm)
    message = a_message(db, visit, Side.PARTY if channel is Channel.SMS else Side.FARM)
    with app.app_context():
        deliver(db, message.id, compose, lambda each: sender_for(each, real))
    assert (message.state, message.failure) == (MessageState.FAILED, "not-set-up")
    assert may_succeed_later(message)
    assert label("failure", "not-set-up")


def test_without_settings_nothing_leaves(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for channel in Channel:
        sender_for(channel, config).send(LETTER)
    assert "visit-1-proposed" in caplog.text
    assert "Bonjour" not in caplog.text
