"""The page of a call for help, for those whom it stands before: its association, coordinators."""

from webapp.portals.help_calls.routes import routes
from webapp.web.views import load_views

load_views(__name__)

__all__ = ["routes"]
