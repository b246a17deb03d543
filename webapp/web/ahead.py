"""Nothing is fetched ahead: what nobody has opened yet would be noted as read.

Browsers fetch a page before it is asked for, or for a picture of it, and say so; answered like
this, they forget it and ask again once somebody opens it.
"""

from flask import Flask, request
from werkzeug.wrappers import Response

SAY_SO = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
AHEAD = ("prefetch", "prerender", "preview")
NOT_NOW = 503


def init_app(app: Flask) -> None:
    """Turn away whoever fetches a page that nobody has opened."""
    app.before_request(_open_it_first)


def _open_it_first() -> Response | None:
    said = " ".join(request.headers.get(each, "") for each in SAY_SO).lower()
    if request.endpoint != "static" and any(each in said for each in AHEAD):
        return Response(status=NOT_NOW)
    return None
