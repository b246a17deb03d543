"""Two acts on one farm at the same instant: one waits for the other, and sees what it did."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_coordinator, a_farm, a_party, a_programme, a_slot, an_offer
from tests.databases import Database
from tests.waiting import wait_until
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, Offer, Party, Slot, Visit, VisitState
from webapp.services.farms import offers, stopping
from webapp.services.visits import proposing

T = TypeVar("T")
Sessions = sessionmaker[Session]
PATIENCE = 60
DAYS = (today() + timedelta(days=100), today() + timedelta(days=104))


@pytest.fixture
def committed(fresh_database: Database, application: object) -> Iterator[Sessions]:
    """Sessions on a database of its own, whose commits are real and seen by all."""
    engine = make_engine(fresh_database.url)
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        a_party(session)
        a_slot(session, an_offer(session, a_farm(session)))
        session.commit()
    yield make_sessions(engine)
    engine.dispose()


def in_turn(sessions: Sessions, first: Callable[[Session], T], then: Callable[[Session], T]) -> T:
    """Do the first act, begin the second while the first is not committed, return the second's."""

    def second() -> T:
        with sessions() as session:
            set_scope(session, EVERYONE)
            done = then(session)
            session.commit()
            return done

    with sessions() as session, ThreadPoolExecutor(1) as pool:
        set_scope(session, EVERYONE)
        first(session)
        waiting = pool.submit(second)
        wait_until_blocked(sessions, waiting)
        session.commit()
        return waiting.result(PATIENCE)


def wait_until_blocked(sessions: Sessions, act: Future[T]) -> None:
    """Return once the second act waits for a lock of the first; it must not be done before."""
    blocked = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )

    def is_blocked() -> object:
        assert not act.done(), "the second act did not wait for the first"
        with sessions() as session:
            return session.scalar(blocked)

    wait_until(is_blocked)


def propose(session: Session) -> object:
    return proposing.propose(
        session,
        party=session.query(Party).one(),
        slot=session.query(Slot).one(),
        round=None,
        answer_by=today() + timedelta(days=5),
    )


def suspend(session: Session) -> object:
    return stopping.suspend(session, session.query(Farm).one(), a_coordinator(session), "A word")


def open_the_same_days(session: Session) -> object:
    return offers.open_slots(session, session.query(Offer).one(), [DAYS])


def test_a_visit_proposed_while_its_farm_is_suspended_is_refused(committed: Sessions) -> None:
    with pytest.raises(RuleBroken, match="farm-is-stopped"):
        in_turn(committed, suspend, propose)


def test_a_suspension_cancels_the_visit_that_was_proposed_an_instant_before(
    committed: Sessions,
) -> None:
    in_turn(committed, propose, suspend)
    with committed() as session:
        set_scope(session, EVERYONE)
        assert session.query(Farm).one().state is FarmState.SUSPENDED
        assert session.query(Visit).one().state is VisitState.CANCELLED
        assert session.query(Slot).one().people_held == 0


def test_two_people_of_one_farm_cannot_open_the_same_days_at_once(committed: Sessions) -> None:
    with pytest.raises(RuleBroken, match="slots-changed-meanwhile"):
        in_turn(committed, open_the_same_days, open_the_same_days)
    with committed() as session:
        assert session.query(Slot).filter(Slot.arrival == DAYS[0]).count() == 1
