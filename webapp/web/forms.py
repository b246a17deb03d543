"""What the forms of every portal share: the base form, choices with labels, day lists."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.ground.clock import today
from webapp.ground.telephones import Line, line_of, read_number
from webapp.wording import label, telephone


class Form(FlaskForm):
    """A form whose mistakes are listed on top and beside each field."""

    agreement = ""
    """What the reader is asked to agree to before it is saved, when visits would no longer fit."""

    def mistakes(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for every mistake, in the order of the page."""
        return [
            (field.id, error) for field in self for error in field.errors if isinstance(error, str)
        ] + [("", error) for error in self.form_errors]

    def refuse(self, field_name: str, sentence: str) -> None:
        """Add a mistake that only the outer world could find (a rule, the database).

        `field_name` is empty for what concerns no field of its own.
        """
        if field_name not in self:
            self.form_errors.append(sentence)
            return
        field = self[field_name]
        field.errors = [*field.errors, sentence]


def choices(kind: str, codes: Iterable[str]) -> list[SelectChoice]:
    """Return WTForms choices: each code with its label in the reader's language."""
    return [SelectChoice(code, label(kind, code)) for code in codes]


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def required(sentence: Any = None) -> DataRequired:
    """Ask for a value, with a sentence that tells what to do ("Enter a farm name")."""
    return DataRequired(message=sentence or _l("Fill in this field"))


class OwnMistake:
    """A field whose own mistake is told, and not that it is empty because of it."""

    process_errors: Any
    raw_data: Any

    def pre_validate(self, _form: Any) -> None:
        """Ask nothing more of what was typed and could not be read."""
        if self.process_errors and any(str(each).strip() for each in self.raw_data or ()):
            raise StopValidation


class NumberField(OwnMistake, IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; what is none is said in our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Enter a number in figures, such as 2")) from error


YEARS_AHEAD = 100
"""A day beyond is a slip of the hand, and the next ones could not be counted."""


class DayField(OwnMistake, DateField):
    """A day, from the browser's own date input or typed the French way."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; keep what was typed if it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Enter a day, such as 27/03/2027")) from error
        if self.data and self.data.year > today().year + YEARS_AHEAD:
            self.data = None
            raise ValueError(_l("This day is too far ahead: check the year"))


class PhoneField(OwnMistake, StringField):
    """A telephone number, kept as E.164; French numbers may be typed the French way."""

    data: str | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read and normalise the number."""
        super().process_formdata(valuelist)
        typed = str(valuelist[0] if valuelist else "").strip()
        self.data = read_number(typed) if typed else None
        if typed and self.data is None:
            self.data = typed
            raise ValueError(_l("Enter a telephone number, such as 06 12 34 56 78"))
        if self.data and line_of(self.data) is Line.SURCHARGED:
            self.data = typed
            raise ValueError(_l("Calls to this number cost extra: enter another one"))

    def _value(self) -> str:
        """Return what the field shows: the number as people write it."""
        return telephone(self.data) if self.data and not self.errors else self.data or ""
