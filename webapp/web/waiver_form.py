"""The written word by which somebody is spared a workshop."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from webapp.web.forms import Form, LinesField, required


class WaiverForm(Form):
    """Why a workshop is not needed, for whoever reads it a year later."""

    reason = LinesField(
        _l("Why they need no workshop"),
        [required(_l("Write why in a sentence")), Length(max=500)],
        description=_l("No health, no religion, no story: what they know already, and from where."),
    )
