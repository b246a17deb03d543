"""Keys of programs: made by a coordinator, shown once, proven by their digest."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import seeing_everyone
from webapp.models import ApiKey, User
from webapp.services.records import audit

PREFIX = "sillon_"
"""How a key begins, so that a scanner of published code knows one."""


def make(
    session: Session, by: User, name: str, scopes: Sequence[str], last_day: date
) -> tuple[ApiKey, str]:
    """Make a key and return it with its text, which is kept nowhere."""
    text = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        name=name, scopes=list(scopes), digest=_digest(text), made_by_id=by.id, last_day=last_day
    )
    session.add(key)
    audit.record(session, "api-key.made", key, scopes=list(scopes))
    return key, text


def prove(session: Session, text: str) -> ApiKey | None:
    """Return the live key of a text, whoever asks; none for any other."""
    with seeing_everyone(session):
        query = select(ApiKey).where(ApiKey.digest == _digest(text))
        found = session.scalar(query.options(joinedload(ApiKey.made_by)))
    return found if found is not None and found.is_live else None


def end(session: Session, key: ApiKey) -> None:
    """Take a key back."""
    key.end()
    audit.record(session, "api-key.ended", key)


def _digest(text: str) -> str:
    # 256 random bits need no slow hash: nobody guesses them.
    return hashlib.sha256(text.encode()).hexdigest()
