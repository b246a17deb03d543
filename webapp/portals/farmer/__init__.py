"""The farmer's portal."""

from flask import Blueprint

from webapp.models import Role
from webapp.web.access import guard
from webapp.web.views import load_views

portal = Blueprint("farmer", __name__, url_prefix="/farm")
guard(portal, Role.FARMER)
load_views(__name__)
