"""What programs read, by a key that a coordinator made: figures and codes, never a name."""

from flask import Blueprint

from webapp.web.views import load_views

portal = Blueprint("api", __name__, url_prefix="/api/v1")
load_views(__name__)
