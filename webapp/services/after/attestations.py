"""The attestations of a visit, which are valid as long as it took place and they were there."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Attestation, Party, Visit
from webapp.models.attestations import LENGTH, SIGNS
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit


def of_visit(visit: Visit) -> list[Attestation]:
    """Return the attestations of a visit that are valid."""
    if visit.state not in TOOK_PLACE:
        return []
    return [each for each in visit.attestations if each.stands]


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
    attestation.visit.attestations.append(attestation.under(name))
    audit.record(session, "visit.attestation-issued-again", attestation.visit)


def read_number(typed: str) -> str | None:
    """Return a number as it is kept, however it was typed; none where it cannot be one."""
    signs = re.sub(r"[\s-]", "", typed).upper()
    if len(signs) != LENGTH or set(signs) - set(SIGNS):
        return None
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def is_valid(session: Session, number: str) -> bool:
    """Whether an attestation with this number was made and its visit took place; nothing else.

    Whoever asks sees no row, before or after.
    """
    before: Scope = session.info.get("scope", Scope())
    set_scope(session, EVERYONE)
    query = (
        select(Attestation.id)
        .join(Attestation.visit)
        .join(Visit.party)
        .where(
            Attestation.number == number,
            Attestation.confirmed_at.is_not(None),
            Attestation.withdrawn_at.is_(None),
            Visit.state.in_(TOOK_PLACE),
            Party.anonymous_since.is_(None),
        )
    )
    found = session.scalar(query) is not None
    set_scope(session, before)
    return found
