"""The job of long imports: every row is looked at, or brought in, or all of it is undone."""

from flask import current_app
from flask_babel import force_locale

from webapp.ground.languages import DEFAULT
from webapp.jobs import SOON, jobs
from webapp.portals.imports.seeing import see
from webapp.services.imports import running


@jobs.task(name=running.TASK, retry=SOON)
def run_import(import_id: int) -> None:
    """See to an import, or take it up again from a worker that died."""
    with force_locale(DEFAULT.locale):  # forms speak; nobody hears what they say here
        running.run(current_app.extensions["sessions"], import_id, see)
