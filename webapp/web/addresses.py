"""Addresses as pages write them, each made once for all pages, and the pictograms at such an one.

A page has some hundred links and pictograms. What an address is made of says all about it, so that
the next page takes the same one.
"""

from functools import lru_cache
from typing import Any, Final

import flask
from flask import Flask, request
from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

from webapp.web import light

KEPT: Final = 4096
"""Addresses; the least used are made again."""
OF_THE_WHOLE: Final = frozenset({"lang", "sort", "direction", "page"})
"""What an address may say of a list beside what is looked for in it."""
DIRECTIONAL: Final = frozenset(
    {
        "arrow-left", "arrow-right", "chevron-left", "chevron-right", "door-exit", "external-link",
        "login", "logout", "message", "messages", "send", "walk",
    }
)  # fmt: skip
"""Pictograms that point somewhere: they turn round in right-to-left pages."""


def init_app(app: Flask) -> None:
    """Let templates write addresses and pictograms that were made before, and pages be light."""
    kept = Addresses()
    app.after_request(light.compressed)
    app.jinja_env.globals.update(
        url_for=kept.url_for,
        icon=kept.icon,
        drawing=kept.drawing,
        stylesheet=kept.stylesheet,
        here=here,
        searched=searched,
    )


class Addresses:
    """The addresses of one application."""

    def __init__(self) -> None:
        self._made = lru_cache(KEPT)(_make)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return an address as Flask does; of our files and of what has a number, as made before.

        What else stands in an address, such as the secret of a link, is kept nowhere.
        """
        if endpoint == "static" or all(type(value) is int for value in values.values()):
            portal = request.blueprint if endpoint[:1] == "." else None
            return self._made(request.root_path, portal, endpoint, tuple(values.items()))
        return flask.url_for(endpoint, **values)

    def icon(self, name: str, label: object = "") -> Markup:
        """Return a pictogram of static/icons.svg; it is decorative unless a label is given."""
        if request.blueprint in light.LIGHT:
            return _drawn(light.symbols()[name], name, str(label))
        return _drawn(_use(self.url_for("static", filename="icons.svg"), name), name, str(label))

    def drawing(self, production: str, label: object = "") -> Markup:
        """Return the picture of a production, a code of the model; decorative without a label."""
        if request.blueprint in light.LIGHT:
            return light.picture(production, str(label))
        return Markup(
            '<img class="drawing" src="{}" alt="{}" width="320" height="180" loading="lazy">'
        ).format(self.url_for("static", filename=f"drawings/{production}.svg"), label)

    def stylesheet(self, names: list[str]) -> str:
        """Return where the stylesheets of these names are had as one."""
        version = light.joined(tuple(names)).version
        return flask.url_for("public.show_sheet", filename=f"{'-'.join(names)}.css", v=version)


def _make(
    _root: str, _portal: str | None, endpoint: str, values: tuple[tuple[str, Any], ...]
) -> str:
    return flask.url_for(endpoint, **dict(values))


def here(**changed: Any) -> Markup:
    """Return the address of this page with some query parameters changed (none removes one)."""
    asked = [pair for pair in request.args.items(multi=True) if pair[0] not in changed]
    asked += [(name, value) for name, value in changed.items() if value is not None]
    return escape(request.path) + (escape(f"?{do_urlencode(asked)}") if asked else "")


def searched() -> bool:
    """Return whether the address of this page asks for some of its list only.

    One that names a language, an order or fields that were left empty shows all there is.
    """
    asked = request.args.items(multi=True)
    return any(value.strip() for name, value in asked if name not in OF_THE_WHOLE)


@lru_cache(KEPT)
def _use(sprite: str, name: str) -> Markup:
    return Markup('<use href="{}#{}"/>').format(sprite, name)


@lru_cache(KEPT)
def _drawn(lines: Markup, name: str, label: str) -> Markup:
    said = Markup('role="img" aria-label="{}"').format(label)
    said = said if label else Markup('aria-hidden="true"')
    return Markup(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" focusable="false" {}>'
        "{}</svg>"
    ).format(" turns" if name in DIRECTIONAL else "", said, lines)
