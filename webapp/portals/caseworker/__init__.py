"""The caseworker's portal."""

from flask import Blueprint

from webapp.models import Role
from webapp.portals import (
    help_calls,
    imports,
    incidents,
    recruitment,
    rounds,
    seats,
    urgent,
    visit_desk,
)
from webapp.web.access import guard
from webapp.web.views import load_views

portal = Blueprint("caseworker", __name__, url_prefix="/casework")
guard(portal, Role.CASEWORKER)
load_views(__name__)
rounds.routes.add_to(portal)
help_calls.routes.add_to(portal)
incidents.routes.add_to(portal)
visit_desk.routes.add_to(portal)
imports.routes.add_to(portal)
recruitment.routes.add_to(portal)
urgent.routes.add_to(portal)
seats.routes.add_to(portal)
