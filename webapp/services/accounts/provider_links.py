"""Which account an identity of the identity provider opens: the one it was linked to, or none.

Signing in never makes an account. An identity is linked by whoever is signed in, or once by a
verified mailbox that is the account's, where the programme allows it; both give the code of their
telephone.
"""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Programme, User
from webapp.services.accounts import users
from webapp.services.records import audit, outbox, sessions


def digest(issuer: str, subject: str) -> str:
    """Return by what an identity is known again; the provider's own name of it is not kept."""
    return hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()


def find(session: Session, identity: str) -> User | None:
    """Return whose account an identity opens; none while the account is suspended."""
    user = session.scalar(select(User).where(User.provider_digest == identity))
    return user if user and user.may_use_provider and user.suspended_at is None else None


def of_mailbox(session: Session, email: str, *, verified: bool) -> User | None:
    """Return to whose account an identity may be linked by its mailbox alone."""
    programme = session.get(Programme, 1)
    if not verified or not email or programme is None or not programme.links_by_mailbox:
        return None
    user = users.find_by_email(session, email)
    if user is None or not user.may_use_provider or user.suspended_at is not None:
        return None
    return user if user.provider_linked_at is None else None


def link(session: Session, user: User, identity: str) -> None:
    """Let an identity open an account from now on, and tell whose it is."""
    session.refresh(user, with_for_update=True)
    if not user.may_use_provider or user.suspended_at is not None:
        raise RuleBroken("provider-unknown")
    if user.provider_digest is not None:
        raise RuleBroken("provider-linked")
    if session.scalar(select(User.id).where(User.provider_digest == identity)):
        raise RuleBroken("provider-taken")
    user.provider_digest, user.provider_linked_at = identity, now()
    _tell(session, user, audit.record_numbered(session, "user.provider-linked", user))


def unlink(session: Session, user: User, *, by: User) -> None:
    """Let the identity open the account no more; another person's sessions end.

    Where passwords are off, coordinators alone do so, for somebody else.
    """
    session.refresh(user, with_for_update=True)
    if user.provider_digest is None:
        raise RuleBroken("provider-not-linked")
    if user.id == by.id and is_without_password(session, user):
        raise RuleBroken("provider-only")
    user.provider_digest = None
    number = audit.record_numbered(session, "user.provider-unlinked", user)
    if user.id != by.id:
        sessions.end_all_sessions(session, user)
    _tell(session, user, number)


def _tell(session: Session, user: User, number: int) -> None:
    outbox.write_to_user(session, user, "provider-changed", key=f"provider-changed:{number}")


def is_without_password(session: Session, user: User) -> bool:
    """Whether no password lets this person in: they come by the identity provider alone."""
    programme = session.get(Programme, 1)
    return bool(user.provider_digest and programme and programme.passwords_off)


def refuse_password(session: Session, user: User) -> None:
    """Write to somebody who asked for a way in that they come by the identity provider alone."""
    number = audit.record_numbered(session, "user.password-not-used", user)
    outbox.write_to_user(session, user, "no-password", key=f"no-password:{number}")


def linked(session: Session) -> int:
    """Return how many accounts have an identity."""
    query = select(func.count()).where(User.provider_digest.is_not(None))
    return session.scalar(query) or 0
