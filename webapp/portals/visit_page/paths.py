"""Somebody's own path behind their household's link: what they want, and what comes next."""

from flask import abort

from webapp.models import PathState
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.workshops import open_household
from webapp.services.parties import paths
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/path/<token>")
def show_path(token: str) -> str:
    """Show the path of the one adult whose telephone it is, in their language."""
    party = open_household(token)
    person = paths.whose_telephone(party) or abort(404)
    steps = paths.steps(db, person)
    return page(
        goals=[each for each in paths.goals(db, person) if each.state is PathState.OPEN],
        open=[each for each in steps if each.state is PathState.OPEN],
        done=[each for each in steps if each.state is PathState.DONE],
        association=party.organisation,
    )
