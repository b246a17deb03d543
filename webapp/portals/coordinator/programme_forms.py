"""What is set for the whole programme."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from webapp.web.forms import Form, NumberField, PhoneField, required

MOST_NOTICE = 180
MOST_ANSWER_DAYS = 30


class ProgrammeForm(Form):
    """When both sides are asked, how long they have to answer, and whom they call at night."""

    notice_days = NumberField(
        _l("Visits are proposed so many days before they begin"),
        [
            InputRequired(_l("Enter a number of days")),
            NumberRange(0, MOST_NOTICE, _l("Enter 0 to 180 days")),
        ],
        description=_l(
            "A round plans its whole window; what begins later than this stays planned, and is "
            "planned again with whoever comes. Asked too early, people take a place that others "
            "need more; asked too late, a place that is declined stays empty."
        ),
    )
    answer_days = NumberField(
        _l("Both sides have so many days to answer"),
        [
            InputRequired(_l("Enter a number of days")),
            NumberRange(1, MOST_ANSWER_DAYS, _l("Enter 1 to 30 days")),
        ],
        description=_l("Unless a round says otherwise."),
    )
    on_duty_phone = PhoneField(
        _l("The number on duty"),
        [required(_l("Enter a telephone number"))],
        description=_l(
            "Whom guests and farms call at night. A mobile number also gets a text message when "
            "nobody sees to a call for help; a fixed line cannot."
        ),
    )
