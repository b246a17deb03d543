"""A table is given: at once, or through a page that tells how far a worker is with it."""

from collections.abc import Mapping
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Export, Organisation
from webapp.portals.imports.making import TABLES, make
from webapp.portals.imports.routes import routes
from webapp.services.imports import exports
from webapp.services.imports.exports import MadeFile
from webapp.services.imports.writing import MIMETYPES
from webapp.services.records import audit
from webapp.services.records.expiry import EXPORTS_KEPT
from webapp.web import figures
from webapp.web.access import signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import current_language, db
from webapp.web.forms import Form

PLACES: Final = {"page", "before", "lang"}
"""What an address says of the reader's place in a list: a table has it whole."""
MOST: Final = 80


def as_asked(said: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks a list for, to be kept and asked again."""
    return {name: value[:MOST] for name, value in sorted(said.items()) if name not in PLACES}


def give(
    kind: str, asked: dict[str, Any], file_kind: str, form: Form | None = None
) -> Response | None:
    """Give a table of `making.TABLES`, or lead to where it is made; none where that was refused.

    Parameters
    ----------
    asked
        What is asked for, as JSON can tell it.
    """
    user, table = signed_in_user(), TABLES[kind]
    export = exports.asked_by(user, kind, file_kind, current_language().code, asked)
    rows = table.count(db, export)
    if rows <= exports.AT_ONCE:
        made = make(figures.replica(), db, export, lambda _done: None)
        with acting(form) as act:
            audit.record(db, *_taken(export), **_facts(export, made.rows))
        return _file(made, file_kind) if act.done else None
    with acting(form) as act:
        going_on = exports.begin(db, export, rows)
    return redirect(url_for(".show_export", export_id=going_on.id)) if act.done else None


@routes.get("/exports/<int:export_id>")
def show_export(export_id: int) -> str:
    """Show how far a table is, or that it can be taken."""
    export = _own(export_id)
    return render_template(
        "imports/show_export.html",
        portal=request.blueprint,
        export=export,
        kept_until=export.asked_at + EXPORTS_KEPT,
    )


@routes.post("/exports/<int:export_id>/stop")
def stop_export(export_id: int) -> Response:
    """Stop that a table is made: nothing of it is kept."""
    export = _own(export_id)
    with acting() as act:
        if exports.stop(db, export):
            act.tell(_("It is being stopped: no table is made."))
    return redirect(url_for(".show_export", export_id=export_id))


@routes.post("/exports/<int:export_id>/again")
def repeat_export(export_id: int) -> Response:
    """Have a table made that was stopped, or could not be made."""
    export = _own(export_id)
    with acting():
        exports.again(db, export, TABLES[export.kind].count(db, export))
    return redirect(url_for(".show_export", export_id=export_id))


@routes.get("/exports/<int:export_id>/file")
def download_export(export_id: int) -> Response:
    """Give the file of a table; who took it is kept."""
    export = _own(export_id)
    if export.made_at is None:
        abort(404)
    note_reading(*_taken(export), **_facts(export, export.total))
    return _file(MadeFile(export.name or "", export.file, export.total), export.file_kind)


def _own(export_id: int) -> Export:
    mine = exports.of_user(signed_in_user()).where(Export.id == export_id)
    return db.scalar(mine) or abort(404)


def _taken(export: Export) -> tuple[str, Organisation | None]:
    """Return the act that somebody took a table, and of whom it tells."""
    home = export.organisation_id if export.kind == "parties" else None
    return f"{export.kind}.exported", db.get_one(Organisation, home) if home else None


def _facts(export: Export, rows: int) -> dict[str, Any]:
    return {"rows": rows, **TABLES[export.kind].facts(export.asked)}


def _file(made: MadeFile, file_kind: str) -> Response:
    return Response(
        made.content,
        content_type=MIMETYPES[file_kind],
        headers={"Content-Disposition": f"attachment; filename={made.name}"},
    )
