"""A message within a thread: words, or a ready sentence that each side reads in its language."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length

from webapp.models import ThreadLine
from webapp.services.visits.translating import CARDS, translator_of
from webapp.web.extensions import current_language
from webapp.web.forms import Form, LinesField, choices


class ThreadForm(Form):
    """What is written."""

    card = SelectField(_l("A ready sentence: the others read it in their own language"))
    words = LinesField(
        _l("Or in your own words"),
        [Length(max=300)],
        description=_l("Short. They are shown as you write them."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.card.choices = choices("thread-card", CARDS, none="–")


def translated(line: ThreadLine) -> str | None:
    """Return free words in the reader's language, where the installation has who translates."""
    known = current_app.extensions
    if "translator" not in known:
        known["translator"] = translator_of(known["config"].translation_url)
    said: str | None = known["translator"].translate(
        line.words or "", line.language, current_language().code
    )
    return said
