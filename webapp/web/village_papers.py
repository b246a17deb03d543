"""What a village has on paper, in French: the poster of a gathering, and its three questions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering, GatheringState
from webapp.web.printing import pdf_content
from webapp.wording.days import clock_time, day, format_date
from webapp.wording.labels import label
from webapp.wording.messages import address

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

SIZES = (48.0, 40.0, 32.0, 26.0)
"""Of a poster's title, in points: the largest with which all stands on one page is taken."""

COPIES = 2
"""So many times the questions stand on a page."""


def poster(gathering: Gathering) -> Response:
    """Give the poster of a gathering; of a cancelled one, what is put up over it."""
    with force_locale(languages.DEFAULT.locale):
        for size in SIZES:
            document = _drawn(gathering, size)
            content = document.content()
            if document.pages == 1:
                break
    return pdf_content(content, f"sillon-{gathering.day}")


def paper_sheets(gathering: Gathering) -> Response:
    """Give a page with the three questions twice, to cut: for whoever has no telephone there."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    with force_locale(languages.DEFAULT.locale):
        title = f"{gathering.title}, {format_date(gathering.day)}"
        document = PdfDocument(languages.DEFAULT, title, foot="Sillon", title_size=14)
        for copy in range(COPIES):
            if copy:
                document.rule()
                document.large(title, 14)
            document.small(str(_("Three questions. No name, please: nobody is told apart.")))
            for question, answers in VILLAGE_GRIDS[VILLAGE_GRID].items():
                document.paragraph(str(label("village-question", question)))
                heads = [str(label("village-answer", each)) for each in answers]
                document.table(heads, [[""] * len(heads)], row_height=9)
        content = document.content()
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
