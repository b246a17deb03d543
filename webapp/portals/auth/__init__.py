"""Coming in: `auth` for whoever is not signed in yet, `account` for one's own account."""

from flask import Blueprint

from webapp.models import Role
from webapp.web.access import guard

portal = Blueprint("auth", __name__, url_prefix="/account")
account = Blueprint("account", __name__, url_prefix="/account")
guard(account, *Role)

# The views register themselves on the portals.
from webapp.portals.auth import code, links, own_account, own_code, sign_in, sign_up  # noqa: E402, F401
