"""How a view shows its page: the template has the view's own name."""

from typing import Any

from flask import render_template, request


def page(**context: Any) -> str:
    """Render the template of the present view: `farmer.list_offers` is farmer/list_offers.html."""
    portal, _, view = (request.endpoint or "").rpartition(".")
    return render_template(f"{portal}/{view}.html", **context)
