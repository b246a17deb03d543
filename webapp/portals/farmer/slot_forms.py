"""The forms of dates: days ticked, repeated or kept free, a slot changed, a slot taken back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from webapp.ground.clock import today
from webapp.ground.vocabulary import WITHDRAWAL_REASONS
from webapp.portals.farmer.months import Month, read_month
from webapp.services.farms.repeating import Rhythm
from webapp.web.days import PLANNED
from webapp.web.forms import DayField, Form, NumberField, choices, required
from webapp.wording.days import format_date, window_name

RHYTHMS = [
    SelectChoice(1, _l("Every week")),
    SelectChoice(2, _l("Every other week")),
    SelectChoice(3, _l("Every third week")),
    SelectChoice(4, _l("Every fourth week")),
]


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


class CalendarForm(DaysForm):
    """Days ticked one by one, or all at once by a rhythm: every other week in May."""

    weekday = SelectField(_l("Arrival on"), coerce=int, default=0)
    weeks = SelectField(_l("How often"), coerce=int, choices=RHYTHMS, default=2)
    first_month = SelectField(_l("From the beginning of"))
    last_month = SelectField(_l("To the end of"))

    def offer(self, months: Iterable[Month], shown: Month) -> None:
        """Let each day of the week and these months be chosen; suggest the month that is shown."""
        week = shown.weeks[0]
        self.weekday.choices = [
            SelectChoice(day.weekday(), format_date(day, "EEEE")) for day in week
        ]
        named = [SelectChoice(each.code, window_name(each.first, each.first)) for each in months]
        for field in (self.first_month, self.last_month):
            field.choices = named
            field.data = field.data or shown.code

    def rhythm(self) -> Rhythm:
        """Return the rhythm that is chosen."""
        first, last = read_month(self.first_month.data), read_month(self.last_month.data)
        begins = first or Month(today().replace(day=1))
        ends = max(last or begins, begins, key=lambda month: month.first)
        end = ends.plus(1).first - timedelta(days=1)
        return Rhythm(self.weekday.data, self.weeks.data, begins.first, end)


class RestForm(Form):
    """Days on which the farm wishes to have no guests, both ends included."""

    first_day = DayField(_l("First day"), [required(_l("Enter the first day"))], span=PLANNED)
    last_day = DayField(_l("Last day"), [required(_l("Enter the last day"))], span=PLANNED)

    def validate_last_day(self, field: DayField) -> None:
        """Reject an end before the beginning, and a rest that is over."""
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_l("Choose a last day that is not before the first one"))
        if field.data < today():
            raise ValidationError(_l("These days are over"))


class GuestsAMonthForm(Form):
    """How many guests a month the farm wishes at most."""

    month_limit = NumberField(
        _l("Guests a month, at most"),
        [Optional(), NumberRange(1, 30, _l("Enter a number from 1 to 30, or nothing"))],
        description=_l("Counted by their day of arrival. Empty: as many as your dates allow."),
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
