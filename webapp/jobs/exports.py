"""The job of long tables that leave: their file is made."""

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from webapp.ground.languages import DEFAULT, find
from webapp.jobs import SOON, jobs
from webapp.models import Export
from webapp.portals.imports.making import make
from webapp.services.imports import exports
from webapp.services.imports.exports import MadeFile
from webapp.services.records.long_work import Tell


@jobs.task(name=exports.TASK, retry=SOON)
def make_export(export_id: int) -> None:
    """Make a table, or take it up again from a worker that died."""
    exports.run(current_app.extensions["sessions"], export_id, _written)


def _written(session: Session, export: Export, tell: Tell) -> MadeFile:
    language = find(export.language) or DEFAULT
    with force_locale(language.locale):
        return make(current_app.extensions["replica"], session, export, tell)
