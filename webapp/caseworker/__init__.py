"""The caseworker's portal."""

from flask import Blueprint

from webapp.access import guard
from webapp.models import Role

portal = Blueprint("caseworker", __name__, url_prefix="/casework")
guard(portal, Role.CASEWORKER)

from webapp.caseworker import views  # noqa: E402, F401 (the views register themselves on the portal)
