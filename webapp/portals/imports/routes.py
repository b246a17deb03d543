"""The routes of imports, and how their pages are shown in a portal's frame."""

from typing import Any

from flask import render_template, request

from webapp.web.views import Routes

routes = Routes()


def page(**context: Any) -> str:
    """Render the template of the present view, in the frame of the portal it was opened from."""
    view = (request.endpoint or "").rpartition(".")[2]
    return render_template(f"imports/{view}.html", portal=request.blueprint, **context)
