"""Several things said one after the other."""

from collections.abc import Iterable

from flask_babel import gettext as _


def listed(parts: Iterable[object]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *first, last = [str(part) for part in parts] or [""]
    if not first:
        return last
    return str(_("%(first)s and %(last)s", first=in_a_row(first), last=last))


def in_a_row(parts: Iterable[object]) -> str:
    """Return "a, b, c": facts beside each other that make no sentence."""
    return str(_(", ")).join(str(part) for part in parts)
