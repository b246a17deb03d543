"""How a view shows its page: the template has the view's own name."""

from typing import Any

from flask import render_template, request
from flask_login import current_user
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from webapp.ground import languages
from webapp.services.parties import tongues
from webapp.web.extensions import db


class Part(Template):
    """A template whose parts are taken as they were made first.

    Jinja looks each time whether a page has brought names that the part has not seen. Ours bring
    none: what all templates know is told to the application as it starts.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


def has_workshops() -> bool:
    """Whether the programme offers workshops: else no menu names them."""
    return current_user.is_authenticated and current_user.session.has_workshops is not False


def uses(part: str) -> bool:
    """Whether the programme uses a part of `vocabulary.PARTS`: else no page leads to it."""
    return current_user.is_authenticated and part not in (current_user.session.left_out or ())


def usual_languages() -> list[str]:
    """Return those with which a long list of languages begins: French, and what guests speak."""
    return list(dict.fromkeys([languages.DEFAULT.code, *tongues.most_spoken(db)]))


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
