"""The farmer's portal."""

from flask import Blueprint

from webapp.models import Role
from webapp.web.access import guard

portal = Blueprint("farmer", __name__, url_prefix="/farm")
guard(portal, Role.FARMER)

from webapp.portals.farmer import (  # noqa: E402, F401 (the views register themselves on the portal)
    calendar,
    farm,
    legal,
    offers,
    rooms,
    season,
    slots,
    todo,
    visits,
)
