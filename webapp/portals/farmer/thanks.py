"""Cards of thanks that guests have sent, to read and to put on the wall."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from webapp.models import ThanksCard, Visit
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.after import thanks
from webapp.web.extensions import current_language, db
from webapp.web.pages import page
from webapp.web.printing import document_of, pdf_file


@portal.get("/visits/<int:visit_id>/thanks")
def show_thanks(visit_id: int) -> str:
    """Show the card that the guests of a visit have sent."""
    visit, card = _sent(visit_id)
    return page(visit=visit, card=card, production=visit.slot.offer.production)


@portal.get("/visits/<int:visit_id>/thanks.pdf")
def download_thanks(visit_id: int) -> Response:
    """Give the card for the wall."""
    visit, card = _sent(visit_id)
    html = render_template("farmer/thanks_words.html", visit=visit, card=card, on_paper=True)
    document = document_of(html, current_language(), foot="Sillon")
    return pdf_file(document, f"sillon-{visit.arrival.isoformat()}")


def _sent(visit_id: int) -> tuple[Visit, ThanksCard]:
    visit = own_visit(visit_id)
    card = thanks.of_visit(db, visit)
    return (visit, card) if card else abort(404)
