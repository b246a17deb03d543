"""The words of pages in the reader's language: looked up once for each language, then kept."""

from datetime import date
from typing import Any

from flask import Flask, g
from flask.globals import _cv_app
from flask_babel import get_domain
from markupsafe import Markup, escape

from webapp.wording import label, stay_range
from webapp.wording.days import is_far
from webapp.wording.reworded import Reworded, look_again


class Catalogue(Reworded):
    """The translations of all screens; those of a request's language are looked for once."""

    def get_translations(self) -> Any:
        """Return the translations of the language that is spoken now."""
        found = _found_before()
        if found is None:
            found = super().get_translations()
            if g and _KEPT_IN in g:
                g.get(_KEPT_IN).babel_translations = found
        return found


catalogue = Catalogue()
"""What this process says."""
_KEPT_IN = "_flask_babel"
"""Where Flask-Babel keeps what a request speaks; its `force_locale` and `refresh` forget that."""


def _found_before() -> Any:
    # Not by way of the proxy, which asks anew at each step: a page says hundreds of things.
    here = _cv_app.get(None)
    spoken = vars(here.g).get(_KEPT_IN) if here else None
    return getattr(spoken, "babel_translations", None)


def _said() -> tuple[Any, dict[Any, Markup]]:
    """Return the translations of now, with what was said by them already."""
    translations = _found_before() or get_domain().get_translations()
    return translations, vars(translations).setdefault("said", {})


def init_app(app: Flask) -> None:
    """Let templates say their words from what was looked up before."""
    app.extensions["babel"].instance.domain_instance = catalogue
    app.before_request(lambda: look_again(app, catalogue))
    said = {"_": say, "gettext": say, "ngettext": say_many, "label": say_label}
    app.jinja_env.globals.update(said, stay_range=say_stay)


def say(words: str, /, **facts: Any) -> Markup:
    """Return words with their facts, escaped; a per cent sign is written twice, facts or none."""
    translations, said = _said()
    if facts:
        return Markup(translations.ugettext(words)) % facts  # noqa: S704 (the words are ours)
    if words not in said:
        said[words] = Markup(translations.ugettext(words)) % {}  # noqa: S704 (the same)
    return said[words]


def say_many(singular: str, plural: str, number: int, /, **facts: Any) -> Markup:
    """Return the words of a number of things, which they call `num`."""
    found = _said()[0].ungettext(singular, plural, number)
    return Markup(found) % {"num": number, **facts}  # noqa: S704 (the same)


def say_label(kind: str, code: str) -> Any:
    """Return the label of a code; what has none is shown as it is, and was typed by somebody."""
    said, of = _said()[1], (kind, code)
    if of not in said:
        words = label(kind, code)
        if words is code:
            return words
        said[of] = Markup(str(words))  # noqa: S704 (the same)
    return said[of]


def say_stay(arrival: date, departure: date) -> Markup:
    """Return a stay with its weekdays, as `stay_range` does; a board says the same ones often."""
    said, of = _said()[1], (arrival, departure, is_far(arrival), is_far(departure))
    if of not in said:
        said[of] = escape(stay_range(arrival, departure))
    return said[of]
