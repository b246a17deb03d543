"""Pages that anyone may read."""

from flask import Blueprint

from webapp.web.views import load_views

portal = Blueprint("public", __name__)
load_views(__name__)
