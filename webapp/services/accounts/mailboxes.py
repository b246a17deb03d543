"""Another mailbox for an account: proved by a code that is sent to it; the former one is told.

The code is typed where it was asked for, by somebody who is signed in: a letter that reaches a
stranger, for an address that was typed wrong, opens nothing.
"""

from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLink, EmailLinkPurpose, User
from webapp.services.accounts import email_codes, email_links, users
from webapp.services.records import audit, outbox


def ask(session: Session, user: User, email: str) -> None:
    """Send a code to the mailbox that is to be a user's; earlier codes are worth nothing.

    Whether somebody else has it is not said here: it would tell anyone who is known.
    """
    if email.strip().lower() == user.email.lower():
        raise RuleBroken("mailbox-the-same")
    if outbox.awaits_its_turn(session, user, "mailbox-changed"):
        raise RuleBroken("mailbox-just-changed")
    email_links.send_link(session, user, EmailLinkPurpose.MAILBOX, address=email.strip())


def asked(session: Session, user: User) -> EmailLink | None:
    """Return the change of mailbox whose code is still good, with the address it was sent to."""
    return email_codes.sent(session, user, EmailLinkPurpose.MAILBOX)


def prove(session: Session, user: User, code: str) -> None:
    """Make the mailbox that the code was sent to the user's, and tell the former one.

    Every link and code that went to the former one opens nothing any more.
    """
    sent = email_codes.use(session, user, EmailLinkPurpose.MAILBOX, code)
    if sent is None:
        raise RuleBroken("mailbox-code-wrong")
    address = sent.address or ""
    take_turn(session, "e-mail", address.lower())
    if users.find_by_email(session, address) is not None:
        raise RuleBroken("email-known")
    former, user.email = user.email, address
    email_links.end_links(session, user)
    audit.record(session, "user.mailbox-changed", user)
    _tell(session, user, former)


def _tell(session: Session, user: User, former: str) -> None:
    """Write to the mailbox that was: an address that a link carries is forgotten with it."""
    over = EmailLink(
        user_id=user.id, purpose=EmailLinkPurpose.MAILBOX, address=former, expires_at=now()
    )
    session.add(over)
    session.flush()
    key = f"email-link:{over.id}"
    outbox.write_to_user(session, user, "mailbox-changed", key=key, link=over)
