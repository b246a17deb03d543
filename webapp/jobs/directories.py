"""The job of directories of services that were sent from a page: they are loaded."""

from flask import current_app

from webapp.jobs import SOON, jobs
from webapp.services.around import sending


@jobs.task(name=sending.TASK, retry=SOON)
def load_directory(loading_id: int) -> None:
    """Load a directory, or take it up again from a worker that died."""
    sending.run(current_app.extensions["sessions"], loading_id)
