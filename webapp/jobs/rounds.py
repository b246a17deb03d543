"""The job that solves a round; the only one that takes minutes."""

from flask import current_app

from webapp.jobs import jobs
from webapp.services import rounds


@jobs.task(name="solve_round")
def solve_round(round_id: int) -> None:
    """Solve a queued round, or take it up again from a worker that died."""
    rounds.solve(current_app.extensions["sessions"], round_id)
