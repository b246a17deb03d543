"""What guests take away on paper: attestations of each of them, and the sheet of their rights."""

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.ground.languages import Language
from webapp.models import Attestation, Side, Visit
from webapp.services.visits import disclosure
from webapp.web.extensions import db
from webapp.web.printing import document_of, pdf_file
from webapp.wording import attestations as wording


def attestation_paper(attestation: Attestation, language: Language) -> Response:
    """Give an attestation to print, with the code that leads to where its number is checked."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    sayings = wording.in_both(attestation, language)
    french = sayings[0]
    document = PdfDocument(french.language, french.title, foot=f"{attestation.number} · Sillon")
    for said in sayings:
        if said is not french:
            document.heading(said.title, language=said.language)
        for text in filter(None, (said.sentence, said.not_work, said.issued)):
            document.paragraph(text, language=said.language)
        if said is french:
            document.paragraph(attestation.association)
    document.qr(wording.checked_at(attestation), french.checked)
    for said in sayings[1:]:
        document.paragraph(said.checked, language=said.language)
    with force_locale(languages.DEFAULT.locale):
        document.heading(str(_("A line for a CV")))
    for said in sayings:
        document.paragraph(said.line, language=said.language)
    return pdf_file(document, f"sillon-{attestation.number}")


def rights_paper(visit: Visit, language: Language) -> Response:
    """Give the sheet of what guests may and need not do on a visit, in a language."""
    view = disclosure.view(db, visit, Side.PARTY, code_given=False)
    with force_locale(language.locale):
        html = render_template(
            "visit_page/print_rights.html",
            view=view,
            immersion=visit.slot.offer.frame == "immersion",
            current_language=language,
        )
        document = document_of(html, language, foot=f"{visit.party.code} · Sillon")
    return pdf_file(document, f"sillon-{visit.party.code}")
