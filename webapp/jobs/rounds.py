"""The jobs that solve a round and look for what would help it; the only ones that take minutes."""

from flask import current_app

from webapp.jobs import jobs
from webapp.services import rounds


@jobs.task(name="solve_round")
def solve_round(round_id: int) -> None:
    """Solve a queued round, or take it up again from a worker that died."""
    rounds.solve(current_app.extensions["sessions"], round_id)


@jobs.task(name="advise_round")
def advise_round(round_id: int) -> None:
    """Look for the places that would help those whom a round leaves without one."""
    rounds.advise(current_app.extensions["sessions"], round_id)
