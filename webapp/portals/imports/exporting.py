"""What is here as a table, in the shape in which one is imported; who took which is kept."""

from collections.abc import Iterable
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from webapp.ground.vocabulary import EXPORT_REASONS
from webapp.portals.imports.giving import give
from webapp.portals.imports.kinds import KINDS
from webapp.portals.imports.loaders import kind_of_the_reader
from webapp.portals.imports.routes import page, routes
from webapp.services.imports import exports
from webapp.web.access import signed_in_user
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
    kind = KINDS[kind_of_the_reader()]
    form = ExportForm()
    if form.validate_on_submit():
        asked = {"names": form.names.data == "names", "reason": form.reason.data}
        given = give(kind.name, asked, form.kind.data, form)
        if given is not None:
            return given
    made = db.scalars(exports.of_user(signed_in_user())).all()
    return page(form=form, kind=kind, made=made)


def codes_said(kind: str, codes: Iterable[str]) -> str:
    """Write codes as they are read again."""
    return BETWEEN.join(str(label(kind, code)) for code in codes)


def said(value: bool) -> str:
    """Write yes or no."""
    return str(_("yes") if value else _("no"))
