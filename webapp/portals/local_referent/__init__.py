"""The portal of local referents: the visits near them that are given to them, on a telephone."""

from flask import Blueprint

from webapp.models import Role
from webapp.web.access import guard
from webapp.web.views import load_views

portal = Blueprint("local_referent", __name__, url_prefix="/near")
guard(portal, Role.LOCAL_REFERENT)
load_views(__name__)
