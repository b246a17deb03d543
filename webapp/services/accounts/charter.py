"""Signing the charter on the page: with a code that was sent to the farmer's own mailbox."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import EmailLinkPurpose, Farm, SignedCharter, User
from webapp.services.accounts import email_codes, email_links
from webapp.services.records import audit
from webapp.services.visits import places

VERSION = "2026-11"
"""Of the charter's words. Whoever changes what a farm promises gives it a new one, and every farm
is asked again."""


def newest(session: Session, farm: Farm) -> SignedCharter | None:
    """Return what the farm signed last on its page."""
    mine = select(SignedCharter).where(SignedCharter.farm_id == farm.id)
    return session.scalar(mine.order_by(SignedCharter.id.desc()).limit(1))


def is_due(session: Session, farm: Farm) -> bool:
    """Whether the charter waits for a signature: there is none, or it was of other words.

    One that was signed on paper, with whoever met the farm, counts as of the present words.
    """
    last = newest(session, farm)
    return last.version != VERSION if last else farm.charter_signed_on is None


def send_code(session: Session, user: User) -> None:
    """Send a code that signs, to the mailbox of whoever asks; earlier ones are worth nothing."""
    email_links.send_link(session, user, EmailLinkPurpose.CHARTER)


def is_sent(session: Session, user: User) -> bool:
    """Return whether a code that signs was sent to somebody, and is good still."""
    return email_codes.sent(session, user, EmailLinkPurpose.CHARTER) is not None


def sign(session: Session, farm: Farm, by: User, code: str, words: str) -> None:
    """Keep that somebody of the farm signed these words, by the code that was sent to them."""
    places.lock_farm(session, farm)
    if email_codes.use(session, by, EmailLinkPurpose.CHARTER, code) is None:
        raise RuleBroken("charter-code-wrong")
    session.add(SignedCharter(farm_id=farm.id, user_id=by.id, version=VERSION, words=words))
    farm.charter_signed_on = today()
    audit.record(session, "farm.charter-signed", farm, version=VERSION)
    session.flush()
