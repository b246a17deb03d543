"""The pages of one visit, for whoever looks after it: its association, or who stands in for it."""

from webapp.portals.visit_desk.routes import routes
from webapp.web.views import load_views

load_views(__name__)

__all__ = ["routes"]
