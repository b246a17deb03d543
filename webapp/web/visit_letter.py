"""What goes on paper to whoever reads no message: a proposal as a letter, a list to hang up."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.languages import DEFAULT, Language
from webapp.models import Answer, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import disclosure
from webapp.web.extensions import db
from webapp.web.printing import document_of, pdf_file
from webapp.wording.days import day, stay_range
from webapp.wording.messages import address

TITLE, TEXT = 28.0, 20.0
"""Points of what is read from two steps away, or by whoever sees little."""


def proposal_letter(visit: Visit, side: Side, language: Language) -> Response:
    """Give a proposal as a letter: no name and no address, as its page before both said yes."""
    view = disclosure.view(db, visit, side, code_given=False)
    token = visit_token(visit, side)
    with force_locale(language.locale):
        html = render_template(
            "visit_page/print_letter.html",
            view=view,
            token=token,
            current_language=language,
            on_paper=True,
            word=visit.party.agreed_word if side is Side.PARTY else None,
        )
        document = document_of(html, language, foot=f"{visit.party.code} · Sillon")
        document.qr(
            address("visit_page.show_visit", token=token),
            str(_("This page on a telephone: what changes is said there.")),
        )
    return pdf_file(document, f"sillon-{visit.party.code}-letter")


def large_list(visits: Sequence[Visit], centre: str = "") -> Response:
    """Give a list in large letters for a reception centre: who is asked, and who leaves when.

    First names and days, and no place: it hangs where others pass.

    Parameters
    ----------
    centre
        The name of the centre for which it is, if it is for one.
    """
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    with force_locale(DEFAULT.locale):
        title = str(_("Discovery visits"))
        document = PdfDocument(DEFAULT, title, foot="Sillon", title_size=TITLE)
        if centre:
            document.large(centre, TEXT)
        document.large(str(_("On %(day)s", day=day(today()))), TEXT)
        for visit in visits:
            document.rule()
            names = f"{visit.party.first_names} ({visit.party.code})"
            document.large(names, TEXT)
            document.large(stay_range(visit.arrival, visit.departure), TEXT)
            document.large(_what_to_do(visit), TEXT)
        if not visits:
            document.large(str(_("No visit in the weeks to come.")), TEXT)
    return pdf_file(document, "sillon-list")


def _what_to_do(visit: Visit) -> str:
    if visit.no_longer_fits:
        return str(_("Ask the association."))
    if visit.state is VisitState.CONFIRMED:
        return str(_("It is certain. Ask the association for the journey."))
    if visit.party_answer is Answer.AWAITED:
        return str(_("An answer is awaited by %(day)s.", day=day(visit.answer_by)))
    return str(_("The answer is noted; the farm's is awaited."))
