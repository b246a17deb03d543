"""The day before a date of a workshop, whoever comes is reminded, once, while it is so."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_person, a_programme
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import today
from webapp.models import (
    Channel,
    FarmState,
    Message,
    MessageState,
    PartyState,
    Seat,
    SeatSide,
    SeatState,
    Series,
)
from webapp.services.workshops import bulk, planning, reminding, seats
from webapp.wording import compose

A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def eve(db: Session, spring: datetime) -> datetime:
    """Ten in the morning, the day before."""
    a_programme(db)
    return spring


@pytest.fixture
def series(db: Session) -> Series:
    """Two dates, of which the first is tomorrow."""
    series = a_series(db, days=1, seats=9)
    a_sitting(db, series, 8)
    return series


@pytest.fixture
def seat(db: Session, series: Series) -> Seat:
    """Somebody's seat of long ago."""
    return a_seat(db, series, person=a_party(db, language="en").persons[0])


def written(db: Session) -> list[Message]:
    return list(db.scalars(select(Message).where(Message.kind == reminding.KIND)))


def test_whoever_comes_is_reminded_once_by_day(db: Session, app: Flask, seat: Seat) -> None:
    assert [reminding.remind_due(db) for _quarter in range(3)] == [1, 0, 0]
    [message] = written(db)
    assert (message.channel, message.seat_id) == (Channel.SMS, seat.id)
    assert message.sitting == seat.series.sittings[0]
    assert is_true(message)
    assert not may_ring_at_night(message)
    with app.test_request_context():
        told = compose(message).body
    assert told.startswith("Sillon: your workshop is on Tue, March 2, 14:00.")
    assert seat.person
    assert seat.person.first_name not in told
    assert "Salle" not in told


@pytest.mark.parametrize("days", [0, 2])
def test_nobody_is_reminded_on_another_day(db: Session, days: int) -> None:
    series = a_series(db, days=days)
    a_seat(db, series)
    assert reminding.remind_due(db) == 0


def test_each_date_of_a_series_is_called_to_mind(db: Session, eve: datetime, seat: Seat) -> None:
    reminding.remind_due(db)
    with time_machine.travel(eve + 7 * A_DAY, tick=False):
        assert reminding.remind_due(db) == 1
    assert [each.sitting_id for each in written(db)] == [each.id for each in seat.series.sittings]


def test_a_household_of_two_is_reminded_once_of_both(
    db: Session, app: Flask, series: Series
) -> None:
    persons = [a_person(first_name=each) for each in ("Nour", "Karim")]
    pair = a_party(db, persons=persons, language="en")
    first, _second = (a_seat(db, series, person=person) for person in pair.persons)
    assert reminding.remind_due(db) == 1
    [message] = written(db)
    with app.test_request_context():
        assert "the workshop for N and K is on" in compose(message).body
    seats.give_back(db, first, SeatSide.STAFF)
    assert is_true(message)
    assert reminding.remind_due(db) == 0


@pytest.mark.parametrize("state", [SeatState.WAITING, SeatState.WISHED, SeatState.CANCELLED])
def test_who_has_no_place_is_not_reminded(db: Session, series: Series, state: SeatState) -> None:
    a_seat(db, series, state=state)
    assert reminding.remind_due(db) == 0


def test_who_has_not_said_yes_to_a_kept_place_is_not_reminded(
    db: Session, seat: Seat, eve: datetime
) -> None:
    seat.kept_until = eve + timedelta(hours=3)
    db.flush()
    assert reminding.remind_due(db) == 0


def test_who_was_signed_up_a_moment_ago_knows(db: Session, eve: datetime, series: Series) -> None:
    with time_machine.travel(eve - timedelta(hours=19), tick=False):
        bulk.sign_up(db, series, [a_party(db)])
    assert reminding.remind_due(db) == 0
    with time_machine.travel(eve + timedelta(hours=2), tick=False):
        assert reminding.remind_due(db) == 1


def test_farms_and_staff_are_reminded_by_mail_with_where_to_look(db: Session, app: Flask) -> None:
    farm = a_farm(db)
    farmer, colleague = a_farmer(db, farm, language="en"), a_caseworker(db, language="en")
    a_seat(db, a_series(db, kind="farmers", days=1), farm=farm, name="Anne")
    of_staff = a_seat(db, a_series(db, kind="staff", days=1), user=colleague)
    assert reminding.remind_due(db) == len((farmer, colleague))
    assert {each.channel for each in written(db)} == {Channel.EMAIL}
    with app.test_request_context():
        letters = [compose(each).body for each in written(db)]
    assert "/farm/workshops" in letters[0]
    assert f"/casework/workshops/dates/{of_staff.series_id}" in letters[1]
    assert "Anne" not in letters[0]


def _moves(db: Session, seat: Seat) -> None:
    sitting = seat.series.sittings[0]
    facts = {name: getattr(sitting, name) for name in planning.WHEN}
    planning.change_sitting(db, sitting, {**facts, "day": today() + 5 * A_DAY})


def _cancels(db: Session, seat: Seat) -> None:
    planning.cancel_sitting(db, seat.series.sittings[0])


def _gives_back(db: Session, seat: Seat) -> None:
    seats.give_back(db, seat, SeatSide.GUEST)


def _leaves(_db: Session, seat: Seat) -> None:
    assert seat.party
    seat.party.state = PartyState.LEFT


@pytest.mark.parametrize("act", [_moves, _cancels, _gives_back, _leaves])
def test_what_is_no_longer_so_does_not_leave(
    db: Session, seat: Seat, act: Callable[[Session, Seat], None]
) -> None:
    reminding.remind_due(db)
    [message] = written(db)
    act(db, seat)
    db.flush()
    assert not is_true(message)


def test_a_farm_that_is_shut_out_is_not_reminded(db: Session) -> None:
    farm = a_farm(db, state=FarmState.SUSPENDED)
    a_seat(db, a_series(db, kind="farmers", days=1), farm=farm, name="Anne")
    assert reminding.remind_due(db) == 0


def test_a_date_that_was_moved_is_called_to_mind_on_its_new_eve(
    db: Session, eve: datetime, seat: Seat
) -> None:
    reminding.remind_due(db)
    _moves(db, seat)
    with time_machine.travel(eve + 4 * A_DAY, tick=False):
        assert reminding.remind_due(db) == 1


def test_what_was_not_needed_leaves_after_all_once_it_is_so_again(db: Session, seat: Seat) -> None:
    reminding.remind_due(db)
    [message] = written(db)
    message.close()
    db.flush()
    assert reminding.remind_due(db) == 1
    db.refresh(message)
    assert message.state is MessageState.QUEUED


def test_it_is_not_true_any_more_once_it_has_begun(db: Session, eve: datetime, seat: Seat) -> None:
    seat.series.sittings[0].starts = time(9)
    reminding.remind_due(db)
    [message] = written(db)
    with time_machine.travel(eve + A_DAY, tick=False):
        assert not is_true(message)
