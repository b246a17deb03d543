"""What a coordinator tells of a farm: the checklist, an approval, a decision with its reason."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.models.farms import CHECKLIST
from webapp.portals.coordinator.user_forms import strip
from webapp.web.days import DONE, PAPER
from webapp.web.forms import DayField, Form, LinesField, NumberField, required


class ChecklistForm(Form):
    """What the programme saw or received."""

    met_on = DayField(_l("Met on"), [Optional()], span=DONE)
    charter_signed_on = DayField(_l("Charter signed on"), [Optional()], span=DONE)
    insured_until = DayField(
        _l("Insured until"),
        [Optional()],
        span=PAPER,
        description=_l("The last day of the liability insurance, which covers guests."),
    )
    host_trained_on = DayField(_l("Hosts trained on"), [Optional()], span=DONE)
    same_day = BooleanField(
        _l("All on the day of the meeting"),
        description=_l(
            "The charter was signed and the hosts trained then, where no other day stands."
        ),
    )
    lodging_seen = BooleanField(
        _l("Lodging seen"), description=_l("Rooms, locks, washing, heating: on the spot or live.")
    )
    references_seen = BooleanField(
        _l("References seen"), description=_l("Two people who know the hosts were called.")
    )
    record_seen = BooleanField(
        _l("Record extract seen"),
        description=_l("Shown by the hosts, of every adult. Never copied, never kept."),
    )
    season_limit = NumberField(
        _l("Stays a year at most"),
        [
            InputRequired(_l("Enter a number from 1 to 30")),
            NumberRange(1, 30, _l("Enter a number from 1 to 30")),
        ],
    )

    def process(self, *args: Any, **given: Any) -> None:
        """Read what is stored; that all was on one day is not."""
        super().process(*args, **given)
        self.stored -= {"same_day"}

    @property
    def seen(self) -> dict[str, Any]:
        """What was seen and when, with the one day where it stands for others."""
        told = {name: self[name].data for name in (*CHECKLIST, "season_limit") if name in self}
        if self.same_day.data:
            for name in ("charter_signed_on", "host_trained_on"):
                told[name] = told[name] or self.met_on.data
        return told

    def leave_out_records(self) -> None:
        """Ask nothing of record extracts: they are counted from the adults, each by name."""
        del self.record_seen
        self.stored -= {"record_seen"}


class HostForm(Form):
    """An adult of the farm: when the record extract was shown, and until when it counts."""

    name = StringField(
        _l("First and last name"),
        filters=[strip],
        validators=[required(_l("Enter a name")), Length(max=120)],
    )
    seen_on = DayField(
        _l("Record extract shown on"),
        [required(_l("Enter the day"))],
        span=DONE,
        description=_l("Of this person, to somebody of the programme. Never copied, never kept."),
    )
    until = DayField(
        _l("Counts until"),
        [required(_l("Enter the last day"))],
        span=PAPER,
        description=_l("A year is usual."),
    )

    def validate_until(self, field: DayField) -> None:
        """Reject an end that does not come after the day on which it was shown."""
        if self.seen_on.data and field.data <= self.seen_on.data:
            raise ValidationError(_l("Choose a day after the one on which it was shown"))


class ApprovalForm(Form):
    """Until when one approves."""

    until = DayField(
        _l("Approved until"),
        [required(_l("Enter the last day of the approval"))],
        span=PAPER,
        description=_l("A year is usual."),
    )


class DecisionForm(Form):
    """Why: read by coordinators only."""

    reason = LinesField(
        _l("Why?"),
        [required(_l("Write down the reason")), Length(max=1000)],
        description=_l("Only coordinators read it. Keep it factual and without names of guests."),
    )


class ApprovalChangeForm(DecisionForm):
    """A day later or earlier than the one that an approval had, and why."""

    until = DayField(
        _l("Approved until"),
        [required(_l("Enter the last day of the approval"))],
        span=PAPER,
    )
