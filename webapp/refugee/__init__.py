"""The page behind a person's link."""

from flask import Blueprint

portal = Blueprint("refugee", __name__, url_prefix="/v")

from webapp.refugee import views  # noqa: E402, F401 (the views register themselves on the portal)
