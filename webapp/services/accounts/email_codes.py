"""Six digits by e-mail, typed where they were asked for: each works once, and the newest alone.

A letter that reaches a stranger opens nothing: whoever types the code is signed in.
"""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import EmailLink, EmailLinkPurpose, User
from webapp.services.records import tokens


def sent(
    session: Session, user: User, purpose: EmailLinkPurpose, *, lock: bool = False
) -> EmailLink | None:
    """Return the code of a purpose that somebody was sent and that is good still."""
    query = select(EmailLink).where(
        EmailLink.user_id == user.id,
        EmailLink.purpose == purpose,
        EmailLink.used_at.is_(None),
        EmailLink.expires_at > now(),
    )
    return session.scalar(query.with_for_update() if lock else query)


def use(session: Session, user: User, purpose: EmailLinkPurpose, typed: str) -> EmailLink | None:
    """Use up the code that was typed; none where it is another one, or none is good."""
    found = sent(session, user, purpose, lock=True)
    digits = "".join(typed.split()).encode()
    if found is None or not hmac.compare_digest(digits, tokens.email_digits(found).encode()):
        return None
    found.used_at = now()
    return found
