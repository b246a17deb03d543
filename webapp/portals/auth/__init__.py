"""Coming in: `auth` for whoever is not signed in yet, `account` for one's own account."""

from flask import Blueprint

from webapp.models import Role
from webapp.web.access import guard
from webapp.web.views import load_views

portal = Blueprint("auth", __name__, url_prefix="/account")
account = Blueprint("account", __name__, url_prefix="/account")
guard(account, *Role)
load_views(__name__)
