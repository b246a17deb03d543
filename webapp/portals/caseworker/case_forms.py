"""The forms of a case meeting: opening it, a decision, who was there."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.vocabulary import NOT_ASKED
from webapp.models import CaseMeeting
from webapp.web.days import DONE
from webapp.web.forms import CheckboxesField, DayField, Form, LinesField, choices, required
from webapp.web.printable import printable
from webapp.wording.days import format_date

NEW = 0
"""What is chosen for a meeting that is opened with its first decision."""
LONG = Length(max=1000, message=_l("Write 1,000 letters at most"))


class CaseForm(Form):
    """A meeting, and which other bodies were there."""

    day = DayField(_l("Day"), [required(_l("Enter the day"))], span=DONE, default=today)
    bodies = StringField(
        _l("Which other bodies were there?"),
        [Length(max=200, message=_l("Write 200 letters at most")), printable],
        description=_l("Names of bodies, never of people."),
    )


class CaseDecisionForm(Form):
    """What was decided about a person, and their own word."""

    their_word = LinesField(
        _l("What the person says"),
        [LONG, printable],
        description=_l("In their own words. Never health, religion or their story."),
    )
    not_asked = SelectField(
        _l("Or why they were not asked"),
        choices=choices("not-asked", NOT_ASKED, none=_l("They were asked")),
    )
    decision = LinesField(
        _l("What is decided"),
        [required(_l("Write what is decided")), LONG, printable],
        description=_l(
            "What is to be done, and by whom. Never health, religion or their story. The person "
            "may ask to read it."
        ),
    )

    @property
    def said(self) -> dict[str, str]:
        """What is written."""
        return {
            "decision": self.decision.data or "",
            "their_word": self.their_word.data or "",
            "not_asked": self.not_asked.data or "",
        }


class NewDecisionForm(CaseDecisionForm):
    """A decision, and in which meeting."""

    meeting = SelectField(_l("In which meeting?"), coerce=int)

    def __init__(self, open_ones: Iterable[CaseMeeting], **suggested: Any) -> None:
        super().__init__(**suggested)
        self.meeting.choices = [
            *(SelectChoice(each.id, format_date(each.day, "long")) for each in open_ones),
            SelectChoice(NEW, _("A new one, today")),
        ]


class CasePresentForm(Form):
    """Who was there."""

    present = CheckboxesField(
        _l("Who was there?"),
        [required(_l("Tick who was there"))],
        coerce=int,
        description=_l("Each of them signs with their own account."),
    )
