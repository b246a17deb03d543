"""The runs of one round: the last few are kept, to be read beside each other."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

import matching
from webapp.models import MatchingRound, RoundRun
from webapp.services.rounds.result import Result, read_result

KEPT: Final = 6
"""So many runs of a round are kept, the present one among them."""


def put_away(session: Session, of_round: MatchingRound) -> None:
    """Keep the present result of a round, in whose place another one comes."""
    result = read_result(of_round)
    if result is None or of_round.solved_at is None:
        return
    run = _present(session, of_round) or _noted(session, of_round, None, result)
    run.put_away(of_round)


def note(session: Session, of_round: MatchingRound, settings: dict[str, Any] | None) -> None:
    """Note the run that was just solved; the oldest beyond those that are kept go.

    Parameters
    ----------
    settings
        What it was asked, as the round was set when it was.
    """
    result = read_result(of_round)
    assert result is not None  # noqa: S101 (it was solved)
    run = _noted(session, of_round, settings, result)
    old = RoundRun.round_id == of_round.id, RoundRun.number <= run.number - KEPT
    session.execute(delete(RoundRun).where(*old))


def _noted(
    session: Session, of_round: MatchingRound, settings: dict[str, Any] | None, result: Result
) -> RoundRun:
    assert of_round.solved_at is not None  # noqa: S101 (it has a result)
    last = select(func.max(RoundRun.number)).where(RoundRun.round_id == of_round.id)
    run = RoundRun(
        round_id=of_round.id,
        number=(session.scalar(last) or 0) + 1,
        settings=settings,
        solved_at=of_round.solved_at,
        safeguarded=[],
        figures={
            "people": result.people,
            "placed": result.placed,
            "first": result.placed_first_time,
            "wished": result.well_wished,
        },
    )
    session.add(run)
    session.flush()
    return run


def _present(session: Session, of_round: MatchingRound) -> RoundRun | None:
    present = RoundRun.round_id == of_round.id, RoundRun.solved_at == of_round.solved_at
    return session.scalar(select(RoundRun).where(*present))


def settings_of(session: Session, of_round: MatchingRound) -> dict[str, Any] | None:
    """Return what the present result was asked; none where that was not kept."""
    run = _present(session, of_round)
    return run.settings if run else None


def is_present(run: RoundRun, of_round: MatchingRound) -> bool:
    """Whether what a run found stands in the round itself."""
    return run.solved_at == of_round.solved_at


def find(session: Session, of_round: MatchingRound) -> Sequence[RoundRun]:
    """Return the runs that are kept, the newest first, without what they found."""
    mine = select(RoundRun).where(RoundRun.round_id == of_round.id)
    return session.scalars(mine.order_by(RoundRun.number.desc())).all()


def read(session: Session, of_round: MatchingRound, run: RoundRun) -> Result:
    """Return what a run found."""
    if is_present(run, of_round):
        present = read_result(of_round)
        assert present is not None  # noqa: S101 (the run was solved)
        return present
    whole = undefer(RoundRun.problem), undefer(RoundRun.solution), undefer(RoundRun.baseline)
    again = select(RoundRun).where(RoundRun.id == run.id).options(*whole)
    found = session.scalars(again.execution_options(populate_existing=True)).one()
    return Result(
        problem=matching.from_json(found.problem or {}),
        solution=matching.from_json(found.solution or {}),
        baseline=matching.from_json(found.baseline or {}),
        safeguarded=frozenset((party, slot) for party, slot in found.safeguarded),
        left_out={},
    )
