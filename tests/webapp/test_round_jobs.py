"""Rounds on a database of their own: real commits, real workers, two people at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

import matching
from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_programme,
    a_round,
    a_slot,
    an_offer,
    an_organisation,
)
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.matching import engines
from tests.waiting import wait_until
from tests.webapp.workers import let_a_minute_pass
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.jobs.worker import run_worker
from webapp.models import MatchingRound, Organisation, RoundState, Slot, User, Visit
from webapp.services import rounds
from webapp.services.records import audit

WORKER = """
import matching
from tests.matching import engines
from webapp import create_app
from webapp.jobs.worker import run_worker

matching.solve = engines.go_on_until_told
run_worker(create_app())
"""


@pytest.fixture
def app(fresh_database: Database) -> Iterator[Flask]:
    app = create_app(Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"))
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


@pytest.fixture
def sessions(app: Flask) -> sessionmaker[Session]:
    made: sessionmaker[Session] = app.extensions["sessions"]
    return made


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as opened:
        set_scope(opened, EVERYONE)
        yield opened


@contextmanager
def a_worker_that_goes_on(database: Database) -> Iterator[None]:
    """Run a worker whose engine goes on until it is told to stop, and kill it in the end."""
    environment = {
        **os.environ,
        "DATABASE_URL": database.url,
        "SILLON_SECRET_KEY": SECRET_KEY,
        "SILLON_DATA_KEY": DATA_KEY,
        "SILLON_MODE": "test",
    }
    with subprocess.Popen([sys.executable, "-c", WORKER], env=environment) as worker:
        try:
            yield
        finally:
            worker.kill()


def is_running(session: Session, of_round: MatchingRound) -> bool:
    session.rollback()
    session.refresh(of_round)
    return of_round.state is RoundState.RUNNING


def is_unsolved(session: Session, of_round: MatchingRound) -> bool:
    return is_running(session, of_round) or of_round.state is RoundState.QUEUED


def a_queued_round(session: Session, slot: Slot, home: Organisation | None = None) -> MatchingRound:
    a_programme(session)
    home = home or an_organisation(session)
    a_party(session, home)
    made = a_round(session, home)
    rounds.ask_for_a_run(session, made)
    session.commit()
    return made


def test_a_worker_solves_a_queued_round(session: Session, app: Flask) -> None:
    queued = a_queued_round(session, a_slot(session))
    run_worker(app, wait=False)
    session.refresh(queued)
    assert queued.state is RoundState.SOLVED


def test_a_worker_looks_for_what_would_help_once_a_round_is_solved(
    session: Session, app: Flask
) -> None:
    queued = a_queued_round(session, a_slot(session))
    for _ in ("solve", "advise"):
        run_worker(app, wait=False)
    session.refresh(queued)
    assert queued.advice == []


def test_a_round_that_was_not_committed_has_no_job(session: Session, app: Flask) -> None:
    slot = a_slot(session)
    home = an_organisation(session)
    a_party(session, home)
    made = a_round(session, home)
    session.commit()
    rounds.ask_for_a_run(session, made)
    session.rollback()
    run_worker(app, wait=False)
    session.refresh(made)
    assert (made.state, slot.people_held) == (RoundState.DRAFT, 0)


def test_a_solver_that_aborts_fails_its_round_and_leaves_the_worker_alone(
    session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued = a_queued_round(session, a_slot(session))
    with monkeypatch.context() as patch:
        patch.setattr(matching, "solve", engines.abort)
        run_worker(app, wait=False)
    session.refresh(queued)
    assert (queued.state, queued.failure) == (RoundState.FAILED, "engine-broke")
    rounds.ask_for_a_run(session, queued)
    session.commit()
    run_worker(app, wait=False)
    session.refresh(queued)
    assert queued.state.value == "solved"


@pytest.mark.process
def test_a_round_whose_worker_is_killed_in_the_middle_is_solved_by_another(
    session: Session, app: Flask, fresh_database: Database
) -> None:
    """Until then it tells how far it is, and hears that it is to stop."""
    queued = a_queued_round(session, a_slot(session))
    with a_worker_that_goes_on(fresh_database):
        wait_until(lambda: is_running(session, queued) and queued.progress is not None)
        heard = queued.heartbeat_at
        wait_until(lambda: is_running(session, queued) and queued.heartbeat_at != heard)
        rounds.ask_to_cancel(session, queued)
        session.commit()
        wait_until(lambda: not is_unsolved(session, queued))
        assert queued.state is RoundState.CANCELLED
        begun = {"part": "who", "stage": "start", "points": 1, "bound": 2, "seconds": 0.0}
        assert queued.progress == begun
        rounds.ask_for_a_run(session, queued)
        session.commit()
        wait_until(lambda: is_running(session, queued))
    let_a_minute_pass(fresh_database)
    run_worker(app, wait=False)
    session.refresh(queued)
    assert queued.state.value == "solved"


def test_two_publications_for_the_last_bed_at_one_instant_give_it_once(
    session: Session, sessions: sessionmaker[Session]
) -> None:
    slot = a_slot(session, an_offer(session, a_farm(session, (1,))))
    queued = [a_queued_round(session, slot) for _ in range(2)]
    for each in queued:
        rounds.solve(sessions, each.id)
    approver = a_caseworker(session)
    session.commit()
    start = Barrier(2)

    def publish(round_id: int) -> int | str:
        with sessions() as own:
            set_scope(own, EVERYONE)
            audit.set_actor(own, audit.Actor("user", approver.id))
            found, by = own.get(MatchingRound, round_id), own.get(User, approver.id)
            assert found is not None
            assert by is not None
            start.wait()
            try:
                done = rounds.publish(own, found, by)
            except RuleBroken as rule:
                return rule.code
            own.commit()
            return len(done.visits)

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(publish, [each.id for each in queued]))
    assert outcomes == {1, "nothing-to-publish"}
    assert session.scalar(select(func.count()).select_from(Visit)) == 1
    session.refresh(slot)
    assert slot.people_held == 1


def test_a_round_published_twice_at_one_instant_is_published_once(
    session: Session, sessions: sessionmaker[Session]
) -> None:
    queued = a_queued_round(session, a_slot(session))
    rounds.solve(sessions, queued.id)
    approver = a_caseworker(session)
    session.commit()
    start = Barrier(2)

    def publish(_attempt: int) -> str:
        with sessions() as own:
            set_scope(own, EVERYONE)
            found, by = own.get(MatchingRound, queued.id), own.get(User, approver.id)
            assert found is not None
            assert by is not None
            start.wait()
            try:
                rounds.publish(own, found, by)
            except RuleBroken as rule:
                return rule.code
            own.commit()
            return "published"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(publish, range(2)))
    assert outcomes == ["published", "round-is-published"]
    assert session.scalar(select(func.count()).select_from(Visit)) == 1
