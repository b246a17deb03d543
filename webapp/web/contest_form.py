"""Why what is noted of people is not right, as they tell it at the desk."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from webapp.web.forms import Form, LinesField


class ContestForm(Form):
    """Why what is noted is not right, in the words of the people."""

    contest = LinesField(
        _l("What happened, in their words"),
        [Length(max=1000)],
        description=_l("They need not say. Nothing about health, religion or anybody's story."),
    )
