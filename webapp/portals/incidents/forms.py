"""What is asked of whoever reads an incident."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from webapp.ground.vocabulary import INCIDENT_KINDS
from webapp.models import Farm, Severity, User
from webapp.web.days import YEAR, Span
from webapp.web.forms import DayField, Form, LinesField, NumberField, choices, required

FEW_READ = _l("Only the readers of this incident see it. Nothing about health or anybody’s story.")
PEOPLE = NumberRange(0, 200, _l("Enter a number from 0 to 200"))


class JudgementForm(Form):
    """What is known of an incident."""

    kind = SelectField(_l("What it is about"), choices=choices("incident-kind", INCIDENT_KINDS))
    severity = RadioField(
        _l("How serious is it?"), choices=choices("severity", [each.value for each in Severity])
    )
    farm = SelectField(
        _l("The farm"),
        description=_l("While a serious incident is open, nobody new is proposed to its farm."),
    )
    happened_on = DayField(
        _l("Day on which it happened"), [Optional()], span=Span(3 * YEAR, timedelta())
    )
    exposed = NumberField(_l("How many people does it concern?"), [Optional(), PEOPLE])
    minors = NumberField(_l("How many of them are children?"), [Optional(), PEOPLE])
    reason = LinesField(
        _l("Why, if you judge it less serious than before, or of another farm"),
        [Length(max=1000)],
        description=_l(
            "Needed then, in a whole sentence. Only the readers of this incident see it."
        ),
    )

    def offer(self, farms: Iterable[Farm]) -> "JudgementForm":
        """Let one of these farms be the one concerned, or none."""
        none = SelectChoice("", _l("None, or not known yet"))
        self.farm.choices = [none, *(SelectChoice(str(each.id), each.name) for each in farms)]
        return self


class MeasureForm(Form):
    """What was done, and when somebody looks again."""

    words = LinesField(
        _l("What was done?"),
        [required(_l("Write in a sentence what was done")), Length(max=1000)],
        description=FEW_READ,
    )
    again_on = DayField(
        _l("Look again on"),
        [Optional()],
        span=Span(timedelta(), YEAR),
        description=_l(
            "Until then it leaves the to-do list of all its readers, unless it is serious. Empty: "
            "it stays there."
        ),
    )


class FindingForm(Form):
    """What was found and done."""

    finding = LinesField(
        _l("What did you find, and what was done?"),
        [required(_l("Write in a sentence what was found and done")), Length(max=1000)],
        description=FEW_READ,
    )


class ReopeningForm(Form):
    """Why an incident is taken up again."""

    reason = LinesField(
        _l("Why is it opened again?"),
        [required(_l("Write in a sentence why")), Length(max=1000)],
        description=FEW_READ,
    )


class ReaderForm(Form):
    """Who else reads an incident."""

    user = RadioField(_l("Who needs to read it?"), [required(_l("Choose a person"))])

    def offer(self, people: Iterable[User]) -> "ReaderForm":
        """Let one of these people be named."""
        self.user.choices = [SelectChoice(str(each.id), each.name) for each in people]
        return self
