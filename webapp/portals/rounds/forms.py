"""What is filled in about a round."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.vocabulary import WEIGHT_CRITERIA
from webapp.services.rounds import LEVELS, USUAL
from webapp.services.rounds.floors import FLOORED
from webapp.services.rounds.judging import COUNTS
from webapp.web.days import PLANNED
from webapp.web.forms import CheckboxesField, DayField, Form, LinesField, choices, required
from webapp.web.printable import printable
from webapp.wording import label

LONGEST_WINDOW_DAYS = 370
MOVES = (0, 1, 2, 3, 5, 10)


def _level(criterion: str) -> RadioField:
    return RadioField(
        label("criterion", criterion),
        default=USUAL[criterion],
        choices=choices("level", LEVELS),
    )


def _grid(*validators: Any) -> CheckboxesField:
    return CheckboxesField(
        _l("By what this round will be judged"),
        validators,
        choices=choices("judged-by", COUNTS),
        description=_l("Said before anybody is asked. It changes nobody’s place."),
    )


class RoundForm(Form):
    """The window of a round, what counts in it, and until when both sides can answer."""

    first_day = DayField(_l("First day"), [required(_l("Enter the first day"))], span=PLANNED)
    last_day = DayField(_l("Last day"), [required(_l("Enter the last day"))], span=PLANNED)
    name = StringField(
        _l("Name"),
        [Length(max=80)],
        description=_l("Left empty, the round is called after its months."),
    )
    answer_by = DayField(
        _l("Both sides can answer until"),
        [required(_l("Enter the last day to answer"))],
        span=PLANNED,
        description=_l("This is about what is sent first. What is sent later has days of its own."),
    )
    note = LinesField(
        _l("Note for the association"),
        [Length(max=500)],
        description=_l("Never a name: this note is kept with the round."),
    )
    wish = _level("wish")
    waiting = _level("waiting")
    first_visit = _level("first_visit")
    language = _level("language")
    journey = _level("journey")
    continuity = _level("continuity")
    soon = _level("soon")
    floors_by = RadioField(
        _l("A minimum of places for each group"),
        default="",
        choices=[SelectChoice("", _l("Not asked")), *choices("group", FLOORED)],
        filters=[lambda written: written or ""],
        description=_l(
            "Each group has at least as many places as if everyone were served in the order of "
            "waiting, each with the first place in time that is left, whatever they wish for. "
            "This comes before all else: fewer people may have a place in all. What it costs is "
            "told with the result."
        ),
    )

    judged_by = _grid(required(_l("Choose by what it will be judged")))

    def validate_last_day(self, field: DayField) -> None:
        """Reject days in the wrong order, over, or too many."""
        first = self.first_day.data
        if not first or not field.data:
            return
        if field.data < first:
            raise ValidationError(_l("The last day comes before the first: correct one of them"))
        if field.data <= today():
            raise ValidationError(_l("These days are over: enter days to come"))
        if (field.data - first).days > LONGEST_WINDOW_DAYS:
            raise ValidationError(_l("Choose a window of a year at most"))

    def validate_answer_by(self, field: DayField) -> None:
        """Reject a deadline that is over, or beyond the window."""
        if field.data and field.data <= today():
            raise ValidationError(_l("Choose a day after today"))
        if field.data and self.last_day.data and field.data >= self.last_day.data:
            raise ValidationError(_l("Choose a day before the end of the window"))

    @property
    def levels(self) -> dict[str, str]:
        """The chosen level of each criterion."""
        return {criterion: self[criterion].data for criterion in WEIGHT_CRITERIA}

    @property
    def criteria(self) -> list[Any]:
        """The fields of the criteria, in their order."""
        return [self[criterion] for criterion in WEIGHT_CRITERIA]


class SettingsForm(RoundForm):
    """The settings of a round that is open: another grid needs a reason."""

    judged_by = _grid()
    why = LinesField(
        _l("Why is it judged by something else now?"),
        [Length(max=500), printable],
        description=_l(
            "Only where you tick otherwise than until now. Both are shown, with this, and stay in "
            "the minutes of a committee: nobody by name."
        ),
    )

    def validate_why(self, field: LinesField) -> None:
        """Refuse a reason for the same as until now: it would be kept nowhere."""
        if field.data and self.judged_by.data == [*(self.judged_by.object_data or [])]:
            sentence = _l("Tick what it is judged by now: it is the same as until now.")
            raise ValidationError(sentence)


class RunForm(Form):
    """How many may move when a round is run again."""

    max_moves = SelectField(
        _l("How many files may get another place than now"),
        description=_l("One whose place is no longer possible is not counted."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.max_moves.choices = [
            SelectChoice("", _l("As many as it takes")),
            *(SelectChoice(str(number), str(number)) for number in MOVES),
        ]

    @property
    def moves(self) -> int | None:
        """The limit chosen, if any."""
        return int(self.max_moves.data) if self.max_moves.data else None


class PublicationForm(Form):
    """The approval of a round, of what was read and nothing else."""

    version = HiddenField()


class LiftForm(Form):
    """Why a visit is safe although the host lives alone."""

    reason = LinesField(
        _l("Why is this visit safe?"),
        [
            required(_l("Write in a sentence why this visit is safe, and who made sure of it.")),
            Length(max=1000),
        ],
        description=_l("Kept with the round and the visit, with your name."),
    )
