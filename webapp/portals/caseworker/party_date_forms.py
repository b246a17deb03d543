"""What a caseworker fills in about a party's days: when it can be away, what keeps it at home."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from webapp.ground.clock import today
from webapp.ground.vocabulary import ENGAGEMENT_KINDS, NOTICE_REASONS
from webapp.models import Engagement
from webapp.portals.imports.cells import day as day_of_cell
from webapp.web.days import PLANNED
from webapp.web.forms import CheckboxesField, DayField, Form, NumberField, choices, required
from webapp.wording import label, listed

MOST_NOTICE = 180
A_DAY, MOST_HOURS = 24, 600
MOST_CIVIC_DAYS: Final = 12
"""Four, and those that took the place of a missed one."""
MOST_NAMED: Final = 5


class PeriodForm(Form):
    """Days on which the party can be away."""

    first_day = DayField(_l("First day"), [required(_l("Enter the first day"))], span=PLANNED)
    last_day = DayField(_l("Last day"), [required(_l("Enter the last day"))], span=PLANNED)

    def validate_last_day(self, field: DayField) -> None:
        """Reject days in the wrong order, or all over."""
        first = self.first_day.data
        if first and field.data and field.data < first:
            raise ValidationError(_l("The last day comes before the first: correct one of them"))
        if field.data and field.data < today() and field.data != field.object_data:
            raise ValidationError(_l("These days are over: enter days to come"))


class EngagementForm(PeriodForm):
    """A course or an appointment that keeps the party at home."""

    kind = SelectField(
        _l("What it is"),
        choices=choices("engagement", ENGAGEMENT_KINDS),
    )
    weekdays = CheckboxesField(
        _l("Which days of the week"),
        choices=[SelectChoice(number, label("weekday", str(number))) for number in range(1, 8)],
        coerce=int,
        description=_l("Tick none if it takes every day."),
    )
    hours = NumberField(
        _l("Hours on each of these days"),
        [Optional(), NumberRange(1, A_DAY, _l("Enter 1 to 24 hours"))],
        description=_l("Needed only where visits may take some hours of it."),
    )
    missable = NumberField(
        _l("Hours that visits may take in all"),
        [Optional(), NumberRange(1, MOST_HOURS, _l("Enter 1 to 600 hours"))],
        description=_l(
            "Of the French course of the integration contract a fifth of the hours may be missed: "
            "leave out what was missed already. Left empty, no visit falls on its days."
        ),
    )

    def validate_hours(self, field: NumberField) -> None:
        """Ask for both numbers or none: what may be missed is counted by the hours of a day."""
        if field.data and self.missable.raw_data and not self.missable.raw_data[0].strip():
            raise ValidationError(
                _l("Enter below how many hours visits may take, or leave this empty")
            )

    def validate_missable(self, field: NumberField) -> None:
        """Ask for the hours of a day where some may be missed."""
        if field.data and self.hours.data is None and not self.hours.errors:
            raise ValidationError(_l("Enter the hours on each day too, or leave this empty"))

    def fill(self, engagement: Engagement) -> None:
        """Write what was said into the row."""
        engagement.kind, engagement.weekdays = self.kind.data, sorted(self.weekdays.data)
        engagement.first_day, engagement.last_day = self.first_day.data, self.last_day.data
        engagement.hours, engagement.missable = self.hours.data or None, self.missable.data or None


class CivicDaysForm(Form):
    """The civic days of the integration contract, typed or pasted all at once."""

    civic_days = TextAreaField(
        _l("Civic days"),
        description=_l("One date a line, or with commas between: 12/04/2027. Leave it empty where "
                       "there are none."),
        render_kw={"rows": 6},
    )  # fmt: skip

    @property
    def dates(self) -> list[date]:
        """The days that were typed, each once, in order; those that are none are left out."""
        return sorted({day for day in map(_read_day, _pieces(self.civic_days.data)) if day})

    def validate_civic_days(self, field: TextAreaField) -> None:
        """Name every piece that is no day, or no plausible one, as it was typed."""
        written = [(piece, _read_day(piece)) for piece in _pieces(field.data)]
        stored = set(_pieces(field.object_data))
        wrong = [
            piece
            for piece, day in written
            if day is None or (PLANNED.mistake(day) and piece not in stored)
        ]
        if wrong:
            named = [str(_("“%(word)s”", word=each)) for each in wrong[:MOST_NAMED]]
            told = _("Write each day as 12/04/2027, with its right year: %(wrong)s is none",
                     wrong=listed(named))  # fmt: skip
            raise ValidationError(told)
        if len(self.dates) > MOST_CIVIC_DAYS:
            raise ValidationError(_l("These are too many: a contract has four civic days"))


def _pieces(typed: str | None) -> list[str]:
    return re.split(r"[\s,;|]+", typed.strip()) if typed and typed.strip() else []


def _read_day(piece: str) -> date | None:
    try:
        return date.fromisoformat(day_of_cell(piece))
    except ValueError:
        return None


def written_days(days: Iterable[date]) -> str:
    """Return days as they are typed, one a line."""
    return "\n".join(day.strftime("%d/%m/%Y") for day in days)


class NoticeForm(Form):
    """How long before a visit the party must know of it, and why; never a cause in health."""

    notice_days = NumberField(
        _l("They must know so many days before"),
        [Optional(), NumberRange(1, MOST_NOTICE, _l("Enter 1 to 180 days"))],
        description=_l("Left empty, the notice of the programme is enough."),
    )
    notice_reason = RadioField(
        _l("What has to be arranged"),
        choices=choices("notice-reason", NOTICE_REASONS),
    )


class FileNoticeForm(NoticeForm):
    """The same in a file, with the reception centre in which they live."""

    centre = SelectField(
        _l("Reception centre"),
        description=_l("Its notice counts by itself, by how long each visit is."),
    )

    def __init__(self, centres: Mapping[int, str], **options: Any) -> None:
        super().__init__(**options)
        none = SelectChoice("", _l("None: they live elsewhere"))
        known = [SelectChoice(str(number), name) for number, name in centres.items()]
        self.centre.choices = [none, *known]
