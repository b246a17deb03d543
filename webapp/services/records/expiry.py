"""What was only of use for a while is removed once it no longer is: it could only leak."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, or_
from sqlalchemy.orm import Session

from webapp.ground.clock import now, real_now, today
from webapp.models import (
    Attempt,
    Delivery,
    DeliveryState,
    DirectoryLoading,
    DirectoryPiece,
    Duty,
    EmailLink,
    EmailLinkPurpose,
    Event,
    Export,
    Import,
    ImportState,
    InsurancePaper,
    KeptForm,
    LastChange,
    PhoneCode,
    SentForm,
    UserSession,
    VisitSession,
)
from webapp.services.records.sessions import FARMER_LONGEST

CHANGES_KEPT = timedelta(days=1)
"""How long it is known that a connection which has ended changed something: no page stands so
long."""
ATTEMPTS_KEPT = timedelta(days=2)
"""The longest while in which knocks at a door are counted is a day."""
TYPED_KEPT = timedelta(hours=1)
"""How long somebody who must sign in again finds what they had typed."""
LATER_KEPT = timedelta(days=7)
"""How long a form waits that its writer keeps for later."""
UPLOADED_KEPT = timedelta(hours=12)
"""How long a table that nobody brings in is kept at least; it goes the night after."""
EXPORTS_KEPT = timedelta(days=1)
"""How long a table that a worker made waits to be taken; it goes the night after."""
KEPT = timedelta(days=30)
"""How long sessions, codes, links, days of duty and what programs were told are kept once they are
over, for whoever looks into it."""


def is_still_kept() -> ColumnElement[bool]:
    """Return the condition on forms that their writer still finds as they were typed."""
    waits = and_(KeptForm.for_later, KeptForm.at > now() - LATER_KEPT)
    return or_(waits, KeptForm.at > now() - TYPED_KEPT)


def forget(session: Session) -> None:
    """Remove attempts nobody counts any more, and all that is long over."""
    over, signed_out = now() - KEPT, real_now() - KEPT
    session.execute(delete(LastChange).where(LastChange.at < real_now() - CHANGES_KEPT))
    session.execute(delete(Attempt).where(Attempt.at < real_now() - ATTEMPTS_KEPT))
    session.execute(
        delete(UserSession).where(
            or_(
                UserSession.ended_at < signed_out,
                UserSession.created_at < signed_out - FARMER_LONGEST,
            )
        )
    )
    session.execute(delete(Duty).where(Duty.last_day < today() - KEPT))
    session.execute(delete(KeptForm).where(~is_still_kept()))
    session.execute(delete(SentForm).where(SentForm.at < over))
    session.execute(delete(InsurancePaper).where(InsurancePaper.sent_at < over))
    waits = Import.state.in_((ImportState.READ, ImportState.CHECKED))
    session.execute(delete(Import).where(waits, Import.created_at < now() - UPLOADED_KEPT))
    session.execute(
        delete(DirectoryPiece).where(
            DirectoryPiece.loading_id == DirectoryLoading.id,
            DirectoryLoading.waiting_since.is_(None),
            DirectoryLoading.sent_at < now() - UPLOADED_KEPT,
        )
    )
    session.execute(delete(Export).where(Export.asked_at < now() - EXPORTS_KEPT))
    session.execute(
        delete(Delivery).where(
            Delivery.state != DeliveryState.WAITING,
            Delivery.event_id == Event.id,
            Event.at < over,
        )
    )
    session.execute(delete(VisitSession).where(VisitSession.created_at < over))
    session.execute(delete(PhoneCode).where(PhoneCode.expires_at < over))
    session.execute(
        delete(EmailLink).where(
            or_(
                EmailLink.used_at < over,
                # An invitation that nobody took up is still shown to coordinators.
                and_(EmailLink.expires_at < over, EmailLink.purpose != EmailLinkPurpose.INVITATION),
            )
        )
    )
