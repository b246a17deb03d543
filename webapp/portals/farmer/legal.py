"""The legal sheet for paper, of a season and of one stay."""

from flask import abort, request
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.visits import own_visit
from webapp.services.visits.counted import is_counted
from webapp.web.extensions import current_language
from webapp.web.legal_sheet import legal_sheet

FIRST = 2020
"""No season is older."""


@portal.get("/legal.pdf")
def download_season_legal() -> Response:
    """Give the legal sheet of this season, or of another year that the address names."""
    asked, this = request.args.get("year", type=int), today().year
    year = asked if asked is not None and FIRST <= asked <= this + 1 else this
    return legal_sheet(own_farm(), year, current_language())


@portal.get("/visits/<int:visit_id>/legal.pdf")
def download_stay_legal(visit_id: int) -> Response:
    """Give the legal sheet of one stay, once both have said yes; it names nobody."""
    visit = own_visit(visit_id)
    if not (visit.both_said_yes and is_counted(visit)):
        abort(404)
    return legal_sheet(visit.farm, visit.arrival.year, current_language(), visit)
