"""The page behind a visit's link, for either side: no account, no password."""

from flask import Blueprint

portal = Blueprint("refugee", __name__, url_prefix="/v")

from webapp.refugee import (  # noqa: E402 (the views register themselves on the portal)
    answering,  # noqa: F401
    codes,  # noqa: F401
    staying,  # noqa: F401
    views,  # noqa: F401
)
