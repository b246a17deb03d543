"""How many interpreters, and departures of one caseworker, each week of a round has left."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
)
from webapp.ground.clock import today
from webapp.models import MatchingRound, Organisation, Party, Slot, VisitState
from webapp.services.rounds.overview import look_over
from webapp.services.rounds.snapshot import build_problem

pytestmark = pytest.mark.usefixtures("spring")


def a_monday() -> date:
    day = today() + timedelta(days=21)
    return day - timedelta(days=day.weekday())


def who_needs_an_interpreter(db: Session, home: Organisation | None, **given: Any) -> Party:
    persons = [a_person(languages=["prs"], french="A0")]
    return a_party(db, home, persons=persons, interpreter=True, **given)


def an_open_slot(db: Session, day: date) -> Slot:
    offer = an_offer(db, a_farm(db, rooms=(1, 1, 1)), min_french="A1")
    return a_slot(db, offer, day)


def test_visits_that_stand_use_up_the_week_they_begin_in(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    referent = a_caseworker(db, home)
    programme = a_programme(db)
    programme.calls_a_week, programme.departures_a_week = 3, 2
    monday = a_monday()
    week, next_week = (matching.week_of(monday + timedelta(days)) for days in (0, 7))
    beside, open_slot = an_open_slot(db, monday), an_open_slot(db, monday + timedelta(days=2))
    an_open_slot(db, monday + timedelta(days=7))
    full = an_open_slot(db, monday + timedelta(days=6))
    for slot in (beside, open_slot):
        a_visit(db, who_needs_an_interpreter(db, home, referent=referent), slot)
    a_visit(db, a_party(db, home, referent=referent), full, state=VisitState.CANCELLED)
    who_needs_an_interpreter(db, home, referent=referent)
    problem = build_problem(db, this_round)
    assert problem.interpreter_weeks == {week: 3, next_week: 3}
    assert problem.referent_weeks == {f"u{referent.id}": {week: 2, next_week: 2}}
    left = [(monday, 1), (monday + timedelta(days=7), 3)]
    assert look_over(db, this_round).calls_left == left
    a_visit(db, who_needs_an_interpreter(db, None), full, state=VisitState.COMPLETED)
    assert build_problem(db, this_round).interpreter_weeks == {week: 2, next_week: 3}
    solution = matching.solve(build_problem(db, this_round))
    assert matching.breaches(build_problem(db, this_round), solution.matches) == ()
    taken = {slot for party, slot in solution.matches if party.startswith("p")}
    assert all(problem.slot_of[slot].arrival >= monday + timedelta(days=7) for slot in taken)


def test_without_a_number_no_week_is_limited(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    an_open_slot(db, a_monday())
    a_party(db, home, referent=a_caseworker(db, home))
    problem = build_problem(db, this_round)
    assert (problem.interpreter_weeks, problem.referent_weeks) == ({}, {})
