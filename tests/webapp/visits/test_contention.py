"""Many people change their mind at once for the last places: exactly as many get one as fit.

The suite tries a moderate number. Ten thousand answers, three seeds:
    SILLON_CONTENDED_ANSWERS=10000 pytest tests/webapp/visits/test_contention.py
"""

import os
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_farm, a_party, a_programme, a_slot, a_visit, an_offer, an_organisation
from tests.databases import Database
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import HOLDING, Answer, Organisation, Side, Slot, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, links, places

WORKERS = 32
CONTENDERS = 20
BEDS = 3
ANSWERS = int(os.environ.get("SILLON_CONTENDED_ANSWERS", "80"))
SEEDS = (1, 2, 3) if ANSWERS > 1000 else (1,)

Sessions = sessionmaker[Session]


@pytest.fixture
def committed(fresh_database: Database, application: object) -> Iterator[Sessions]:
    """Sessions on a database of its own, whose commits are real and seen by all."""
    engine = make_engine(fresh_database.url, pool_size=WORKERS, max_overflow=0, pool_timeout=120)
    yield make_sessions(engine)
    engine.dispose()


def change_of_mind(sessions: Sessions, visit_id: int) -> bool:
    """Say yes after a no, as one request does; whether the place was still free."""
    with sessions() as session:
        set_scope(session, EVERYONE)
        try:
            answers.answer(session, session.get_one(Visit, visit_id), Side.PARTY, Answer.YES)
        except RuleBroken:
            return False
        session.commit()
        return True


def change_of_mind_by_link(sessions: Sessions, visit_id: int) -> bool:
    """Say yes after a no from the guests' own page, which locks before it reads."""
    with sessions() as session:
        set_scope(session, EVERYONE)
        token = visit_token(session.get_one(Visit, visit_id), Side.PARTY)
    with sessions() as session:
        found = links.find_visit(session, token, held=True)
        assert found is not None
        try:
            answers.answer(session, *found, Answer.YES, held=True)
        except RuleBroken:
            return False
        session.commit()
        return True


def declined_visits(sessions: Sessions, slots: int, contenders: int, beds: int) -> list[int]:
    with sessions() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        home = an_organisation(session)
        session.commit()
    return [
        visit
        for _ in range(slots)
        for visit in _declined_in_one_slot(sessions, home, contenders, beds)
    ]


def _declined_in_one_slot(
    sessions: Sessions, home: Organisation, contenders: int, beds: int
) -> list[int]:
    ended: dict[str, Any] = {
        "state": VisitState.DECLINED,
        "party_answer": Answer.NO,
        "ended_by": Side.PARTY,
    }
    with sessions() as session:  # one each: a session that holds ten thousand rows is slow
        set_scope(session, EVERYONE)
        farm = a_farm(session, rooms=(beds,), season_limit=contenders)
        slot = a_slot(session, an_offer(session, farm))
        made = [a_visit(session, a_party(session, home), slot, **ended) for _ in range(contenders)]
        session.commit()
        return [visit.id for visit in made]


def held(sessions: Sessions) -> list[tuple[int, int, int]]:
    """Return beds, people counted on the slot and people of visits that hold, slot by slot."""
    with sessions() as session:
        set_scope(session, EVERYONE)
        query = (
            select(Slot.beds, Slot.people_held, func.sum(Visit.people))
            .join(Visit, Visit.slot_id == Slot.id)
            .where(Visit.state.in_(HOLDING))
            .group_by(Slot.id)
        )
        return [(beds, counted, int(people)) for beds, counted, people in session.execute(query)]


@pytest.mark.parametrize("say_yes", [change_of_mind, change_of_mind_by_link])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_last_places_go_to_exactly_as_many_as_fit(
    committed: Sessions, seed: int, say_yes: Callable[[Sessions, int], bool]
) -> None:
    slots = ANSWERS // CONTENDERS
    visits = declined_visits(committed, slots, CONTENDERS, BEDS)
    random.Random(seed).shuffle(visits)
    with ThreadPoolExecutor(WORKERS) as workers:
        given = sum(workers.map(lambda visit: say_yes(committed, visit), visits))
    assert given == slots * BEDS
    assert held(committed) == [(BEDS, BEDS, BEDS)] * slots


def test_without_lock_the_same_race_overbooks(
    committed: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = declined_visits(committed, slots=1, contenders=2, beds=1)
    monkeypatch.setattr(places, "hold", lambda *_: [])
    monkeypatch.setattr(places, "check", checked_together(places.check, len(visits)))
    with ThreadPoolExecutor(len(visits)) as workers:
        list(workers.map(lambda visit: change_of_mind(committed, visit), visits))
    assert held(committed) == [(1, 1, 2)]


def checked_together(check: Callable[..., None], many: int) -> Callable[..., None]:
    """Let nobody go on from the check before all have looked: the worst moment, every time."""
    barrier = threading.Barrier(many, timeout=120)

    def check_and_wait(*given: object, **named: object) -> None:
        check(*given, **named)
        barrier.wait()

    return check_and_wait
