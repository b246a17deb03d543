"""The page behind a visit's link, for either side: no account, no password."""

from flask import Blueprint

from webapp.web.views import load_views

portal = Blueprint("visit_page", __name__, url_prefix="/v")
load_views(__name__)
