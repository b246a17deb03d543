"""The pages on which a table becomes files, for the portals that take some in.

What a row may say, and what becomes of it, is a portal's own (`kinds`); a file made here has gone
through the very forms by which it would have been typed.
"""

from webapp.portals.imports.routes import routes
from webapp.web.views import load_views

load_views(__name__)

__all__ = ["routes"]
