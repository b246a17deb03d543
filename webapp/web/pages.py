"""How a view shows its page: the template has the view's own name."""

from typing import Any

from flask import render_template, request


def page(**context: Any) -> str:
    """Render the template of the present view: `farmer.list_offers` is farmer/list_offers.html."""
    portal, _, view = (request.endpoint or "").rpartition(".")
    return render_template(f"{portal}/{view}.html", **context)


def shown_page(rows: int, a_page: int) -> tuple[int, int]:
    """Return which page of a list is asked for, from 1, and how many there are."""
    pages = max(1, -(-rows // a_page))
    return min(asked_page(), pages), pages


def asked_page() -> int:
    """Return which page of a list is asked for, from 1, whether or not there are so many."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(1, number)
