"""Whether an immersion can still be as its agreement says: asked at each step on its way.

What is signed tells people to go to a farm on its days: where the farm, the person or the days do
not stand any more, nobody is asked, nobody signs, and whoever has signed is told.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Agreement,
    AgreementSignature,
    AgreementState,
    Farm,
    FarmState,
    Message,
    MessageState,
    Party,
    PartyState,
    Refusal,
    Signer,
)
from webapp.models.agreements import ASKED, SIGNED_OR_ASKED
from webapp.services.records import audit, outbox

OVER: Final = "agreement-over"
"""The message to whoever signed what does not stand any more."""
AWAY: Final = "agreement-farm-away"


def in_the_way(session: Session, agreement: Agreement) -> RuleBroken | None:
    """Return why it cannot be signed now; none: it can."""
    away = _away(session, agreement)
    if away is None and agreement.first_day < today():
        return RuleBroken("agreement-days-past")
    return away


def _away(session: Session, agreement: Agreement) -> RuleBroken | None:
    with seeing_everyone(session):  # behind a link nothing else is seen
        farm = session.get_one(Farm, agreement.farm_id)
        party = session.get_one(Party, agreement.party_id)
        refused = Refusal.party_id == party.id, Refusal.farm_id == farm.id
        is_refused = session.scalar(select(Refusal.id).where(*refused).limit(1)) is not None
        receives = farm.state is FarmState.APPROVED and farm.on_hold_since is None
        has_left = party.state is PartyState.LEFT or party.anonymous_since is not None
    if not receives or is_refused:
        return RuleBroken(AWAY)
    return RuleBroken("agreement-person-left") if has_left else None


def stands(session: Session, signature: AgreementSignature) -> bool:
    """Whether what somebody signs, or has signed, still holds."""
    agreement = signature.agreement
    is_last = agreement.version == signature.version and holds(agreement)
    return is_last and _away(session, agreement) is None


def holds(agreement: Agreement) -> bool:
    """Whether what is signed of it was neither ended, taken back nor called off."""
    return agreement.state in SIGNED_OR_ASKED and agreement.called_off_on is None


def may_sign(session: Session, signature: AgreementSignature) -> bool:
    """Whether somebody can sign now."""
    return signature.is_awaited and in_the_way(session, signature.agreement) is None


def newer_waits(session: Session, signature: AgreementSignature) -> bool:
    """Whether a later version than this one waits for the same signer."""
    agreement = signature.agreement
    if signature.version >= agreement.version or agreement.state not in ASKED:
        return False
    theirs = (
        AgreementSignature.agreement_id == agreement.id,
        AgreementSignature.version == agreement.version,
        AgreementSignature.signer == signature.signer,
        AgreementSignature.at.is_(None),
    )
    with seeing_everyone(session):
        waits = session.scalar(select(AgreementSignature.id).where(*theirs).limit(1)) is not None
    return waits and in_the_way(session, agreement) is None


def require(session: Session, agreement: Agreement) -> None:
    """Raise where it cannot be signed now."""
    if rule := in_the_way(session, agreement):
        raise rule


def tell_signers(session: Session, agreement: Agreement) -> None:
    """Write to whoever signed the last version that it does not stand any more."""
    for signature in agreement.signatures:
        if signature.at is not None and signature.signer is not Signer.ASSOCIATION:
            key = f"{OVER}-{signature.id}-{agreement.state.value}-{today()}"
            outbox.write_to_signer(session, signature, OVER, key=key)


def unreached(session: Session, agreement: Agreement) -> set[int]:
    """Return the signatures about which the last that was written did not leave, or arrive."""
    theirs = Message.signature_id.in_([each.id for each in agreement.signatures])
    query = select(Message.signature_id, Message.state).where(theirs).order_by(Message.id)
    last = {number: state for number, state in session.execute(query) if number is not None}
    return {number for number, state in last.items() if state is MessageState.FAILED}


def stop_at(session: Session, farm: Farm) -> int:
    """Take back what is signed at a farm that is stopped, and tell whoever signed; return how many.

    What was accepted stays as the State has it: its signers are told to call before they go.
    """
    theirs = (
        Agreement.farm_id == farm.id,
        Agreement.state.in_(SIGNED_OR_ASKED),
        Agreement.called_off_on.is_(None),
    )
    query = select(Agreement).where(*theirs, Agreement.last_day >= today()).order_by(Agreement.id)
    found = session.scalars(query.with_for_update(of=Agreement)).all()
    for agreement in found:
        tell_signers(session, agreement)
        if agreement.state is not AgreementState.ACCEPTED:
            agreement.change()
            audit.record(session, "agreement.taken-back", agreement, version=agreement.version)
    return len(found)
