"""What is set for the whole programme, and who is on duty."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.ground.clock import today
from webapp.ground.vocabulary import LANGUAGES, PARTS, PREPARED_BY
from webapp.portals.coordinator.user_forms import strip
from webapp.web.days import PLANNED
from webapp.web.forms import (
    CheckboxesField,
    DayField,
    Form,
    NumberField,
    PhoneField,
    choices,
    required,
)

MOST_NOTICE = 180
MOST_ANSWER_DAYS = 30
MOST_A_WEEK = 500


def _days(label: Any, least: int, most: int, mistake: Any, told: Any) -> NumberField:
    asked = InputRequired(_l("Enter a number of days"))
    return NumberField(label, [asked, NumberRange(least, most, mistake)], description=told)


def _a_week(label: Any, told: Any) -> NumberField:
    range_ = NumberRange(0, MOST_A_WEEK, _l("Enter a number up to 500, or nothing"))
    return NumberField(label, [Optional(), range_], description=told)


class DaysField(StringField):
    """Several numbers of days, as people write them: `2, 4`."""

    def __init__(self, label: Any, *, most: int, **given: Any) -> None:
        super().__init__(label, **given)
        self._most = most

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ",".join(map(str, self.data or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the numbers, each once, or say what is wrong."""
        written = [each.strip() for each in (valuelist[0] if valuelist else "").split(",")]
        typed = [each for each in written if each]
        good = all(each.isdecimal() and 1 <= int(each[:4]) <= self._most for each in typed)
        if not good:
            raise ValueError(_l("Enter numbers of days, such as 2, 4"))
        self.data = sorted({int(each) for each in typed}) if good else []


class ProgrammeForm(Form):
    """How the programme is called, when both sides are written to, and whom they call at night."""

    name = StringField(
        _l("Name of the programme"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
        description=_l("Invitations to Sillon say it."),
    )
    window_days = _days(
        _l("A new round plans so many days"),
        7,
        370,
        _l("Enter 7 to 370 days"),
        _l("What a new round suggests; whoever opens it may choose otherwise."),
    )
    notice_days = _days(
        _l("Visits are proposed so many days before they begin"),
        0,
        MOST_NOTICE,
        _l("Enter 0 to 180 days"),
        _l(
            "A round plans its whole window; what begins later than this stays planned, and is "
            "planned again with whoever comes. Asked too early, people take a place that others "
            "need more; asked too late, a place that is declined stays empty."
        ),
    )
    answer_days = _days(
        _l("Both sides have so many days to answer"),
        1,
        MOST_ANSWER_DAYS,
        _l("Enter 1 to 30 days"),
        _l("Unless a round says otherwise."),
    )
    reminder_days = _days(
        _l("Whoever has not answered is asked again so many days before the last one"),
        1,
        MOST_ANSWER_DAYS - 1,
        _l("Enter 1 to 29 days"),
        _l("Once, by day, and never on the day on which the visit was proposed."),
    )
    announcement_days = _days(
        _l("A confirmed visit is called to mind so many days before it begins"),
        1,
        14,
        _l("Enter 1 to 14 days"),
        _l("Both sides are written to once."),
    )
    retention_days = _days(
        _l("Files are made anonymous so many days after the last contact"),
        90,
        730,
        _l("Enter 90 to 730 days"),
        _l(
            "Two years at most. Their association is written to a month before, and nothing brings "
            "them back: a shorter time ends, within the hour, those that were told of a month ago."
        ),
    )
    calls_a_week = _a_week(
        _l("Visits with an interpreter on the telephone, a week"),
        _l(
            "As many as can begin in one week, where guests and hosts share no language. Rounds "
            "keep to it; empty: as many as there are."
        ),
    )
    departures_a_week = _a_week(
        _l("Departures that one caseworker sees off, a week"),
        _l(
            "As many files as one referent can prepare for visits that begin in one week. Rounds "
            "keep to it; empty: as many as there are."
        ),
    )
    asks_after = DaysField(
        _l("Whoever has not answered is also asked again so many days after the proposal"),
        most=MOST_ANSWER_DAYS,
        description=_l(
            "Several numbers with commas between, or nothing. Sundays and public holidays are left "
            "out: the next day counts."
        ),
    )
    announces_before = DaysField(
        _l("A confirmed visit is also called to mind so many days before it begins"),
        most=MOST_ANSWER_DAYS,
        description=_l("Several numbers with commas between, or nothing."),
    )
    texts_a_day = NumberField(
        _l("At most so many text messages a day"),
        [Optional(), NumberRange(1, 100_000, _l("Enter at least 1"))],
        description=_l(
            "The others leave the next morning, and your board says so. Codes, calls for help and "
            "what is urgent leave at once. Nothing here: as many as there are."
        ),
    )
    interpreter_phone = PhoneField(
        _l("The number of an interpreter whom guests may call"),
        [Optional()],
        description=_l("It stands on the sheet of those who speak one of its languages."),
    )
    interpreter_languages = CheckboxesField(
        _l("The interpreter's languages"), choices=choices("language", LANGUAGES)
    )
    interpreter_hours = StringField(
        _l("The interpreter's hours"),
        [Length(max=30)],
        filters=[lambda typed: (typed or "").strip() or None],
        description=_l("In figures, such as 8:00–20:00: every language shows them as they are."),
    )
    texts_from = StringField(
        _l("The number or the name that telephones show as who sends our text messages"),
        [Length(max=30)],
        filters=[lambda typed: (typed or "").strip() or None],
        description=_l(
            "Your provider tells it. People read it on the page that says who may write to them; "
            "with nothing here, that page says that the number may differ."
        ),
    )
    on_duty_phone = PhoneField(
        _l("The number on duty"),
        [required(_l("Enter a telephone number"))],
        description=_l(
            "Whom guests and farms call at night, on all days on which nobody is on the rota. A "
            "mobile number also gets a text message when nobody sees to a call for help; a fixed "
            "line cannot."
        ),
    )

    has_workshops = BooleanField(
        _l("The programme offers workshops"),
        description=_l("Without them no menu, and no page of a farm or of guests, names them."),
    )

    left_out = CheckboxesField(
        _l("What the programme does not use"),
        choices=choices("part", PARTS),
        description=_l(
            "No page leads there, and nobody is asked. What is noted already stays, and comes back "
            "with the part."
        ),
    )

    prepares = CheckboxesField(
        _l("Who is prepared by a workshop"),
        choices=choices("prepared-by", PREPARED_BY),
        description=_l(
            "Asked for when a file is made ready, and when a farm is approved; a written word may "
            "spare it. Who is ready or approved already stays so."
        ),
    )
    prepared_days = NumberField(
        _l("Having been at a workshop counts so many days"),
        [Optional(), NumberRange(30, 3650, _l("Enter 30 to 3650 days, or nothing"))],
        description=_l("Nothing here: it always does."),
    )

    def validate_reminder_days(self, field: NumberField) -> None:
        """Reject a reminder that would be due before anybody was asked."""
        answer = self.answer_days.data
        if answer is not None and field.data is not None and field.data >= max(answer, 2):
            raise ValidationError(_l("Enter fewer days than both sides have to answer"))


class DutyForm(Form):
    """Who is on duty, by which number, and on which days, both ends included."""

    name = StringField(
        _l("First and last name"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
        description=_l("Coordinators read it; guests and farms read the number alone."),
    )
    phone = PhoneField(
        _l("Telephone"),
        [required(_l("Enter a telephone number"))],
        description=_l("A mobile number also gets text messages; a fixed line is called only."),
    )
    first_day = DayField(
        _l("First day"),
        [required(_l("Enter the first day"))],
        span=PLANNED,
        description=_l("From 9 in the morning."),
    )
    last_day = DayField(
        _l("Last day"),
        [required(_l("Enter the last day"))],
        span=PLANNED,
        description=_l("The night after it included, until 9 in the morning."),
    )

    def validate_last_day(self, field: DayField) -> None:
        """Reject an end before the beginning, and days that are over."""
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_l("Choose a last day that is not before the first one"))
        if field.data < today():
            raise ValidationError(_l("These days are over"))
