"""The page behind a visit's link, for either side: no account, no password."""

from flask import Blueprint

portal = Blueprint("visit_page", __name__, url_prefix="/v")

from webapp.portals.visit_page import (  # noqa: E402, F401 (the views register themselves on the portal)
    answering,
    codes,
    staying,
    views,
)
