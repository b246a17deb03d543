"""Whether another association is to accompany them: their yes or no, behind their link."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import Party, Transfer
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import speak_to
from webapp.portals.visit_page.own_proof import see_that_it_is_theirs
from webapp.services.parties import transfers
from webapp.services.workshops import household
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/transfer/<token>")
def show_transfer(token: str) -> str:
    """Ask whether another association may accompany them, or show what became of it."""
    party, proposed = _open(token)
    return page(token=token, transfer=proposed, association=party.organisation)


@portal.post("/transfer/<token>")
def say_transfer(token: str) -> Response:
    """Take a yes or a no; until the file is taken on, each can be changed."""
    (_party, proposed), said = _open(token), request.form.get("answer", "")
    if said not in {"yes", "no"}:
        abort(404)
    with acting() as act:
        transfers.say(db, proposed, None, yes=said == "yes")
        act.tell(_("Thank you! What you said is noted."))
    return redirect(url_for("visit_page.show_transfer", token=token))


def _open(token: str) -> tuple[Party, Transfer]:
    party = household.find_party(db, token)
    proposed = transfers.last(db, party) if party else None
    if party is None or proposed is None:
        raise NotFound
    see_that_it_is_theirs(party, url_for("visit_page.show_transfer", token=token))
    speak_to(party)
    return party, proposed
