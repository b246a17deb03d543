"""What is put up in a village: the poster of a gathering, in French."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.models import Gathering, GatheringState
from webapp.web.printing import pdf_content
from webapp.wording.days import clock_time, day
from webapp.wording.messages import address

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

SIZES = (48.0, 40.0, 32.0, 26.0)
"""Of a poster's title, in points: the largest with which all stands on one page is taken."""


def poster(gathering: Gathering) -> Response:
    """Give the poster of a gathering; of a cancelled one, what is put up over it."""
    with force_locale(languages.DEFAULT.locale):
        for size in SIZES:
            document = _drawn(gathering, size)
            content = document.content()
            if document.pages == 1:
                break
    return pdf_content(content, f"sillon-{gathering.day}")


def _drawn(gathering: Gathering, size: float) -> "PdfDocument":
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    title, *lines = _lines(gathering)
    document = PdfDocument(languages.DEFAULT, title[0], foot="Sillon", title_size=size)
    for words, share in lines:
        document.large(words, size * share)
    where = address("public.show_gathering", gathering_id=gathering.id)
    told = _("More about it, and whether it still takes place: %(address)s", address=where)
    document.qr(where, str(told), side=64)
    return document


def _lines(gathering: Gathering) -> Iterator[tuple[str, float]]:
    """Return what it says, each with how large it is beside the title."""
    commune = find_commune(gathering.commune)
    hours = f"{clock_time(gathering.starts)} – {clock_time(gathering.ends)}"
    cancelled = gathering.state is GatheringState.CANCELLED
    if cancelled:
        yield str(_("Cancelled")), 1
    yield gathering.title, 1 / 2
    yield day(gathering.day), 1 / 2
    yield hours, 1 / 2
    if gathering.farm and not cancelled:
        yield gathering.farm.name, 1 / 2
    yield commune.label if commune else "", 1 / 2
    if cancelled:
        yield str(_("This gathering does not take place.")), 1 / 3
        return
    for words in (gathering.venue, gathering.words):
        if words:
            yield words, 1 / 3
    yield str(_("Open to everyone. Free, and without signing up.")), 1 / 3
