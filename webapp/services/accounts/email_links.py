"""Links sent by e-mail: one use, a short life, and worth nothing once a newer one is sent."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLink, EmailLinkPurpose, User
from webapp.services.records import audit, outbox, tokens

LIFE = {
    EmailLinkPurpose.SIGN_IN: timedelta(minutes=30),
    EmailLinkPurpose.RESET_PASSWORD: timedelta(minutes=30),
    EmailLinkPurpose.INVITATION: timedelta(days=7),
    EmailLinkPurpose.CHARTER: timedelta(minutes=30),
    EmailLinkPurpose.MAILBOX: timedelta(minutes=30),
    EmailLinkPurpose.PROOF: timedelta(minutes=30),
}
KINDS = {
    EmailLinkPurpose.SIGN_IN: "sign-in-link",
    EmailLinkPurpose.RESET_PASSWORD: "reset-password",
    EmailLinkPurpose.INVITATION: "invitation",
    EmailLinkPurpose.CHARTER: "charter-code",
    EmailLinkPurpose.MAILBOX: "mailbox-code",
    EmailLinkPurpose.PROOF: "proof-code",
}


def make_link(session: Session, user: User, purpose: EmailLinkPurpose) -> EmailLink:
    """Add a link, and end the earlier ones of the same purpose."""
    end_links(session, user, purpose)
    link = EmailLink(user_id=user.id, purpose=purpose, expires_at=now() + LIFE[purpose])
    session.add(link)
    session.flush()
    audit.record(session, "user.link-sent", user, purpose=purpose.value)
    return link


def send_link(
    session: Session,
    user: User,
    purpose: EmailLinkPurpose,
    kind: str = "",
    address: str | None = None,
) -> EmailLink:
    """Write a link to a user.

    Parameters
    ----------
    kind
        Another message than the purpose's own.
    address
        Another mailbox than the user's own.
    """
    link = make_link(session, user, purpose)
    link.address = address
    outbox.write_to_user(
        session, user, kind or KINDS[purpose], key=f"email-link:{link.id}", link=link
    )
    return link


def find_link(session: Session, token: str, *, lock: bool = False) -> EmailLink | None:
    """Return the live link of a token; none when it is used, too old or was never made."""
    number = tokens.read_numbered(token)
    query = select(EmailLink).where(EmailLink.id == number)
    link = session.scalar(query.with_for_update() if lock else query) if number else None
    if link is None or not tokens.proves_email(token, link):
        return None
    over = link.used_at is not None or link.expires_at <= now()
    return None if over or link.user.suspended_at is not None else link


def use_link(session: Session, token: str) -> EmailLink:
    """Use a link up, or raise `link-over`; of two at once, one only succeeds."""
    link = find_link(session, token, lock=True)
    if link is None:
        raise RuleBroken("link-over")
    link.used_at = now()
    audit.record(session, "user.link-used", link.user, purpose=link.purpose.value)
    return link


def end_links(session: Session, user: User, *purposes: EmailLinkPurpose) -> None:
    """End a user's live links of some purposes, or of all."""
    session.execute(
        update(EmailLink)
        .where(
            EmailLink.user_id == user.id,
            EmailLink.purpose.in_(purposes or tuple(EmailLinkPurpose)),
            EmailLink.used_at.is_(None),
            EmailLink.expires_at > now(),
        )
        .values(expires_at=now())
    )
