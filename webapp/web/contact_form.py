"""A call, a message, a meeting or a note, for the log of a file or of a farm."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.vocabulary import CONTACT_KINDS
from webapp.web.days import DONE
from webapp.web.forms import DayField, Form, LinesField, choices, required


class ContactLogForm(Form):
    """A call, a message, a meeting or a note."""

    kind = RadioField(_l("What it was"), default="call", choices=choices("contact", CONTACT_KINDS))
    on = DayField(_l("Which day"), [required(_l("Enter the day"))], span=DONE, default=today)
    words = LinesField(
        _l("What was said or agreed"),
        [
            required(_l("Write what was said or agreed")),
            Length(max=2000, message=_l("Write 2,000 letters at most")),
        ],
    )
