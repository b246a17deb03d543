"""What is asked of whoever sees to a call for help."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional

from webapp.web.forms import Form, LinesField, required

KEPT = _l("Kept with the call, with your name. Nothing about health or anybody's story.")


class TakeForm(Form):
    """What somebody who takes a call does first; by night a tap takes it, and no word is needed."""

    note = LinesField(_l("What do you do now?"), [Optional(), Length(max=1000)], description=KEPT)


class SettleForm(Form):
    """How a call was settled."""

    note = LinesField(
        _l("What was done, and how are they now?"),
        [required(_l("Write in a sentence what was done")), Length(max=1000)],
        description=KEPT,
    )
