"""Whether they are still interested: one tap behind a link of their own, for either side."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.models import Farm, Party
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import speak_to
from webapp.portals.visit_page.own_proof import see_that_it_is_theirs
from webapp.services.parties import interest
from webapp.web.acts import acting
from webapp.web.extensions import db, offer_languages
from webapp.web.pages import page


@portal.get("/interest/<token>")
def show_interest(token: str) -> str:
    """Ask whether they are still interested, or show what they said; looking says nothing."""
    who = _open(token)
    return page(
        token=token,
        who=who,
        is_farm=isinstance(who, Farm),
        association=who.organisation if isinstance(who, Party) else None,
    )


@portal.post("/interest/<token>")
def say_interest(token: str) -> Response:
    """Take a yes or a no; each can be changed on the same page."""
    who, said = _open(token), request.form.get("answer", "")
    if said not in {"yes", "no"}:
        abort(404)
    with acting() as act:
        interest.say(db, who, interested=said == "yes")
        act.tell(_("Thank you! What you said is noted."))
    return redirect(url_for("visit_page.show_interest", token=token))


def _open(token: str) -> Party | Farm:
    who = interest.find(db, token)
    if who is None:
        raise NotFound
    if isinstance(who, Party):
        see_that_it_is_theirs(who, url_for("visit_page.show_interest", token=token))
        speak_to(who)
    else:
        offer_languages(languages.STAFF)
    return who
