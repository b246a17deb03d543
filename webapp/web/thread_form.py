"""A message within a thread: words, or a ready sentence that each side reads in its language."""

from time import monotonic

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length

from webapp.models import Side, ThreadLine, Visit, Writer
from webapp.services.visits import threads
from webapp.services.visits.translating import (
    OF_GUESTS,
    OF_HOSTS,
    OF_SEVERAL,
    Translator,
    translator_of,
)
from webapp.web.acts import note_reading
from webapp.web.extensions import current_language, db
from webapp.web.forms import Form, LinesField, choices

A_PAGE_WAITS = 1.0
"""So many seconds a page waits for translations, whatever it shows."""


class ThreadForm(Form):
    """What is written."""

    card = SelectField(_l("A ready sentence: the others read it in their own language"))
    words = LinesField(
        _l("Or in your own words"),
        [Length(max=300)],
        description=_l("Short. They are shown as you write them."),
    )

    def __init__(self, visit: Visit, writer: Writer) -> None:
        super().__init__()
        guests = OF_GUESTS if visit.people == 1 else OF_SEVERAL
        cards = guests if writer is Writer.PARTY else OF_HOSTS
        self.card.choices = choices("thread-card", cards, none="–")


def read_lines(visit: Visit, side: Side) -> list[ThreadLine]:
    """Return what a side reads, and keep that it has.

    Nobody reads what only the head of the page is asked of.
    """
    if request.method == "HEAD":
        return threads.shown(db, visit)
    lines = threads.read(db, visit, side)
    note_reading("visit.thread-read", visit)
    for line in lines:
        _translated(line, within=0)
    return lines


def translated(line: ThreadLine) -> str | None:
    """Return free words in the reader's language, where the installation has who translates.

    All of a page together wait for `A_PAGE_WAITS`: what comes later is shown another time.
    """
    ends = g.setdefault("translations_end", monotonic() + A_PAGE_WAITS)
    return _translated(line, within=max(0.0, ends - monotonic()))


def _translated(line: ThreadLine, *, within: float) -> str | None:
    known = current_app.extensions
    if "translator" not in known:
        known["translator"] = translator_of(known["config"].translation_url)
    translator: Translator = known["translator"]
    if not line.words:
        return None
    return translator.translate(line.words, line.language, current_language().code, within)
