"""The hour of arrival, agreed on the page: no code and no telephone is needed."""

from flask import abort, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_link
from webapp.services.visits import arrival_hours
from webapp.web.acts import acting
from webapp.web.extensions import db


@portal.post("/<token>/hour")
def say_hour(token: str) -> Response:
    """Keep the hour that the farm proposes, or what the guests say to it."""
    link = open_link(token)
    if not link.visit.both_said_yes:
        abort(404)
    said, shown = request.form.get("hour", ""), request.form.get("shown", "")
    hour = request.form.get("hour", type=int)
    with acting() as act:
        if link.side is Side.FARM:
            arrival_hours.propose(db, link.visit, hour, shown)
        elif said == "yes":
            arrival_hours.accept(db, link.visit, shown)
        else:
            another = request.form.get("another", type=int)
            arrival_hours.wish(db, link.visit, another, shown)
        act.tell(_("It is noted. We tell the other side."))
    return redirect(link.page())
