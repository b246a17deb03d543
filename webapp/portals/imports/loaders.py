"""Whose imports someone may open: those of their association, or of the programme."""

from flask import request
from sqlalchemy import ColumnElement, and_

from webapp.models import Import
from webapp.portals.imports.routes import KIND_OF
from webapp.services.records.long_work import HELD
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.extensions import db


def kind_of_the_reader() -> str:
    """Return what the reader's tables become."""
    return KIND_OF[request.blueprint or ""]


def own_imports() -> ColumnElement[bool]:
    """Return the condition on the imports that the reader may open."""
    whose = Import.organisation_id.is_not_distinct_from(signed_in_user().organisation_id)
    return and_(whose, Import.kind == kind_of_the_reader())


def own_import(import_id: int, *, lock: bool = False) -> Import:
    """Return an import that the reader may open, or answer 404."""
    found = find_or_404(Import, Import.id == import_id, own_imports())
    if lock:
        db.refresh(found, with_for_update=HELD)
    return found
