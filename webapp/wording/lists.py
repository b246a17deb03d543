"""Several things said one after the other."""

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import gettext as _

SMALL_IN_TURKISH = {"İ": "i", "I": "ı"}
"""What Turkish writes with and without a dot, as no other language does."""


def listed(parts: Iterable[object]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *first, last = [str(part) for part in parts] or [""]
    if not first:
        return last
    return str(_("%(first)s and %(last)s", first=in_a_row(first), last=last))


def in_a_row(parts: Iterable[object]) -> str:
    """Return "a, b, c": facts beside each other that make no sentence."""
    return str(_(", ")).join(str(part) for part in parts)


def in_a_sentence(words: str) -> str:
    """Return words without the capital letter of a label, to stand among others."""
    locale, first = get_locale(), words[:1]
    turkish = locale is not None and locale.language == "tr"
    small = SMALL_IN_TURKISH.get(first, first.lower()) if turkish else first.lower()
    return f"{small}{words[1:]}"
