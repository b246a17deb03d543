"""An agreement in the order of the State's form: to be copied there, or taken along as a file."""

from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import Agreement
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.agreements import own_agreement
from webapp.services.agreements import signing, standing
from webapp.services.agreements.state_form import NOT_KEPT, SOURCE
from webapp.services.imports.writing import MIMETYPES, written
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import state_form


@portal.get("/agreements/<int:agreement_id>/state-form")
def show_state_form(agreement_id: int) -> str:
    """Show the fields in the order of the form, so that they can be copied one by one."""
    agreement, said = _frozen(agreement_id)
    note_reading("agreement.handed-off", agreement, version=agreement.version, way="page")
    rows = state_form.filled(said)
    return page(
        agreement=agreement, parts=state_form.by_part(rows), not_kept=NOT_KEPT, source=SOURCE
    )


@portal.get("/agreements/<int:agreement_id>/state-form.json")
def download_state_form_json(agreement_id: int) -> Response:
    """Give the fields as a file for a program."""
    agreement, said = _frozen(agreement_id)
    note_reading("agreement.handed-off", agreement, version=agreement.version, way="json")
    content = state_form.as_json(agreement, state_form.filled(said))
    return _file(agreement, content.encode(), "json", "application/json")


@portal.get("/agreements/<int:agreement_id>/state-form.csv")
def download_state_form_csv(agreement_id: int) -> Response:
    """Give the fields as a table."""
    agreement, said = _frozen(agreement_id)
    note_reading("agreement.handed-off", agreement, version=agreement.version, way="csv")
    rows = state_form.as_rows(state_form.filled(said))
    content = written("Convention", state_form.HEADER, rows, "csv")
    return _file(agreement, content, "csv", MIMETYPES["csv"])


def _frozen(agreement_id: int) -> tuple[Agreement, dict[str, Any]]:
    """Find what an agreement that stands says; a draft, and what was ended, is a 404."""
    agreement = own_agreement(agreement_id)
    found = signing.version_of(db, agreement, agreement.version)
    if not standing.holds(agreement) or found is None or not found.said:
        raise NotFound
    return agreement, found.said


def _file(agreement: Agreement, content: bytes, kind: str, mimetype: str) -> Response:
    name = f"sillon-convention-{agreement.id}-{agreement.version}.{kind}"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, mimetype=mimetype, headers=headers)
