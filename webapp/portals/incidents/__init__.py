"""The pages of an incident, for the few who are named to read it."""

from webapp.portals.incidents.routes import for_coordinators, routes
from webapp.web.views import load_views

load_views(__name__)

__all__ = ["for_coordinators", "routes"]
