"""The caseworker's portal."""

from importlib import import_module

from flask import Blueprint

from webapp.models import Role
from webapp.portals.rounds import routes
from webapp.web.access import guard

portal = Blueprint("caseworker", __name__, url_prefix="/casework")
guard(portal, Role.CASEWORKER)

VIEWS = (
    "todo",
    "visits",
    "visit_acts",
    "free_places",
    "parties",
    "party_people",
    "party_topics",
    "party_dates",
    "party_ties",
)
for module in VIEWS:  # the views register themselves on the portal
    import_module(f"{__name__}.{module}")
routes.add_to(portal)
