"""What is typed and ticked on the pages of imports."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from webapp.portals.imports.kinds import Column
from webapp.services.imports.tables import Table
from webapp.web.forms import CheckboxesField, Form, required
from webapp.wording import listed


class TableForm(Form):
    """A table to bring in."""

    table = FileField(
        _l("The table, as a file"),
        [required(_l("Choose a file"))],
        description=_l("Excel, LibreOffice or CSV, up to 10,000 rows and 8 MB."),
    )


class ColumnsForm(Form):
    """What each column of a table says; `naming.with_columns` adds a question for each."""

    known: Sequence[Column] = ()

    @property
    def questions(self) -> list[SelectField]:
        """The questions, in the order of the columns."""
        return [field for field in self if field.short_name.startswith("column_")]

    def meanings(self, table: Table) -> dict[str, str]:
        """Return what each column says, by its header; nothing for one that is left out."""
        asked = zip(table.header, self.questions, strict=True)
        return {name: question.data for name, question in asked}

    def validate(self, extra_validators: object = None) -> bool:
        """Reject columns that say the same, and a table that says too little."""
        is_valid = super().validate(extra_validators)
        said = [question.data for question in self.questions]
        missing = [
            str(each.label) for each in self.known if each.required and each.name not in said
        ]
        if missing:
            lacking = _("Say which column has this: %(what)s", what=listed(missing))
            self.refuse("", lacking)
        return is_valid and not missing


class StartForm(Form):
    """Who is brought in although they look like somebody known."""

    chosen = CheckboxesField(_l("Bring these in all the same: they are other people"), coerce=int)

    def __init__(self, alike: list[tuple[int, str]]) -> None:
        super().__init__()
        self.chosen.choices = [SelectChoice(number, words) for number, words in alike]
