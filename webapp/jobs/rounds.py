"""The jobs that ask the engine: a round, what would help it, a past season lived again.

They are the only ones that take minutes. The engine is called apart: what makes it die would end
the worker, with all its other jobs.
"""

from flask import current_app

import matching
from webapp.jobs import SOON, jobs
from webapp.services import rounds
from webapp.services.rounds import notice_price


@jobs.task(name="solve_round", retry=SOON)
def solve_round(round_id: int) -> None:
    """Solve a queued round, or take it up again from a worker that died."""
    rounds.solve(current_app.extensions["sessions"], round_id, call=matching.apart)


@jobs.task(name="advise_round", retry=SOON)
def advise_round(round_id: int) -> None:
    """Look for the places that would help those whom a round leaves without one."""
    rounds.advise(current_app.extensions["sessions"], round_id, call=matching.apart)


@jobs.periodic(cron="30 1 * * 0")
@jobs.task(name="price_notice", queueing_lock="price_notice", retry=SOON)
def price_notice(timestamp: int) -> None:
    """On Sunday nights: live the past year again under several notices."""
    notice_price.compute(current_app.extensions["sessions"], call=matching.apart)
