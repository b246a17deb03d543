"""Whom a portal lets in, as far as that is known before anything that they send is read."""

from typing import Final

from flask import redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.models import Role

LONGEST_WAY_ON: Final = 2000
"""Signs of an address that a cookie remembers: it holds four thousand bytes in all."""
_kept_for: dict[str, tuple[Role, ...]] = {}
"""By portal, the kinds of person for whom it is kept."""


def keep_for(portal: str, roles: tuple[Role, ...]) -> None:
    """Note for whom a portal is kept; its guard holds it (`access.guard`)."""
    _kept_for[portal] = roles


def may_enter(portal: str | None) -> bool:
    """Whether a portal lets in whoever asks, with all that is asked of them."""
    roles = _kept_for.get(portal or "")
    if roles is None:
        return True
    is_known = current_user.is_authenticated and current_user.complete
    return bool(is_known and current_user.role in roles)


def sign_in_first(target: str | None) -> Response:
    """Lead to where one signs in, and from there to a page, whose address may be too long for that.

    One of many chosen rows is: whoever signs in chooses anew.
    """
    is_kept = target is not None and len(target) <= LONGEST_WAY_ON
    return redirect(url_for("auth.sign_in", next=target if is_kept else None))
