"""The jobs that solve a round and look for what would help it; the only ones that take minutes.

The engine is called apart: what makes it die would end the worker, with all its other jobs.
"""

from flask import current_app

import matching
from webapp.jobs import SOON, jobs
from webapp.services import rounds


@jobs.task(name="solve_round", retry=SOON)
def solve_round(round_id: int) -> None:
    """Solve a queued round, or take it up again from a worker that died."""
    rounds.solve(current_app.extensions["sessions"], round_id, call=matching.apart)


@jobs.task(name="advise_round", retry=SOON)
def advise_round(round_id: int) -> None:
    """Look for the places that would help those whom a round leaves without one."""
    rounds.advise(current_app.extensions["sessions"], round_id, call=matching.apart)
