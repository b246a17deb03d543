"""Attestations of visits and workshops, valid as long as these took place and they were there."""

import re

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Attestation, Party, Seat, SeatState, Visit
from webapp.models.attestations import LENGTH, SIGNS
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit


def of_visit(visit: Visit) -> list[Attestation]:
    """Return the attestations of a visit that are valid."""
    if visit.state not in TOOK_PLACE:
        return []
    return [each for each in visit.attestations if each.stands]


def of_household(session: Session, party: Party) -> list[Attestation]:
    """Return the attestations of workshops that somebody of a household has, and that are valid."""
    query = select(Attestation).join(Attestation.seat).options(contains_eager(Attestation.seat))
    attended = Seat.party_id == party.id, Seat.state == SeatState.ATTENDED
    found = session.scalars(query.where(*attended).order_by(Attestation.id))
    return [each for each in found if each.stands]


def set_valid(session: Session, attestation: Attestation, *, valid: bool) -> None:
    """Withdraw the attestation of somebody who was not there, or let that of one who was stand."""
    act = "visit.attestation-restored" if valid else "visit.attestation-withdrawn"
    if attestation.stands if valid else attestation.withdrawn_at:
        raise RuleBroken("changed-meanwhile")
    if valid:
        attestation.restore()
    else:
        attestation.withdraw()
    audit.record(session, act, attestation.visit)


def issue_again(session: Session, attestation: Attestation, name: str) -> None:
    """Replace an attestation by one under the name that is right; the old number ends."""
    if not attestation.stands:
        raise RuleBroken("changed-meanwhile")
    if name == attestation.name:
        raise RuleBroken("nothing-would-change")
    attestation.withdraw()
    again = attestation.under(name)
    if attestation.visit is not None:
        attestation.visit.attestations.append(again)
        audit.record(session, "visit.attestation-issued-again", attestation.visit)
    if attestation.seat is not None:
        attestation.seat.attestations.append(again)
        audit.record(session, "seat.attestation-issued-again", attestation.seat)


def read_number(typed: str) -> str | None:
    """Return a number as it is kept, however it was typed; none where it cannot be one."""
    signs = re.sub(r"[\s-]", "", typed).upper()
    if len(signs) != LENGTH or set(signs) - set(SIGNS):
        return None
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def is_valid(session: Session, number: str) -> bool:
    """Whether an attestation with this number was made and what it attests took place; no more.

    Whoever asks sees no row, before or after.
    """
    before: Scope = session.info.get("scope", Scope())
    set_scope(session, EVERYONE)
    query = (
        select(Attestation.id)
        .outerjoin(Attestation.visit)
        .outerjoin(Attestation.seat)
        .join(Party, Party.id == func.coalesce(Visit.party_id, Seat.party_id))
        .where(
            Attestation.number == number,
            Attestation.confirmed_at.is_not(None),
            Attestation.withdrawn_at.is_(None),
            or_(Visit.state.in_(TOOK_PLACE), Seat.state == SeatState.ATTENDED),
            Party.anonymous_since.is_(None),
        )
    )
    found = session.scalar(query) is not None
    set_scope(session, before)
    return found
