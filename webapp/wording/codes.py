"""Codes of six digits: read as they are typed, and why one opens nothing."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.services.visits import links


def digits_of(typed: str) -> str:
    """Return the digits typed, of any script, as 0 to 9: an Arabic keyboard types its own."""
    return "".join(str(int(digit)) for digit in typed if digit.isdecimal())


def why_refused(taken: links.Taken) -> str:
    """Say why digits open nothing, and what to do."""
    if taken.refused is links.Refused.WRONG:
        told = ngettext(
            "This is not the code. %(num)d try is left.",
            "This is not the code. %(num)d tries are left.",
            taken.tries_left,
        )
    elif taken.refused is links.Refused.SPENT:
        told = _("This code was tried too often and opens nothing any more. Ask for a new one.")
    else:
        told = _("This code is too old, or was used already. Ask for a new one.")
    return str(told)
