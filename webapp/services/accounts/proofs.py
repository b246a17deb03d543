"""A farmer stays signed in for weeks; names and numbers of guests ask for a proof of this week."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.ground.clock import real_now
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLinkPurpose, User, UserSession
from webapp.services.accounts import email_codes, email_links
from webapp.services.records import audit

PROVED_FOR: Final = timedelta(days=7)
"""So long signing in, or a code, counts: a telephone that was lost or lent tells no names for
longer, and whoever prepares a visit over a week is asked once."""


def is_proved(user_session: UserSession) -> bool:
    """Whether who reads has shown lately that the mailbox is theirs, or their password."""
    return real_now() - proved_last(user_session) <= PROVED_FOR


def proved_last(user_session: UserSession) -> datetime:
    """Return when who reads has last shown who they are, in this session or when it began."""
    return user_session.proved_at or user_session.created_at


def may_change_way_in(user_session: UserSession) -> bool:
    """Whether who reads may say by which mailbox or password one comes in from now on.

    By the present password, which is asked for; where there is none, by a proof of this week: a
    telephone that was lost or lent must not give away the account.
    """
    return user_session.user.password_hash is not None or is_proved(user_session)


def send_code(session: Session, user: User) -> None:
    """Send a code to somebody's own mailbox; earlier ones are worth nothing."""
    email_links.send_link(session, user, EmailLinkPurpose.PROOF)


def is_sent(session: Session, user: User) -> bool:
    """Whether a code was sent to somebody, and is good still."""
    return email_codes.sent(session, user, EmailLinkPurpose.PROOF) is not None


def prove(session: Session, user_session: UserSession, typed: str) -> None:
    """Take the code: this browser shows names and numbers again."""
    user = user_session.user
    if email_codes.use(session, user, EmailLinkPurpose.PROOF, typed) is None:
        raise RuleBroken("proof-code-wrong")
    user_session.proved_at = real_now()
    audit.record(session, "user.proved-again", user)
