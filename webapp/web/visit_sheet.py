"""The visit sheet on paper: what a side's page says once both have said yes."""

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.languages import Language
from webapp.models import Side, Visit
from webapp.services.records.tokens import visit_token
from webapp.services.village import gatherings
from webapp.services.visits import disclosure
from webapp.web.extensions import db
from webapp.web.printing import document_of, pdf_file
from webapp.wording.messages import address


def visit_sheet(visit: Visit, side: Side, language: Language) -> Response:
    """Give one side's sheet in a language; the caller knows that its reader may see all of it."""
    view = disclosure.view(db, visit, side, code_given=True)
    token = visit_token(visit, side)
    with force_locale(language.locale):
        html = render_template(
            "visit_page/print_sheet.html",
            view=view,
            token=token,
            current_language=language,
            on_paper=True,
            neighbours=gatherings.of_visit(db, visit),
        )
        document = document_of(html, language, foot=f"{visit.party.code} · Sillon")
        document.qr(
            address("visit_page.show_visit", token=token),
            str(_("This page on a telephone: what changes is said there.")),
        )
    return pdf_file(document, f"sillon-{visit.party.code}")
