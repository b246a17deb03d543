"""What is asked of an agreement for an immersion, a topic at a time."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from webapp.models import HOURS, Purpose
from webapp.services.agreements import hours
from webapp.web.days import PLANNED
from webapp.web.forms import DayField, Form, LinesField, PhoneField, choices, required
from webapp.web.printable import printable


def strip(typed: str | None) -> str:
    """Return what was typed without the blanks around and between."""
    return " ".join(typed.split()) if typed else ""


def _line(label: Any, **options: Any) -> StringField:
    return StringField(label, [Length(max=160), printable], filters=[strip], **options)


class FrameForm(Form):
    """Why, and from when until when."""

    purpose = RadioField(
        _l("What it is for"),
        [required(_l("Choose exactly one purpose"))],
        choices=choices("purpose", Purpose),
    )
    first_day = DayField(_l("First day"), [required(_l("Enter the day"))], span=PLANNED)
    last_day = DayField(_l("Last day"), [required(_l("Enter the day"))], span=PLANNED)

    def validate_last_day(self, field: DayField) -> None:
        """Let it end after it begins."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_l("The last day comes before the first one"))


class NewAgreementForm(FrameForm):
    """Who goes where, why and when."""

    person_id = RadioField(_l("Who"), [required(_l("Choose one of them"))], coerce=str)
    base = RadioField(_l("At which farm"), [required(_l("Choose a farm"))], coerce=str)


class DayHoursField(StringField):
    """The hours of one day of the week; kept as clocks show them."""

    data: str | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the hours; what makes no sense is said."""
        super().process_formdata(valuelist)
        spans = hours.read(self.data or "")
        if spans is None and hours.read(self.data or "", in_order=False):
            raise ValueError(
                _l("Write the hours one after the other, such as 08:00-12:00, 14:00-17:00")
            )
        if spans is None:
            raise ValueError(_l("Write the hours such as 08:00-12:00, 14:00-17:00"))
        self.data = hours.written(spans)


class HoursForm(Form):
    """The hours of each day, and who prescribes it."""

    prescriber_id = SelectField(_l("Who prescribes it"), coerce=str)


for _number, _name in enumerate(HOURS, start=1):
    setattr(HoursForm, _name, DayHoursField(validators=[Length(max=60)]))


class WorkForm(Form):
    """What is seen and done, who shows it."""

    trade = _line(_l("Trade that is seen"))
    tasks = LinesField(
        _l("Tasks"),
        [Length(max=1500), printable],
        filters=[lambda typed: typed or ""],
        description=_l("What they do and watch, in the terms of the trade."),
    )
    goals = LinesField(
        _l("What it is to show"), [Length(max=800), printable], filters=[lambda typed: typed or ""]
    )
    equipment = _line(
        _l("Protective equipment, and who lends it"),
        description=_l("Boots, gloves, mask; or “none needed”."),
    )
    tutor_name = _line(_l("Tutor at the farm"))
    tutor_job = _line(_l("Their function"))
    tutor_phone = PhoneField(_l("Telephone of the tutor"))


class BesideForm(Form):
    """Whom to call, and who signs for somebody under age."""

    emergency_name = _line(_l("Whom to call in an emergency"))
    emergency_phone = PhoneField(_l("Their telephone"))
    representative_name = _line(_l("Legal representative"))
    representative_phone = PhoneField(_l("Telephone of the representative"))


class CancelForm(Form):
    """Why it does not go on."""

    reason = _line(_l("Why it is cancelled"), description=_l("Of the agreement, never of health."))

    def validate_reason(self, field: StringField) -> None:
        """Ask for a reason."""
        if not field.data:
            raise ValidationError(_l("Write why"))
