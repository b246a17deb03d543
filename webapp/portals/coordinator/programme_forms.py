"""What is set for the whole programme."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from webapp.web.forms import Form, NumberField

MOST_NOTICE = 180
MOST_ANSWER_DAYS = 30


class ProgrammeForm(Form):
    """How long before a visit both sides are asked, and how long they have to answer."""

    notice_days = NumberField(
        _l("Visits are proposed so many days before they begin"),
        [
            InputRequired(_l("Enter a number of days")),
            NumberRange(0, MOST_NOTICE, _l("Enter 0 to 180 days")),
        ],
        description=_l(
            "A round plans its whole window; what begins later than this stays planned, and is "
            "planned again with whoever comes. The shorter, the more people find a place; the "
            "longer, the more time both sides have."
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
