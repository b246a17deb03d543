"""The coordinator's portal."""

from importlib import import_module

from flask import Blueprint

from webapp.models import Role
from webapp.portals.rounds import routes
from webapp.web.access import guard

portal = Blueprint("coordinator", __name__, url_prefix="/programme")
guard(portal, Role.COORDINATOR)
routes.add_to(portal)

VIEWS = ("views", "farms", "farm_decisions", "users", "invitations", "organisations")
for module in VIEWS:  # the views register themselves on the portal
    import_module(f"{__name__}.{module}")
