"""What is written about a workshop: the date that it is about, once to a household."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_programme
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.channels.delivery import is_needed
from webapp.models import Message, MessageState, Party, Seat, SeatSide, SeatState, Series
from webapp.services.workshops import bulk, planning, seats
from webapp.wording import compose


@pytest.fixture
def pair(db: Session) -> Party:
    """Two adults who read English."""
    a_programme(db)
    persons = [a_person(first_name=each) for each in ("Nour", "Karim")]
    return a_party(db, persons=persons, language="en", number="+33639980001")


def said(app: Flask, db: Session) -> list[str]:
    """Return the first line of each message that is to leave, in the order they were written."""
    written = db.scalars(select(Message).order_by(Message.id)).all()
    with app.test_request_context():
        return [compose(each).body.split("\n")[0] for each in written if is_needed(db, each)]


def test_each_message_names_the_date_that_it_is_about_and_none_hides_one_of_another(
    app: Flask, db: Session, pair: Party, spring: datetime
) -> None:
    series = a_series(db, days=20)
    first, second = series.sittings[0], a_sitting(db, series, 27)
    bulk.sign_up(db, series, [pair])
    given = said(app, db)
    assert given == ["Sillon: a place at a workshop for N and K, Sun, March 21, 14:00."]
    facts = {name: getattr(second, name) for name in planning.WHEN}
    moved = {**facts, "day": second.day + timedelta(days=1)}
    assert planning.change_sitting(db, second, moved) == 1
    assert planning.cancel_sitting(db, first) == 1
    planning.add_sitting(db, series, {**facts, "day": second.day + timedelta(days=6)})
    assert said(app, db)[1:] == [
        "Sillon: a date of your workshop has changed. It is now: Mon, March 29, 14:00.",
        "Sillon: the workshop of Sun, March 21, 14:00 does not take place.",
        "Sillon: your workshop has one more date: Sun, April 4, 14:00.",
    ]
    planning.cancel_sitting(db, second)
    assert said(app, db)[1:] == [
        "Sillon: the workshop of Sun, March 21, 14:00 does not take place.",
        "Sillon: your workshop has one more date: Sun, April 4, 14:00.",
        "Sillon: the workshop of Mon, March 29, 14:00 does not take place.",
    ]


def test_who_waits_reads_that_what_they_wait_for_has_changed(
    app: Flask, db: Session, pair: Party, spring: datetime
) -> None:
    series = a_series(db)
    a_seat(db, series, person=pair.persons[0], state=SeatState.WAITING)
    facts = {name: getattr(series.sittings[0], name) for name in planning.WHEN}
    planning.change_sitting(db, series.sittings[0], {**facts, "place": "Mairie"})
    [text] = said(app, db)
    assert text.startswith("Sillon: the workshop for which you wait has changed: Wed, March 31")


def _gives_back(db: Session, held: list[Seat]) -> None:
    for seat in held:
        seats.give_back(db, seat, SeatSide.STAFF)


@pytest.mark.parametrize(
    ("state", "act", "starts"),
    [
        (SeatState.WAITING, lambda db, series, _held: seats.fill(db, series), "a place is free"),
        (SeatState.SIGNED_UP, lambda db, _series, held: _gives_back(db, held), "you no longer"),
        (SeatState.SIGNED_UP, lambda db, _series, held: _gives_back(db, held[:1]), "one place"),
    ],
    ids=["kept for them", "taken off", "one of two taken off"],
)
def test_a_household_of_two_is_told_once_of_all_its_places(
    app: Flask, db: Session, pair: Party, spring: datetime, state: SeatState,
    act: Callable[[Session, Series, list[Seat]], None], starts: str,
) -> None:  # fmt: skip
    series = a_series(db)
    held = [a_seat(db, series, person=person, state=state) for person in pair.persons]
    act(db, series, held)
    [text] = said(app, db)
    assert text.startswith(f"Sillon: {starts}")


def test_what_a_household_was_told_of_one_place_stands_for_the_sign_up_of_each(
    db: Session, pair: Party
) -> None:
    made = bulk.sign_up(db, a_series(db), [pair])
    [message] = db.scalars(select(Message))
    message.state = MessageState.SENT
    assert not any(bulk.may_undo(db, [seat]) for seat in made)
