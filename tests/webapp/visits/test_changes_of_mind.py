"""Whoever changes their mind several times is told of once, as the visit then stands."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_visit
from webapp.channels import Letter
from webapp.channels.delivery import deliver
from webapp.ground.clock import now
from webapp.models import Answer, Message, Side, Visit
from webapp.services.visits import answers, proposing, stays
from webapp.wording import compose

YES, NO = Answer.YES, Answer.NO


class LetterBox:
    """Keeps what is sent."""

    gives_receipts = False

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture
def visit(db: Session) -> Visit:
    made = a_visit(db)
    a_farmer(db, made.farm)
    proposing.tell_both(db, made, "visit-proposed")
    return made


def what_leaves(app: Flask, db: Session) -> list[str]:
    """Send all that waits; return the kinds that the farm got."""
    waiting = db.scalars(select(Message).where(Message.side == Side.FARM).order_by(Message.id))
    box = LetterBox()
    with app.app_context():
        for message in waiting.all():
            deliver(db, message.id, compose, lambda _channel: box)
    db.flush()
    return [letter.key.split("-")[3] for letter in box.letters]


def answer(db: Session, visit: Visit, *given: Answer) -> None:
    for each in given:
        answers.answer(db, visit, Side.PARTY, each)


def test_a_mind_that_ends_where_it_began_is_not_told_of(
    app: Flask, db: Session, visit: Visit
) -> None:
    assert what_leaves(app, db) == ["proposed"]
    answer(db, visit, YES, NO, YES, NO, YES)
    assert what_leaves(app, db) == []


def test_a_mind_that_ends_elsewhere_is_told_of_once(app: Flask, db: Session, visit: Visit) -> None:
    what_leaves(app, db)
    answer(db, visit, NO, YES, NO, YES, NO)
    assert what_leaves(app, db) == ["declined"]
    answer(db, visit, YES)
    assert what_leaves(app, db) == ["proposed"]


def test_a_cancellation_overtakes_what_was_still_to_be_told(
    app: Flask, db: Session, visit: Visit
) -> None:
    what_leaves(app, db)
    answers.answer(db, visit, Side.FARM, YES)
    answer(db, visit, YES)
    stays.cancel(db, visit, Side.PARTY, "transport")
    assert what_leaves(app, db) == ["cancelled"]


def test_an_answer_is_told_some_minutes_later(db: Session, visit: Visit) -> None:
    answer(db, visit, NO)
    declined = db.scalars(select(Message).where(Message.kind == "visit-declined")).one()
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE args->>'message_id' = :number"
    at = db.execute(text(query), {"number": str(declined.id)}).scalar_one()
    assert timedelta(minutes=4) < at - now() <= proposing.TOLD_AFTER
