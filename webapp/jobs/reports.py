"""The job of reports on many people: they are counted."""

from flask import current_app

from webapp.jobs import SOON, jobs
from webapp.services.reports import counting


@jobs.task(name=counting.TASK, retry=SOON)
def count_report(report_id: int) -> None:
    """Count a draft, or take it up again from a worker that died."""
    counting.run(current_app.extensions["sessions"], report_id, current_app.extensions["replica"])
