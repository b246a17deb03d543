"""What is here as a table, in the shape in which one is imported; who took which is kept."""

from collections.abc import Iterable
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.ground.clock import today
from webapp.ground.replica import Figures
from webapp.ground.vocabulary import EXPORT_REASONS
from webapp.models import Organisation
from webapp.portals.imports.kinds import KINDS, Kind
from webapp.portals.imports.loaders import kind_of_the_reader
from webapp.portals.imports.routes import page, routes
from webapp.services.imports.writing import MIMETYPES, written
from webapp.services.records import audit
from webapp.web import figures
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices
from webapp.wording import label

BETWEEN: Final = "; "


class ExportForm(Form):
    """Who is told of in a table, and why."""

    names = RadioField(
        _l("What the table tells of people"),
        default="codes",
        choices=[
            SelectChoice("codes", _l("Codes only: no names, no telephone numbers")),
            SelectChoice("names", _l("Names and telephone numbers")),
        ],
    )
    reason = RadioField(
        _l("Why names are needed"),
        default="",
        choices=[SelectChoice("", _l("They are not")), *choices("export-reason", EXPORT_REASONS)],
    )
    kind = RadioField(
        _l("Which file"),
        default="xlsx",
        choices=[
            SelectChoice("xlsx", _l("A workbook of Excel or LibreOffice")),
            SelectChoice("csv", _l("CSV")),
        ],
    )

    def validate_reason(self, field: RadioField) -> None:
        """Ask why, where names leave the programme."""
        if self.names.data == "names" and not field.data:
            raise ValidationError(_l("Say why names are needed: it is kept with your own name"))


@routes.route("/imports/export", methods=["GET", "POST"])
def export_table() -> str | Response:
    """Give what the reader's imports make as a table."""
    kind, home = KINDS[kind_of_the_reader()], signed_in_user().organisation_id
    form = ExportForm()
    if form.validate_on_submit():
        with_names = form.names.data == "names"
        read = figures.read(lambda copy: [*kind.rows(copy, home, with_names=with_names)])
        facts = {"rows": len(read.found), "names": with_names, "reason": form.reason.data}
        with acting(form) as act:
            about = db.get_one(Organisation, home) if home else None
            audit.record(db, f"{kind.name}.exported", about, **facts)
        if act.done:
            return _file(kind, read, form.kind.data)
    return page(form=form, kind=kind)


def _file(kind: Kind, read: Figures[list[dict[str, Any]]], file_kind: str) -> Response:
    told = [column for column in kind.columns if column.name not in kind.unsaid]
    header = [str(column.label) for column in told]
    rows = [[row.get(column.name) or "" for column in told] for row in read.found]
    name = f"sillon-{today()}{read.mark}.{file_kind}"
    return Response(
        written(str(label("table-kind", kind.name)), header, rows, file_kind),
        content_type=MIMETYPES[file_kind],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def codes_said(kind: str, codes: Iterable[str]) -> str:
    """Write codes as they are read again."""
    return BETWEEN.join(str(label(kind, code)) for code in codes)


def said(value: bool) -> str:
    """Write yes or no."""
    return str(_("yes") if value else _("no"))
