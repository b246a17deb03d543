"""Jobs about jobs: those of dead workers are taken up again, old ones are forgotten."""

import asyncio
import logging

from procrastinate.jobs import Job, Status

from webapp.jobs import jobs

HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 3 * HEARTBEAT_SECONDS
"""A worker that was not heard of for so long is dead, and its jobs are taken up again."""
MOST_ATTEMPTS = 5
"""A job that was on hand whenever its worker died is what kills it."""
KEPT_HOURS = 30 * 24

log = logging.getLogger(__name__)


async def retry_stalled_jobs() -> None:
    """Take up again the jobs whose worker was not heard of for a while."""
    stalled = await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    await asyncio.gather(*map(_retry, stalled))


async def _retry(job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        await jobs.job_manager.retry_job(job)
        return
    log.error("job %s given up: its worker died %s times", job.task_name, job.attempts)
    await jobs.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs")
async def look_for_stalled_jobs(timestamp: int) -> None:
    """Every minute, on one worker: see to the jobs of the dead."""
    await retry_stalled_jobs()


@jobs.periodic(cron="20 3 * * *")
@jobs.task(name="forget_old_jobs", queueing_lock="forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """Every night: remove the jobs that failed or were cancelled long ago."""
    await jobs.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
