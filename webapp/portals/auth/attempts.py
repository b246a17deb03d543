"""What a browser remembers between going to the identity provider and coming back, in its cookie.

Several tabs may be on their way at once. Each attempt is taken once, and forgotten after a while.
"""

from dataclasses import asdict, dataclass
from typing import Final

from flask import session

from webapp.ground.clock import real_now
from webapp.services.accounts.coming_back import Attempt

GOOD_FOR: Final = 15 * 60
MOST: Final = 3
"""A cookie holds 4 kB."""
UNDER_WAY, FOUND = "provider", "identity"


@dataclass(frozen=True)
class Begun:
    """An attempt, and whose account the identity is to be linked to, if it is for that."""

    attempt: Attempt
    user_id: int | None


@dataclass(frozen=True)
class Found:
    """An identity that may be linked: to whom it showed itself, and by which mailbox.

    Parameters
    ----------
    user_id
        Whose account it is for; none: the one that has this mailbox, which is verified.
    """

    identity: str
    email: str
    provider: str
    user_id: int | None


def remember(attempt: Attempt, user_id: int | None) -> None:
    """Remember an attempt until its answer comes."""
    begun = [real_now().timestamp(), attempt.state, attempt.nonce, attempt.verifier, user_id]
    session[UNDER_WAY] = [*session.get(UNDER_WAY, []), begun][-MOST:]


def take(state: str) -> Begun | None:
    """Return the attempt that an answer names, once; none where this browser has begun none."""
    under_way = session.get(UNDER_WAY, [])
    session[UNDER_WAY] = [each for each in under_way if each[1] != state]
    for at, named, nonce, verifier, user_id in under_way:
        if named == state and real_now().timestamp() - at <= GOOD_FOR:
            return Begun(Attempt(named, nonce, verifier), user_id)
    return None


def remember_found(found: Found) -> None:
    """Remember an identity until its reader has said that it is theirs."""
    session[FOUND] = {"at": real_now().timestamp(), **asdict(found)}


def found(user_id: int | None) -> Found | None:
    """Return the identity that may be linked to this person's account."""
    kept = dict(session.get(FOUND) or {})
    at = kept.pop("at", 0)
    if not kept or kept["user_id"] != user_id or real_now().timestamp() - at > GOOD_FOR:
        return None
    return Found(**kept)


def forget_found() -> None:
    """Forget an identity that is linked."""
    session.pop(FOUND, None)
