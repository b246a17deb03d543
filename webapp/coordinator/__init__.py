"""The coordinator's portal."""

from flask import Blueprint

from webapp.access import guard
from webapp.models import Role

portal = Blueprint("coordinator", __name__, url_prefix="/programme")
guard(portal, Role.COORDINATOR)

from webapp.coordinator import (  # noqa: E402, F401 (the views register themselves on the portal)
    farm_decisions,
    farms,
    views,
)
