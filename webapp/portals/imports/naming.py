"""The form that names the columns of one table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from webapp.portals.imports.kinds import Column
from webapp.services.imports.tables import Table

if TYPE_CHECKING:
    from webapp.portals.imports.forms import ColumnsForm

F = TypeVar("F", bound="ColumnsForm")
LEFT_OUT = SelectChoice("", _l("Leave this column out"))


def with_columns(kind: type[F], table: Table, known: Sequence[Column]) -> type[F]:
    """Return a form with one question for each column of a table."""
    choices = [LEFT_OUT, *(SelectChoice(each.name, each.label) for each in known)]
    questions = {
        f"column_{at}": SelectField(name, [_once], choices=choices)
        for at, name in enumerate(table.header)
    }
    return type(kind.__name__, (kind,), {**questions, "known": known})


def _once(form: "ColumnsForm", field: SelectField) -> None:
    """Reject a second column that says the same."""
    before = form.questions[: form.questions.index(field)]
    if field.data and any(each.data == field.data for each in before):
        raise ValidationError(_("Another column says this already: leave one of them out"))
