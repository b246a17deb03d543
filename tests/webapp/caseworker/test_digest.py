"""A letter in the morning: numbers of what cannot wait, once, and to whoever wants it."""

from datetime import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_help_call,
    a_party,
    a_person,
    a_visit,
    an_organisation,
)
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import PARIS, now
from webapp.models import HelpCall, Message, Role
from webapp.services.parties import board, digest
from webapp.wording import compose
from webapp.wording.digest import LINES

MONDAY = datetime(2027, 3, 1, 7, 0, tzinfo=PARIS)


def a_call(db: Session) -> HelpCall:
    """A call for help of guests of an association, which has a caseworker."""
    home = an_organisation(db)
    named = [a_person(first_name="Ghazal", last_name="Rahimi")]
    return a_help_call(db, a_visit(db, a_party(db, home, code="P-9001", persons=named)))


def written(db: Session) -> list[Message]:
    return list(db.scalars(select(Message).where(Message.kind == digest.KIND)))


@pytest.mark.parametrize(
    ("at", "letters"),
    [
        (MONDAY, 1),
        (MONDAY.replace(hour=6, minute=59), 0),
        (MONDAY.replace(hour=11, minute=59), 1),
        (MONDAY.replace(hour=12), 0),
        (datetime(2027, 3, 29, 7, 0, tzinfo=PARIS), 1),  # clocks went on the night before
        (datetime(2027, 3, 6, 7, 0, tzinfo=PARIS), 0),  # a Saturday
    ],
)
def test_it_is_written_once_in_the_morning_of_a_working_day(
    db: Session, at: datetime, letters: int
) -> None:
    a_caseworker(db, a_call(db).visit.party.organisation)
    with time_machine.travel(at, tick=False):
        digest.write_due(db)
        digest.write_due(db)
    assert len(written(db)) == letters


def test_it_says_numbers_to_those_who_want_it_and_nothing_of_anybody(
    app: Flask, db: Session
) -> None:
    call = a_call(db)
    home = call.visit.party.organisation
    reader = a_caseworker(db, home, language="en")
    a_caseworker(db, home, digest=False)
    a_caseworker(db, home, suspended_at=now())
    a_caseworker(db, an_organisation(db))  # nothing waits there
    a_coordinator(db)
    assert reader.role is Role.CASEWORKER
    with time_machine.travel(MONDAY, tick=False):
        digest.write_due(db)
    [letter] = written(db)
    assert (letter.user, may_ring_at_night(letter), is_true(letter)) == (reader, True, True)
    with app.test_request_context():
        text = compose(letter)
    assert "1 call for help" in text.body
    for secret in ("Ghazal", "Rahimi", "P-9001", "+33", call.visit.farm.name, home.name):
        assert secret not in text.subject + text.body
    call.taken_at = call.settled_at = now()
    assert not is_true(letter), "What waited is done before it leaves"


def test_every_kind_that_cannot_wait_has_its_line(app: Flask) -> None:
    with app.test_request_context():
        assert all("2" in LINES[kind](2) for kind in board.URGENT)
