"""A table comes in: uploaded, its columns named, its rows read over, brought in, undone."""

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Import, ImportState
from webapp.portals.imports import preview, proposing
from webapp.portals.imports.forms import ColumnsForm, StartForm, TableForm
from webapp.portals.imports.kinds import KINDS
from webapp.portals.imports.loaders import kind_of_the_reader, own_import, own_imports
from webapp.portals.imports.naming import with_columns
from webapp.portals.imports.routes import page, routes
from webapp.portals.imports.seeing import see
from webapp.services.imports import running, undoing
from webapp.services.imports.sheets import MOST_BYTES, read_sheet
from webapp.services.imports.tables import Table, table_of
from webapp.services.records import audit
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.uploads import takes_files
from webapp.wording import label

SHOWN = 20
SAMPLES = 3


@routes.route("/imports", methods=["GET", "POST"])
@takes_files(MOST_BYTES)
def list_imports() -> str | Response:
    """Show the tables brought in lately, and take another."""
    form = TableForm()
    if form.validate_on_submit():
        with acting(form, at="table") as act:
            about = _uploaded(form)
            act.tell(_("The table is read. Say what its columns are."))
        if act.done:
            return redirect(url_for(".choose_columns", import_id=about.id))
    lately = select(Import).where(own_imports()).order_by(Import.id.desc()).limit(SHOWN)
    return page(form=form, imports=db.scalars(lately).all())


def _uploaded(form: TableForm) -> Import:
    user, kind = signed_in_user(), kind_of_the_reader()
    sheet = read_sheet(form.table.data.read())
    table = table_of(sheet, lambda name: bool(proposing.meaning_of(kind, name)))
    if not table.rows:
        raise RuleBroken("table-empty")
    about = Import(
        organisation_id=user.organisation_id,
        kind=kind,
        name=form.table.data.filename or "",
        rows=table.to_json(),
        by_id=user.id,
        total=len(table.rows),
    )
    db.add(about)
    audit.record(db, "import.uploaded", about, rows=len(table.rows))
    return about


@routes.route("/imports/<int:import_id>/columns", methods=["GET", "POST"])
def choose_columns(import_id: int) -> str | Response:
    """Say what each column is; what was said the last time, or the header says, is proposed."""
    about = own_import(import_id, lock=True)
    if about.state not in {ImportState.READ, ImportState.CHECKED} or about.rows is None:
        return _on(about)
    table, kind = Table.from_json(about.rows), KINDS[about.kind]
    said = about.meanings or proposing.proposed(about.kind, table, proposing.said_before(db, about))
    suggested = {f"column_{at}": said[name] for at, name in enumerate(table.header)}
    form = with_columns(ColumnsForm, table, kind.columns)(**suggested)
    if form.validate_on_submit():
        with acting(form) as act:
            about.check(form.meanings(table), len(table.rows))
            running.go_on(db, about, signed_in_user(), see)
        if act.done:
            return _on(about)
    samples = {name: [*table.column(name)][:SAMPLES] for name in table.header}
    return page(form=form, about=about, table=table, samples=samples)


@routes.route("/imports/<int:import_id>", methods=["GET", "POST"])
def show_import(import_id: int) -> str | Response:
    """Show how far an import is: what its rows would make, or what they have made."""
    about = own_import(import_id, lock=True)
    if about.state is ImportState.READ:
        return _on(about)
    if about.is_under_way:
        return page(about=about, form=None)
    if about.state is not ImportState.CHECKED:
        return page(about=about, form=None, in_use=undoing.files_in_use(db, about))
    shown = preview.of(about)
    form = StartForm(shown.choices)
    if form.is_submitted() and not (shown.rows["ready"] or form.chosen.data):
        form.refuse(
            "", _("No row can be imported: correct the table, or tick who is someone else.")
        )
    elif form.validate_on_submit():
        with acting(form) as act:
            about.start(form.chosen.data, about.total)
            audit.record(db, "import.started", about, rows=about.total)
            running.go_on(db, about, signed_in_user(), see)
            if about.imported_at is not None:
                act.tell(KINDS[about.kind].told(about.made))
        if act.done:
            return _on(about)
        shown = preview.of(about)
    return page(about=about, form=form, shown=shown, columns=KINDS[about.kind].column_of)


@routes.post("/imports/<int:import_id>/stop")
def stop_import(import_id: int) -> Response:
    """Stop what a worker does with an import: all is as it was before."""
    about = own_import(import_id, lock=True)
    with acting() as act:
        if about.is_under_way:
            about.stop_asked = True
            act.tell(label("import-stopping", about.state))
    return redirect(url_for(".show_import", import_id=import_id))


@routes.post("/imports/<int:import_id>/undoing")
def undo_import(import_id: int) -> Response:
    """Remove everything that an import made."""
    about = own_import(import_id, lock=True)
    with acting() as act:
        about.start_undoing()
        running.go_on(db, about, signed_in_user(), see)
        if not about.is_under_way:
            act.tell(_("The import is undone: what it made is gone."))
    return redirect(url_for(".show_import", import_id=import_id))


@routes.post("/imports/<int:import_id>/removal")
def give_import_up(import_id: int) -> Response:
    """Delete a table that is not brought in."""
    about = own_import(import_id, lock=True)
    with acting() as act:
        if about.state in {ImportState.READ, ImportState.CHECKED}:
            audit.record(db, "import.given-up", about)
            db.delete(about)
            act.tell(_("The table is deleted."))
    return redirect(url_for(".list_imports"))


def _on(about: Import) -> Response:
    """Lead to where an import stands."""
    view = "choose_columns" if about.state is ImportState.READ else "show_import"
    return redirect(url_for(f".{view}", import_id=about.id))
