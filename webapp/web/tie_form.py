"""The form in which staff and farms note what has come of a relationship."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from webapp.ground.clock import today
from webapp.models import TIES
from webapp.web.days import DONE
from webapp.web.forms import DayField, Form, choices, required


class TieForm(Form):
    """What has come of it, and when."""

    kind = RadioField(
        _l("What has come of it"),
        [required(_l("Choose what has come of it"))],
        choices=choices("tie", TIES),
    )
    on = DayField(_l("Which day"), [required(_l("Enter the day"))], span=DONE, default=today)
