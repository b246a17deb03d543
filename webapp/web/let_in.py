"""Whom a portal lets in, as far as that is known before anything that they send is read."""

from flask_login import current_user

from webapp.models import Role

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
