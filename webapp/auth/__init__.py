"""Signing in and out, invitations, second factor."""

from flask import Blueprint

portal = Blueprint("auth", __name__, url_prefix="/account")

from webapp.auth import views  # noqa: E402, F401 (the views register themselves on the portal)
