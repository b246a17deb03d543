"""Jobs about jobs: those of dead workers are taken up again, old ones are forgotten."""

import asyncio
import logging

from procrastinate.jobs import Job, Status

from webapp.ground import logs
from webapp.jobs import AGAIN, SOON, jobs
from webapp.services.around.sending import DIRECTORIES
from webapp.services.imports.exports import EXPORTS
from webapp.services.imports.running import IMPORTS
from webapp.services.records import operations, unattended
from webapp.services.records.webhooks import DELIVERIES
from webapp.services.reports.counting import COUNTS
from webapp.services.rounds.advising import ADVICE
from webapp.services.rounds.solving import SOLUTION
from webapp.web.extensions import db

HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = operations.LOST.total_seconds()
"""A worker that was not heard of for so long is dead, and its jobs are taken up again."""
MOST_ATTEMPTS = AGAIN.max_attempts or 0
"""A job that was tried as often as any may be, and then loses its worker, is what kills it."""
KEPT_HOURS = 30 * 24

SEEN_TO = (
    unattended.MESSAGES, SOLUTION, ADVICE, IMPORTS, EXPORTS, DIRECTORIES, COUNTS, DELIVERIES,
)  # fmt: skip
"""What waits for a job, whichever it is, and must not wait in vain."""

log = logging.getLogger(__name__)


async def retry_stalled_jobs() -> None:
    """Take up again the jobs whose worker was not heard of for a while."""
    stalled = await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    await asyncio.gather(*map(_retry, stalled))


async def _retry(job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        await jobs.job_manager.retry_job(job)
        return
    log.error("job %s given up after %s attempts", job.task_name, job.attempts + 1)
    await jobs.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs", retry=SOON)
async def look_for_stalled_jobs(timestamp: int) -> None:
    """Every minute, on one worker: see to the jobs of the dead."""
    await retry_stalled_jobs()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="take_up_unattended", queueing_lock="take_up_unattended", retry=SOON)
def take_up_unattended(timestamp: int) -> None:
    """Every minute: see to what waits and has no job any more; the log counts it."""
    found = unattended.take_up(db, SEEN_TO)
    db.commit()
    for what, count in found.items():
        logs.log.warning(what, count=count)


@jobs.periodic(cron="20 3 * * *")
@jobs.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", retry=SOON)
async def forget_old_jobs(timestamp: int) -> None:
    """Every night: remove the jobs that failed or were cancelled long ago."""
    await jobs.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
