"""Why what is noted of people is not right, as they say it behind their link."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from webapp.web.forms import Form, LinesField


class NotRightForm(Form):
    """Why what is noted is not right, behind a link; a word is not needed."""

    contest = LinesField(_l("What happened, in your words"), [Length(max=1000)])
