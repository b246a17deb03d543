"""What became of it, some months after a visit: one tap, behind either side's link."""

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import OUTCOMES
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_link
from webapp.services.after import follow_ups
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/<token>/since")
def tell_since(token: str) -> str | Response:
    """Ask what became of it since the visit."""
    link = open_link(token)
    asked = follow_ups.to_tell(db, link.visit, link.side)
    if asked is None:
        return redirect(link.page())
    return page(view=link.view(), token=token, outcomes=OUTCOMES, asked=asked)


@portal.post("/<token>/since")
def keep_outcome(token: str) -> Response:
    """Keep what is told, of the follow-up that the page asked about."""
    link = open_link(token)
    months, said = request.form.get("months", ""), request.form.get("answer", "")
    with acting() as act:
        follow_ups.tell(db, link.visit, link.side, months, said, "link")
        act.tell(_("Thank you! What you said is noted."))
    return redirect(link.page("visit_page.show_visit" if act.done else "visit_page.tell_since"))
