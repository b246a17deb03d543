"""The caseworker's portal."""

from flask import Blueprint

from webapp.models import Role
from webapp.portals.rounds import routes
from webapp.web.access import guard
from webapp.web.views import load_views

portal = Blueprint("caseworker", __name__, url_prefix="/casework")
guard(portal, Role.CASEWORKER)
load_views(__name__)
routes.add_to(portal)
