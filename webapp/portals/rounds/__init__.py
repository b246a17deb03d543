"""The pages of matching rounds, for the two portals that run them.

A caseworker runs rounds over the parties of their association; a coordinator over all, and knows
parties by their code only.
"""

from webapp.portals.rounds.routes import routes
from webapp.web.views import load_views

load_views(__name__)

__all__ = ["routes"]
