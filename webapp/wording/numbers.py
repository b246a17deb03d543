"""Numbers as a language writes them."""

from functools import lru_cache
from typing import Final

from babel import Locale
from babel.numbers import format_decimal
from flask_babel import get_locale

GROUPED_FROM: Final = 1000
"""Smaller ones are written alike in every language."""


def format_number(number: float) -> str:
    """Return a number with the separators of the reader's language."""
    if isinstance(number, int) and 0 <= number < GROUPED_FROM:
        return str(number)
    return _written(number, get_locale())


@lru_cache(maxsize=4096)
def _written(number: float, locale: Locale) -> str:
    """Write it once: a page of figures says a few hundred numbers thousands of times."""
    return format_decimal(number, locale=locale)
