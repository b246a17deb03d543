"""The forms of dates: days ticked, a slot changed, a slot taken back."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from webapp.ground.vocabulary import WITHDRAWAL_REASONS
from webapp.web.days import PLANNED
from webapp.web.forms import DayField, Form, NumberField, choices, required


class DaysField(SelectMultipleField):
    """Days ticked on a calendar; what is no day is left out."""

    data: list[date]

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(
            label, validators, coerce=_as_it_is, validate_choice=False, choices=[], **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the days; those that are not plausible are left out and said to be."""
        days = sorted({day for day in map(read_day, valuelist) if day})
        self.data = [day for day in days if not PLANNED.mistake(day)]
        if mistake := next(filter(None, map(PLANNED.mistake, days)), None):
            raise ValueError(mistake)


def _as_it_is(day: date) -> date:
    return day


def read_day(text: str) -> date | None:
    """Return the day that an ISO date names, or none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class DaysForm(Form):
    """Days of arrival, and how long each stay lasts."""

    days = DaysField(_l("Days of arrival"), default=list)
    nights = NumberField(
        _l("Nights"),
        [
            InputRequired(_l("Enter a number of nights")),
            NumberRange(1, 30, _l("Enter a number from 1 to 30")),
        ],
    )


class SlotForm(Form):
    """When a stay ends; its rooms are added by `rooms_offered`."""

    departure = DayField(
        _l("Day of departure"), [required(_l("Enter the day of departure"))], span=PLANNED
    )


class WithdrawalForm(Form):
    """Why a date is taken back, in a word: it helps the programme to plan, and is not judged."""

    reason = RadioField(
        _l("Why?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=choices("withdrawal", WITHDRAWAL_REASONS),
    )
