"""A round's life: queued with its problem frozen, solved, corrected."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import matching
from tests.builders import (
    a_farm,
    a_party,
    a_person,
    a_slot,
    an_offer,
)
from tests.matching import engines
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import DecisionKind, MatchingRound, Organisation, RoundState, Slot, User, Visit
from webapp.services import rounds
from webapp.wording.labels import LABELS


def test_a_queued_round_freezes_its_problem_and_its_job_in_one_transaction(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    party = a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    assert this_round.state is RoundState.QUEUED
    assert this_round.asked is not None
    frozen = this_round.asked["problem"]["parties"]
    assert [each["id"] for each in frozen] == [f"p{party.id}"]
    party.reach_km = 0
    assert frozen[0]["reach_km"] == 250


def test_a_round_without_people_or_places_is_not_queued(
    db: Session, this_round: MatchingRound, slot: Slot
) -> None:
    with pytest.raises(RuleBroken, match="round-is-empty"):
        rounds.ask_for_a_run(db, this_round)


def test_the_worker_writes_the_solution_and_what_serving_in_turn_would_give(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    first, second = a_party(db, home), a_party(db, home)
    third = a_party(db, home, waiting_since=today())
    result = solved(db, sessions, this_round)
    assert this_round.state is RoundState.SOLVED
    assert {party for party, _ in result.pairs} == {f"p{first.id}", f"p{second.id}"}
    assert [party.id for party in result.unplaced] == [f"p{third.id}"]
    assert (result.placed, result.people, result.more_than_by_hand) == (2, 3, 0)
    assert result.solution.is_optimal


def test_a_round_whose_worker_was_killed_is_solved_when_taken_up_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    this_round.run()
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert this_round.state is RoundState.SOLVED


def test_a_round_that_is_over_is_left_alone(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    solved(db, sessions, this_round)
    solution = this_round.solution
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.state, this_round.solution) == (RoundState.SOLVED, solution)


def test_a_waiting_round_is_cancelled_at_once_and_its_job_finds_nothing_to_do(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    rounds.ask_to_cancel(db, this_round)
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.state, this_round.solution) == (RoundState.CANCELLED, None)


def test_cancelling_while_it_runs_is_honoured_by_the_worker(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    this_round.run()
    rounds.ask_to_cancel(db, this_round)
    states = [this_round.state]
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert [*states, this_round.state] == [RoundState.RUNNING, RoundState.CANCELLED]


def test_progress_and_a_heartbeat_are_written_while_solving(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    seen: list[tuple[dict[str, Any] | None, datetime | None]] = []

    def watched(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        db.refresh(this_round)
        seen.append((this_round.progress, this_round.heartbeat_at))
        return act(*given, **named)

    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    rounds.solve(sessions, this_round.id, call=watched)
    [(before, _none), (progress, heartbeat_at), *_later] = seen
    assert before is None
    assert progress is not None
    assert progress["points"] <= progress["bound"]
    assert heartbeat_at is not None


def test_pins_that_cannot_all_hold_fail_the_round_and_leave_it_open(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, caseworker: User
) -> None:
    slot = a_slot(db, rooms=[1])
    for _ in range(2):
        party = a_party(db, home)
        rounds.decide(db, this_round, party.id, slot.id, DecisionKind.PIN, caseworker)
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.state, this_round.failure) == (RoundState.FAILED, "pins-cannot-hold")
    rounds.undo(db, this_round, party.id, slot.id)
    assert solved(db, sessions, this_round).placed == 1


def test_a_forbidden_pair_is_gone_after_the_next_run_and_comes_back_when_taken_back(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    party = a_party(db, home)
    assert solved(db, sessions, this_round).placed == 1
    rounds.decide(db, this_round, party.id, slot.id, DecisionKind.FORBID, caseworker)
    assert len(rounds.waiting_decisions(this_round)) == 1
    result = solved(db, sessions, this_round)
    assert result.placed == 0
    assert [(each.party, each.after) for each in result.moved] == [(f"p{party.id}", None)]
    rounds.undo(db, this_round, party.id, slot.id)
    assert solved(db, sessions, this_round).placed == 1


def test_running_again_moves_no_more_people_than_allowed(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    here = a_party(db, home, waiting_since=today(), wishes=["bees"])
    also = a_party(db, home, waiting_since=today(), wishes=["bees"])
    solved(db, sessions, this_round)
    better = a_party(db, home, waiting_since=today() - timedelta(days=400))
    kept = solved(db, sessions, this_round, max_moves=0)
    assert {party for party, _ in kept.pairs} == {f"p{here.id}", f"p{also.id}"}
    assert kept.moved == []
    this_round.weights = this_round.weights | {"continuity": 0}
    moved = solved(db, sessions, this_round)
    assert len(moved.moved) == 1
    assert f"p{better.id}" in dict(moved.pairs)


def test_a_lift_needs_a_sentence_and_an_exclusion(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, caseworker: User
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, (1, 1), adults=1)))
    woman, man = a_party(db, home, persons=[a_person(sex="woman")]), a_party(db, home)
    assert solved(db, sessions, this_round).placed == 1
    with pytest.raises(RuleBroken, match="reason-too-short"):
        rounds.lift(db, this_round, woman.id, slot.id, "ok", caseworker)
    with pytest.raises(RuleBroken, match="nothing-to-lift"):
        rounds.lift(db, this_round, man.id, slot.id, "Nothing is excluded here.", caseworker)
    rounds.lift(db, this_round, woman.id, slot.id, "The host's sister stays there.", caseworker)
    assert solved(db, sessions, this_round).placed == 2
    rounds.publish(db, this_round, caseworker)
    visit = db.scalars(select(Visit).where(Visit.party_id == woman.id)).one()
    assert visit.lift_reason == "The host's sister stays there."


def test_levels_become_the_numbers_of_the_engine_and_back() -> None:
    levels = {**rounds.USUAL, "wish": "high", "journey": "off"}
    assert rounds.weights_of(levels)["wish"] == 6
    assert rounds.weights_of(levels)["journey"] == 0
    assert rounds.levels_of(rounds.weights_of(levels)) == levels


def test_a_run_that_was_asked_anew_is_not_overwritten_by_an_older_one(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()

    def asked_anew(problem: object) -> object:
        with sessions() as other:
            set_scope(other, EVERYONE)
            found = other.get(MatchingRound, this_round.id)
            assert found is not None
            found.queued_at = now()
            other.commit()
        return real(problem)  # type: ignore[arg-type]

    real = matching.first_come_first_served
    monkeypatch.setattr(matching, "first_come_first_served", asked_anew)
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.state, this_round.solution) == (RoundState.RUNNING, None)


def test_a_round_that_the_engine_cannot_answer_fails_and_can_be_run_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()

    def break_down(*_given: object, **_options: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(matching, "solve", break_down)
        rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.state, this_round.failure) == (RoundState.FAILED, "engine-broke")
    assert solved(db, sessions, this_round).placed == 1


@pytest.mark.parametrize("end", [engines.abort, engines.be_ended])
def test_a_round_whose_solver_dies_fails_with_a_sentence_and_can_be_run_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, end: Callable[..., None],
) -> None:  # fmt: skip
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    rounds.solve(
        sessions,
        this_round.id,
        call=lambda _solve, *given, **named: matching.apart(end, *given, **named),
    )
    db.refresh(this_round)
    assert (this_round.state, this_round.failure) == (RoundState.FAILED, "engine-broke")
    assert "engine-broke" in LABELS["round-failure"]
    assert solved(db, sessions, this_round).placed == 1


def test_a_round_is_not_failed_when_it_is_the_database_that_was_lost(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()

    def lose_it(*_given: object, **_named: object) -> None:
        raise OperationalError("SELECT", {}, ConnectionError())

    with pytest.raises(OperationalError):
        rounds.solve(sessions, this_round.id, call=lose_it)
    db.refresh(this_round)
    assert (this_round.state, this_round.failure) == (RoundState.RUNNING, None)
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert this_round.state.value == "solved"


def test_a_run_whose_worker_is_silent_is_cancelled_at_once(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    this_round.run()
    this_round.heartbeat_at = now() - timedelta(minutes=5)
    rounds.ask_to_cancel(db, this_round)
    assert this_round.state is RoundState.CANCELLED
