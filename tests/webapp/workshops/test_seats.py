"""Seats: every state and what leads out of it, the line that fills them, who is told."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import product

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_party,
    a_programme,
)
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.channels.delivery import readers_of
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Attendance,
    Message,
    Person,
    Presence,
    Seat,
    SeatSide,
    SeatState,
    Series,
    WorkshopKind,
)
from webapp.models.seats import HELD
from webapp.services.workshops import numbers, passing, planning, seats
from webapp.services.workshops.seats import Comer
from webapp.wording import compose

STAFF = SeatSide.STAFF
HOUR = timedelta(hours=1)
WISHED, SIGNED_UP, WAITING, CANCELLED = (
    SeatState.WISHED, SeatState.SIGNED_UP, SeatState.WAITING, SeatState.CANCELLED,
)  # fmt: skip

MOVES: dict[str, tuple[Callable[[Seat], None], dict[SeatState, SeatState]]] = {
    "sign up": (lambda seat: seat.sign_up(1), dict.fromkeys((WISHED, WAITING), SIGNED_UP)),
    "offer": (lambda seat: seat.offer(1, now() + HOUR), {WAITING: SIGNED_UP}),
    "accept": (lambda seat: seat.accept(), {}),
    "pass by": (lambda seat: seat.pass_by(), {}),
    "wait": (lambda seat: seat.wait(), {WISHED: WAITING}),
    "cancel": (
        lambda seat: seat.cancel(STAFF, None),
        dict.fromkeys((WISHED, WAITING, SIGNED_UP), CANCELLED),
    ),
    "conclude": (
        lambda seat: seat.conclude(seat.series.sittings),
        dict.fromkeys(HELD, SeatState.UNKNOWN),
    ),
}
"""What each act makes of a state; from any other it is refused."""


def a_person_of(db: Session) -> Person:
    return a_party(db).persons[0]


def signed_up(db: Session, series: Series, person: Person | None = None) -> Seat:
    return seats.sign_up(db, series, Comer(person=person or a_person_of(db)), STAFF)


def told(db: Session, kind: str) -> list[int | None]:
    return list(
        db.scalars(select(Message.seat_id).where(Message.kind == kind).order_by(Message.id))
    )


@pytest.mark.parametrize(("act", "state"), list(product(MOVES, SeatState)))
def test_a_seat_goes_only_where_its_state_leads(db: Session, act: str, state: SeatState) -> None:
    move, leads = MOVES[act]
    seat = a_seat(db, state=state)
    if state in leads:
        move(seat)
        db.flush()
        assert (seat.state, seat.number is not None) == (leads[state], leads[state] in HELD)
    else:
        with pytest.raises(RuleBroken):
            move(seat)


def test_a_kept_seat_is_taken_or_passed_by_and_nothing_else_waits_for_a_yes(db: Session) -> None:
    kept = a_seat(db, kept_until=now() + HOUR)
    kept.accept()
    assert (kept.state, kept.kept_until) == (SIGNED_UP, None)
    kept.kept_until = now() + HOUR
    kept.pass_by()
    assert (kept.state, kept.number, kept.passed_at is not None) == (WAITING, None, True)


P, E, A, U = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.UNKNOWN


@pytest.mark.parametrize(
    ("noted", "state"),
    [
        ((P, P), "attended"), ((P, E), "excused"), ((E, E), "excused"), ((P, A), "absent"),
        ((A, U), "absent"), ((P, U), "unknown"), ((U, U), "unknown"), ((None, None), "unknown"),
    ],
)  # fmt: skip
def test_what_was_noted_at_each_sitting_says_how_it_went(
    db: Session, noted: tuple[Presence | None, ...], state: str
) -> None:
    series = a_series(db)
    a_sitting(db, series, 40)
    seat = a_seat(db, series)
    for sitting, presence in zip(series.sittings, noted, strict=True):
        if presence:
            seat.attendances.append(Attendance(sitting_id=sitting.id, presence=presence))
    seat.conclude(series.standing)
    assert seat.state == state


def test_whoever_comes_when_it_is_full_waits_and_is_told_of_a_seat_given_back(db: Session) -> None:
    series = a_series(db, seats=1)
    first, second, third = (signed_up(db, series) for _ in range(3))
    assert [each.state for each in (first, second, third)] == [SIGNED_UP, WAITING, WAITING]
    seats.give_back(db, first, SeatSide.GUEST, "course")
    assert (second.is_offered, third.state) == (True, WAITING)
    assert told(db, "seat-kept") == [second.id]
    seats.accept(db, second)
    assert not second.is_offered


@pytest.mark.parametrize(("days", "kept"), [(30, timedelta(hours=24)), (1, None)])
def test_a_freed_seat_is_kept_a_day_or_until_two_hours_before(
    db: Session, spring: datetime, days: int, kept: timedelta | None
) -> None:
    series = a_series(db, seats=1, days=days)
    first, second = signed_up(db, series), signed_up(db, series)
    begins = series.begins
    assert begins is not None
    with time_machine.travel(begins - timedelta(hours=12) if kept is None else now(), tick=False):
        seats.give_back(db, first, STAFF)
        until = now() + kept if kept else begins - timedelta(hours=2)
    assert second.kept_until == until


def test_nobody_loses_a_turn_of_which_they_would_hear_too_late(
    db: Session, spring: datetime
) -> None:
    series = a_series(db, seats=1, days=1)
    series.sittings[0].starts = time(10)
    first, second = signed_up(db, series), signed_up(db, series)
    with time_machine.travel(spring + timedelta(hours=13)):  # eleven at night
        seats.give_back(db, first, STAFF)
        assert (second.state, second.passed_at) == (WAITING, None)


def test_nothing_is_kept_for_anybody_two_hours_before_and_a_seat_in_vain_goes_on(
    db: Session, spring: datetime
) -> None:
    series = a_series(db, seats=1, days=3)
    first, second, third = (signed_up(db, series) for _ in range(3))
    seats.give_back(db, first, STAFF)
    assert passing.pass_kept_on(db) == 0
    with time_machine.travel(now() + timedelta(hours=25)):
        assert passing.pass_kept_on(db) == 1
        assert (second.state, third.is_offered) == (WAITING, True)
    begins = series.begins
    assert begins is not None
    with time_machine.travel(begins - HOUR):
        passing.pass_kept_on(db)
        assert (third.state, second.state) == (WAITING, WAITING)
        seats.take_up(db, second)  # whoever asks again takes what is free
        assert second.state is SIGNED_UP


def test_a_series_that_is_over_leaves_nobody_between_two_states(db: Session) -> None:
    series = a_series(db, seats=2, days=1)
    came, waits, wished = signed_up(db, series), a_seat(db, series, state=WAITING), None
    wished = seats.wish(db, series, Comer(person=a_person_of(db)), SeatSide.GUEST)
    assert passing.conclude_due(db) == 0
    with time_machine.travel(now() + timedelta(days=2)):
        assert passing.conclude_due(db) == 3
    assert [each.state for each in (came, waits, wished)] == [
        SeatState.UNKNOWN, CANCELLED, CANCELLED,
    ]  # fmt: skip
    assert (wished.ended_by, wished.reason) == (SeatSide.PROGRAMME, "over")


def test_a_workshop_is_for_those_whom_it_prepares_once_each_and_before_it_begins(
    db: Session,
) -> None:
    series, person = a_series(db), a_person_of(db)
    signed_up(db, series, person)
    with pytest.raises(RuleBroken, match="seat-taken-already"):
        signed_up(db, series, person)
    with pytest.raises(RuleBroken, match="workshop-not-for-them"):
        seats.sign_up(db, series, Comer(user=a_caseworker(db)), STAFF)
    of_farms, farm = a_series(db, WorkshopKind.FARMERS), a_farm(db)
    seats.sign_up(db, of_farms, Comer(farm=farm, name="Anne Duval"), SeatSide.FARM)
    seats.sign_up(db, of_farms, Comer(farm=farm, name="Luc Duval"), SeatSide.FARM)
    with pytest.raises(RuleBroken, match="seat-taken-already"):
        seats.sign_up(db, of_farms, Comer(farm=farm, name="anne  DUVAL"), SeatSide.FARM)
    with pytest.raises(RuleBroken, match="workshop-begun"):
        signed_up(db, a_series(db, days=-1))


def test_fewer_seats_than_are_held_are_refused_and_more_go_to_the_line(db: Session) -> None:
    series = a_series(db, seats=3)
    held = [signed_up(db, series) for _ in range(3)]
    waits = signed_up(db, series)
    with pytest.raises(RuleBroken, match="seats-held"):
        planning.change_series(db, series, {"seats": 2})
    planning.change_series(db, series, {"seats": 4})
    assert waits.is_offered
    seats.give_back(db, held[0], STAFF)
    planning.change_series(db, series, {"seats": 3})
    assert sorted(each.number or 0 for each in (*held, waits)) == [0, 1, 2, 3]
    assert numbers.free(db, series) == []


def test_the_database_itself_gives_no_number_twice_and_none_beyond_the_seats(db: Session) -> None:
    series = a_series(db, seats=1)
    a_seat(db, series)
    for number in (1, 2):
        person = a_person_of(db)
        theirs = {"person_id": person.id, "party_id": person.party_id, "asked_by": STAFF}
        twice = Seat(series_id=series.id, out_of=1, number=number, state=SIGNED_UP, **theirs)
        savepoint = db.begin_nested()
        db.add(twice)
        with pytest.raises(IntegrityError):
            db.flush()
        savepoint.rollback()


def test_everyone_who_has_a_seat_is_told_of_a_change_once_in_their_language(
    app: Flask, db: Session
) -> None:
    a_programme(db)
    series = a_series(db)
    family = a_party(db, number="+33639980001", language="ar")
    guest = signed_up(db, series, family.persons[0])
    seats.give_back(db, signed_up(db, series), STAFF)
    facts = {name: getattr(series.sittings[0], name) for name in planning.WHEN}
    assert planning.change_sitting(db, series.sittings[0], facts) == 0
    later = {**facts, "day": today() + timedelta(days=31)}
    assert planning.change_sitting(db, series.sittings[0], later) == 1
    [message] = db.scalars(select(Message).where(Message.kind == "workshop-changed"))
    assert (message.seat, readers_of(message), message.language) == (
        guest, ("+33639980001",), "ar",
    )  # fmt: skip
    assert is_true(message)
    with app.test_request_context():
        written = compose(message).body
    assert all(secret not in written for secret in ("Salle", "clichés", "Nour"))
    assert planning.cancel_sitting(db, series.sittings[0]) == 1
    assert (guest.state, guest.reason, is_true(message)) == (
        CANCELLED, planning.CANCELLED, False,
    )  # fmt: skip
    [off] = db.scalars(select(Message).where(Message.kind == "workshop-cancelled"))
    assert is_true(off)


def test_a_farm_and_a_colleague_are_told_by_e_mail(app: Flask, db: Session) -> None:
    farm, colleague = a_farm(db), a_coordinator(db)
    a_farmer(db, farm, email="ferme@sillon.example")
    of_farms, of_staff = a_series(db, "farmers"), a_series(db, "staff")
    seats.sign_up(db, of_farms, Comer(farm=farm, name="Anne"), SeatSide.FARM)
    seats.sign_up(db, of_staff, Comer(user=colleague), STAFF)
    written = list(db.scalars(select(Message).where(Message.kind == "seat-given")))
    assert [readers_of(each) for each in written] == [
        ("ferme@sillon.example",), (colleague.email,),
    ]  # fmt: skip
    with app.test_request_context():
        assert all(compose(each).subject for each in written)
