"""The routes of imports, and how their pages are shown in a portal's frame."""

from typing import Any, Final

from flask import render_template, request

from webapp.web.views import Routes

routes = Routes()
KIND_OF: Final = {"caseworker": "parties", "coordinator": "farms"}
"""What each portal brings in, a name of `kinds.KINDS`."""


def page(**context: Any) -> str:
    """Render the template of the present view, in the frame of the portal it was opened from."""
    view = (request.endpoint or "").rpartition(".")[2]
    kind = KIND_OF[request.blueprint or ""]
    return render_template(
        f"imports/{view}.html", portal=request.blueprint, kind_name=kind, **context
    )
