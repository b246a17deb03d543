"""Many people sign up at once for the last seats: exactly as many get one as there are."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_party, a_programme
from tests.databases import Database
from tests.webapp.workshops.builders import a_series
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Person, Seat, SeatSide, SeatState, Series
from webapp.services.workshops import numbers, seats
from webapp.services.workshops.seats import Comer

Sessions = sessionmaker[Session]
WORKERS, PEOPLE, SEATS = 16, 48, 5


@pytest.fixture
def committed(fresh_database: Database, application: object) -> Iterator[Sessions]:
    """Sessions on a database of its own, whose commits are real and seen by all."""
    engine = make_engine(fresh_database.url, pool_size=WORKERS, max_overflow=0, pool_timeout=120)
    yield make_sessions(engine)
    engine.dispose()


def a_world(sessions: Sessions, people: int, count: int) -> tuple[int, list[int]]:
    with sessions() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        series = a_series(session, seats=count)
        persons = [a_party(session).persons[0].id for _ in range(people)]
        session.commit()
        return series.id, persons


def come_and_perhaps_go(sessions: Sessions, series_id: int, person_id: int) -> None:
    """Sign up; every fourth gives the seat back at once, so that the line moves meanwhile."""
    with sessions() as session:
        set_scope(session, EVERYONE)
        try:
            comer = Comer(person=session.get_one(Person, person_id))
            seat = seats.sign_up(session, session.get_one(Series, series_id), comer, SeatSide.STAFF)
            session.commit()
            if person_id % 4 == 0:
                seats.give_back(session, seat, SeatSide.GUEST)
                session.commit()
        except RuleBroken:
            session.rollback()


def held(sessions: Sessions) -> list[int]:
    with sessions() as session:
        set_scope(session, EVERYONE)
        query = select(Seat.number).where(Seat.number.is_not(None)).order_by(Seat.number)
        return [number or 0 for number in session.scalars(query)]


def test_the_last_seats_go_to_exactly_as_many_as_there_are(committed: Sessions) -> None:
    series, people = a_world(committed, PEOPLE, SEATS)
    random.Random(1).shuffle(people)
    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(lambda each: come_and_perhaps_go(committed, series, each), people))
    assert held(committed) == list(range(1, SEATS + 1))
    with committed() as session:
        set_scope(session, EVERYONE)
        counted = select(Seat.state, func.count()).group_by(Seat.state)
        states = dict(session.execute(counted).all())
    gone = sum(each % 4 == 0 for each in people)
    assert states == {
        SeatState.CANCELLED: gone,
        SeatState.SIGNED_UP: SEATS,
        SeatState.WAITING: PEOPLE - gone - SEATS,
    }


def test_without_lock_and_constraint_the_same_race_gives_one_seat_twice(
    committed: Sessions, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    series, people = a_world(committed, 2, 1)
    people = [each for each in people if each % 4] or people
    barrier, look = threading.Barrier(len(people), timeout=120), numbers.free

    def look_and_wait(session: Session, looked: Series) -> list[int]:
        found = look(session, looked)
        barrier.wait()
        return found

    monkeypatch.setattr(numbers, "lock", lambda *_: None)
    monkeypatch.setattr(numbers, "free", look_and_wait)
    owner = make_engine(fresh_database.owner_url)
    with owner.begin() as connection:
        connection.execute(text("DROP INDEX uq_seats_number"))
    owner.dispose()
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda each: come_and_perhaps_go(committed, series, each), people))
    assert held(committed) == [1] * len(people)
