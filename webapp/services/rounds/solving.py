"""A round is queued with its problem frozen, then solved by a worker that may be killed."""

import json
import operator
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

import matching
from webapp.ground import job_queue, logs
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, RoundState
from webapp.services.records import audit
from webapp.services.records.steps import open_step
from webapp.services.records.unattended import Work
from webapp.services.rounds import plan, runs
from webapp.services.rounds.advising import ask_for_advice
from webapp.services.rounds.floors import with_floors
from webapp.services.rounds.snapshot import take_snapshot
from webapp.services.rounds.steps import held_round

TIME_LIMIT = 60
PRICING_LIMIT = 15
"""Seconds in which prices are found that prove the answer; mostly one is enough."""
EVERY = 1.0
"""Seconds between two looks at the row while solving: progress out, cancelling in."""

TASK = "solve_round"
PINS = "pins-cannot-hold"
"""The failure of a round whose kept pairs contradict each other."""

TOO_TIGHT = "too-few-moves"
"""The failure of a round in which more have to move than may, with the pairs that are kept."""

BROKEN = "engine-broke"
"""The failure of a round that the engine could not answer for a reason of its own."""

Call = Callable[..., Any]
"""How the engine is called: its function, then what that is given."""

Outcome = tuple[matching.Solution, matching.Solution, dict[str, Any] | None, int | None]
"""An answer, first come first served, the prices that prove it, the most people without floors."""

SILENCE = timedelta(seconds=60)
"""A run without a sign of life for so long has no worker; its job may be lost."""


def ask_for_a_run(session: Session, of_round: MatchingRound, max_moves: int | None = None) -> None:
    """Freeze the problem into the round and enqueue its solving, in the caller's transaction."""
    of_round.max_moves = max_moves
    snapshot = take_snapshot(session, of_round)
    if not snapshot.problem.parties or not snapshot.problem.slots:
        raise RuleBroken("round-is-empty")
    safeguarded = [list(pair) for pair in sorted(snapshot.safeguarded)]
    asked = with_floors(snapshot.problem, of_round.floors_by)
    of_round.queue(written(asked), safeguarded)
    job_queue.defer(session, TASK, round_id=of_round.id)
    audit.record(session, "round.queued", of_round, parties=len(snapshot.problem.parties))


def written(thing: matching.Problem | matching.Solution) -> dict[str, Any]:
    """Return a value of the engine as the JSON that a row keeps."""
    values: dict[str, Any] = json.loads(matching.to_json(thing))
    return values


def ask_to_cancel(session: Session, of_round: MatchingRound) -> None:
    """End a round that waits; one that is being solved stops at its next look at the row."""
    if of_round.state is RoundState.RUNNING and not is_silent(of_round):
        of_round.cancel_asked = True
    else:
        of_round.cancel()
    audit.record(session, "round.cancelled", of_round)


def is_silent(of_round: MatchingRound) -> bool:
    """Whether nothing was heard of the worker that solves a round for a while."""
    heard = of_round.heartbeat_at or of_round.queued_at
    return heard is None or now() - heard > SILENCE


def unsolved() -> Select[int]:
    """Select the rounds that wait for a run, and those whose run gives no sign of life."""
    silent = func.coalesce(MatchingRound.heartbeat_at, MatchingRound.queued_at) < now() - SILENCE
    return select(MatchingRound.id).where(
        or_(
            MatchingRound.state == RoundState.QUEUED,
            and_(MatchingRound.state == RoundState.RUNNING, silent),
        )
    )


def give_up(session: Session, round_id: int) -> bool:
    """Fail a round that was taken up in vain as often as it may be; return whether it waited."""
    found = held_round(session, round_id)
    if found is None or found.state not in {RoundState.QUEUED, RoundState.RUNNING}:
        return False
    found.fail(BROKEN)
    audit.record(session, "round.failed", found, failure=BROKEN)
    return True


SOLUTION = Work(TASK, "round_id", unsolved, give_up)


def solve(
    sessions: sessionmaker[Session],
    round_id: int,
    time_limit: float = TIME_LIMIT,
    call: Call = operator.call,
) -> None:
    """Solve a queued round; one whose worker died is taken up again, one that is over is left.

    Parameters
    ----------
    sessions
        Where sessions come from: each step is a short transaction of its own.
    time_limit
        Seconds after which the best answer so far is kept, with what is proven of it.
    call
        `matching.apart` where an engine that dies must not take this process along.

    Lots are drawn anew in each round: its number is the seed.

    Raises
    ------
    SQLAlchemyError
        When the database was lost: the round is as it was, to be taken up again.
    """
    taken = _take_up(sessions, round_id)
    if taken is None:
        return
    problem, asked_at = taken
    watch = _Watch(sessions, round_id, asked_at)
    try:
        watched = {"on_progress": watch.note, "should_stop": watch.must_stop}
        solution = call(matching.solve, problem, time_limit, seed=round_id, **watched)
        solution, certificate = _priced(problem, solution, call, watch)
        baseline, unasked = _beside(problem, time_limit, call, watch)
    except matching.PinsClashError as error:
        _end(sessions, round_id, asked_at, PINS, error.pairs)
    except matching.ProblemError:
        _end(sessions, round_id, asked_at, TOO_TIGHT)
    except SQLAlchemyError:
        raise
    except Exception as error:
        logs.log.error("engine-broke", round_id=round_id, **logs.describe(error))
        _end(sessions, round_id, asked_at, BROKEN)
    else:
        _end(sessions, round_id, asked_at, (solution, baseline, certificate, unasked))


def _priced(
    problem: matching.Problem, solution: matching.Solution, call: Call, watch: "_Watch"
) -> tuple[matching.Solution, dict[str, Any] | None]:
    """Find the prices that make an answer verifiable; it stands where none are found."""
    watch.look(force=True)
    try:
        certificate, tightened = call(matching.certify, problem, solution, PRICING_LIMIT)
    except Exception as error:
        logs.log.error("no-prices", **logs.describe(error))
        return solution, None
    return tightened, asdict(certificate)


def _beside(
    problem: matching.Problem, time_limit: float, call: Call, watch: "_Watch"
) -> tuple[matching.Solution, int | None]:
    """Serve one after the other; and tell, where proven, the most people if no floor were asked."""
    baseline = matching.first_come_first_served(problem)
    if not problem.floors:
        return baseline, None
    watch.look(force=True)
    try:
        unasked = replace(problem, floors={})
        free = call(matching.solve, unasked, time_limit, should_stop=watch.must_stop)
    except Exception as error:
        logs.log.error("no-cost-of-floors", **logs.describe(error))
        return baseline, None
    return baseline, free.most_people if free.is_as_many_as_possible else None


def _take_up(
    sessions: sessionmaker[Session], round_id: int
) -> tuple[matching.Problem, datetime] | None:
    with open_step(sessions) as session:
        found = held_round(session, round_id)
        if found is None or found.state not in {RoundState.QUEUED, RoundState.RUNNING}:
            return None
        found.run()
        session.commit()
        assert found.asked is not None and found.queued_at is not None  # noqa: S101, PT018
        return matching.from_json(found.asked["problem"]), found.queued_at


def _end(
    sessions: sessionmaker[Session],
    round_id: int,
    asked_at: datetime,
    outcome: Outcome | str,
    clashing: Sequence[tuple[str, str]] = (),
) -> None:
    """Keep what was found, unless the round was asked anew meanwhile or ended by someone else."""
    with open_step(sessions) as session:
        found = held_round(session, round_id)
        if found is None or found.state is not RoundState.RUNNING or found.queued_at != asked_at:
            return
        if found.cancel_asked:
            found.cancel()
        elif isinstance(outcome, str):
            found.fail(outcome, clashing)
            audit.record(session, "round.failed", found, failure=outcome)
        else:
            solution, baseline, certificate, unasked = outcome
            settings = (found.asked or {}).get("settings")
            runs.put_away(session, found)
            found.solve(written(solution), written(baseline), certificate, unasked)
            runs.note(session, found, settings)
            plan.plan_anew(session, found)
            audit.record(session, "round.solved", found, people=solution.people)
            ask_for_advice(session, found)
        session.commit()


class _Watch:
    """Writes progress and a heartbeat now and then, and reads whether to stop."""

    def __init__(self, sessions: sessionmaker[Session], round_id: int, asked_at: datetime) -> None:
        self._sessions, self._round_id, self._asked_at = sessions, round_id, asked_at
        self._progress: matching.Progress | None = None
        self._looked = float("-inf")
        self._stop = False

    def note(self, progress: matching.Progress) -> None:
        """Keep how far the solver is."""
        self._progress = progress
        self.look()

    def must_stop(self) -> bool:
        """Whether the run was cancelled or is no longer the round's own."""
        self.look()
        return self._stop

    def look(self, *, force: bool = False) -> None:
        """Write to the row, and read it, once in a while."""
        if not force and time.monotonic() - self._looked < EVERY:
            return
        self._looked = time.monotonic()
        with open_step(self._sessions) as session:
            found = held_round(session, self._round_id)
            mine = found is not None and found.queued_at == self._asked_at
            if found is None or not mine or found.state is not RoundState.RUNNING:
                self._stop = True
                return
            found.heartbeat_at = now()
            found.progress = self._written()
            self._stop = found.cancel_asked
            session.commit()

    def _written(self) -> dict[str, Any] | None:
        reached = self._progress
        if reached is None:
            return None
        return {
            "part": reached.part,
            "stage": reached.stage,
            "points": reached.points,
            "bound": reached.bound,
            "seconds": round(reached.seconds, 1),
        }
