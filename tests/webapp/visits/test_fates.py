"""What becomes of a message is known: receipts in any order, what came back, what was answered."""

from datetime import timedelta
from itertools import permutations, product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_visit
from tests.page import Page
from tests.webapp.visits.test_messages import Recorder, a_message, send
from webapp.channels import Letter
from webapp.channels.delivery import may_succeed_later
from webapp.channels.receipts import take_receipt
from webapp.ground.clock import now
from webapp.models import Answer, Fate, Message, MessageState, Side
from webapp.models.messages import TOLD_WITHIN
from webapp.services.records import outbox
from webapp.services.visits import answers

ACCEPTED, DELIVERED, FAILED = (
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.FAILED,
)
NUMBER = "+33699000000"


class Network(Recorder):
    """A way that gives receipts; it may lose its acknowledgement of what it takes."""

    gives_receipts = True

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        if self.failure:
            super().send(letter)

    @property
    def receipt(self) -> str:
        return self.letters[-1].receipt


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def message(db: Session) -> Message:
    return a_message(db, a_visit(db), Side.PARTY)


def fate(message: Message) -> Fate:
    return message.fate


def why(state: MessageState) -> str | None:
    return "not-delivered" if state is FAILED else None


def test_receipts_in_any_order_late_or_twice_lead_to_the_same_fate(
    app: Flask, db: Session, message: Message, network: Network
) -> None:
    send(app, db, message, network)
    assert fate(message) == Fate.SENT
    for told in set(product((ACCEPTED, DELIVERED, FAILED), repeat=3)):
        ends = set()
        for order in permutations(told):
            message.state, message.heard_at, message.failure = MessageState.SENT, None, None
            for state in order:
                assert take_receipt(db, network.receipt, state, why(state))
            ends.add((message.state, message.failure))
        last = next(each for each in (DELIVERED, FAILED, ACCEPTED) if each in told)
        assert ends == {(last, why(last))}


def test_what_came_back_says_why_and_is_sent_again_by_hand_alone(
    app: Flask, db: Session, message: Message, network: Network
) -> None:
    send(app, db, message, network)
    take_receipt(db, network.receipt, FAILED, "number-unknown")
    assert (fate(message), message.failure) == (Fate.RETURNED, "number-unknown")
    assert not may_succeed_later(message)
    assert send(app, db, message, network) is None  # a job of before
    first = network.receipt
    outbox.send_again(db, message)
    assert fate(message) == Fate.QUEUED
    take_receipt(db, first, FAILED, "number-unknown")  # the first attempt's, once more
    take_receipt(db, first, ACCEPTED)
    assert fate(message) == Fate.QUEUED
    send(app, db, message, network)
    take_receipt(db, network.receipt, DELIVERED)
    assert (fate(message), message.attempts) == (Fate.DELIVERED, 2)


@pytest.mark.parametrize("state", [ACCEPTED, DELIVERED, FAILED])
def test_what_left_though_nobody_acknowledged_it_does_not_leave_twice(
    app: Flask, db: Session, message: Message, network: Network, state: MessageState
) -> None:
    network.failure = "sms-unreachable"
    send(app, db, message, network)
    assert fate(message) == Fate.FAILED
    take_receipt(db, network.receipt, state, why(state))
    assert (message.state, message.failure) == (state, why(state))
    send(app, db, message, network)
    assert len(network.letters) == 1


def test_a_receipt_proves_its_message_and_the_number_it_went_to(
    app: Flask, db: Session, message: Message, network: Network
) -> None:
    send(app, db, message, network)
    number, attempt, tag = network.receipt.split("-", 2)
    for forged in ("", "-", "1-2", f"{number}-{attempt}-{tag[::-1]}", f"{number}-2-{tag}",
                   f"9{number}-{attempt}-{tag}", f"{number}-{attempt}é-{tag}"):  # fmt: skip
        assert not take_receipt(db, forged, DELIVERED)
    assert message.visit
    message.visit.party.set_phone("+33699000042")
    assert not take_receipt(db, network.receipt, DELIVERED)
    assert fate(message) == Fate.SENT


def test_where_nobody_tells_what_became_of_it_the_page_does_not_either(
    app: Flask, db: Session, message: Message, network: Network
) -> None:
    send(app, db, message, Recorder())
    assert fate(message) == Fate.NO_RECEIPT
    message.gives_receipts = True
    assert fate(message) == Fate.SENT
    message.sent_at = now() - TOLD_WITHIN
    assert fate(message) == Fate.NO_RECEIPT


def test_an_answer_by_any_way_is_the_fate_of_what_asked_for_it(
    app: Flask, db: Session, message: Message
) -> None:
    visit = message.visit
    assert visit
    send(app, db, message, Recorder())
    answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)
    assert fate(message) == Fate.ANSWERED
    visit.party_answer = Answer.AWAITED  # taken back
    assert fate(message) == Fate.NO_RECEIPT
    visit.party_answer, visit.party_answered_at = Answer.YES, now() - timedelta(hours=1)
    assert fate(message) == Fate.NO_RECEIPT  # said before it was asked


def test_staff_read_what_became_of_each_message(page: Page, app: Flask, db: Session) -> None:
    visit = a_visit(db)
    message = a_message(db, visit, Side.PARTY)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    for state, sent, said in (
        (MessageState.QUEUED, False, "Waiting to leave"),
        (MessageState.SENT, True, "Sent: a receipt is awaited"),
        (ACCEPTED, True, "With the telephone network"),
        (DELIVERED, True, "Delivered"),
        (FAILED, False, "Not sent"),
        (FAILED, True, "Sent, but it did not arrive"),
        (MessageState.NOT_NEEDED, False, "No longer needed"),
    ):
        message.state, message.sent_at = state, now() if sent else None
        message.gives_receipts, message.failure = True, why(state)
        db.commit()
        page.visit(f"/casework/visits/{visit.id}")
        assert said in page.text
        assert ("the telephone was not reached" in page.text) is (state is FAILED)
