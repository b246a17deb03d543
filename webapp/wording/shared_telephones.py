"""What is written to a telephone that others read too: that there is something, and no more.

A code stays as it is: it tells nothing, and opens nothing by itself.
"""

from typing import Final

from flask_babel import gettext as _

from webapp.services.agreements import signing
from webapp.services.workshops import proving

CODES: Final = frozenset({"visit-code", proving.CODE, signing.CODE})


def for_others_eyes(kind: str, words: str, link: str) -> str:
    """Return what stands in place of a message's words."""
    if kind in CODES:
        return words
    if not link:
        return str(_("Sillon: your association would like to talk with you. Please call it."))
    words = _("Sillon: a message for you. Open it when you are alone:")
    return f"{words} {link}"
