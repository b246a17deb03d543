"""Referrals: sent from outside, and forgotten when they have served."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Organisation, Party, Referral
from webapp.services.records import audit

KEPT_AFTER: Final = timedelta(days=90)
"""How long names are kept once a referral is over; the prescriber's page stays."""
KEPT_OPEN: Final = timedelta(days=365)
"""How long names are kept of a referral that nobody took up."""


def refer(session: Session, organisation: Organisation, **told: Any) -> Referral:
    """Keep a person whom a prescriber sends to an association."""
    sent = Referral(organisation_id=organisation.id, **told)
    session.add(sent)
    audit.record(session, "referral.received", sent, prescriber=sent.prescriber)
    return sent


def waiting(session: Session, organisation_id: int) -> int:
    """Count the referrals that nobody has called yet."""
    query = select(Referral.id).where(
        Referral.organisation_id == organisation_id, Referral.state == "oriented"
    )
    return len(session.scalars(query).all())


def enrol(session: Session, referral: Referral, party: Party) -> None:
    """Let a referral lead to the file that was made of it, with the telephone."""
    referral.enrol(party)
    if referral.phone and not party.phone:
        party.set_phone(referral.phone)
    audit.record(session, "referral.enrolled", referral)


def forget(session: Session) -> None:
    """Empty what names people in referrals that have served, or that nobody took up in a year."""
    over = or_(
        Referral.enrolled_at < now() - KEPT_AFTER,
        Referral.ended_at < now() - KEPT_AFTER,
        Referral.created_at < now() - KEPT_OPEN,
    )
    nothing = dict.fromkeys(("first_name", "last_name", "phone", "sent_by"))
    session.execute(update(Referral).where(over, Referral.first_name.is_not(None)).values(nothing))
