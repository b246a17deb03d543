"""Pages that anyone may read."""

from flask import Blueprint

portal = Blueprint("public", __name__)

from webapp.portals.public import demonstration, links, views  # noqa: E402, F401 (the views register themselves)
