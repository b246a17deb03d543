"""The attestation of a visit: made once it has taken place, valid as long as that is so."""

import re
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import Attestation, Party, Visit
from webapp.models.attestations import LENGTH, SIGNS
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit

AT_ONCE: Final = 100
"""So many visits at a time: the next quarter of an hour has the others."""


def issue_due(session: Session) -> int:
    """Make an attestation for each person of the visits that took place.

    All of a visit are made at once: whoever joins its party later was not there.
    """
    query = (
        select(Visit)
        .join(Visit.party)
        .where(
            Visit.state.in_(TOOK_PLACE),
            Party.anonymous_since.is_(None),
            ~exists().where(Attestation.visit_id == Visit.id),
        )
        .options(joinedload(Visit.party).selectinload(Party.persons))
        .order_by(Visit.id)
        .limit(AT_ONCE)
    )
    visits = session.scalars(query).all()
    made = [
        Attestation(visit_id=visit.id, person_id=person.id)
        for visit in visits
        for person in visit.party.persons
    ]
    session.add_all(made)
    session.flush()
    audit.record_each(session, "visit.attested", list(visits))
    return len(made)


def of_visit(session: Session, visit: Visit, number: int | None = None) -> list[Attestation]:
    """Return the valid attestations of a visit, in the order of its party; or one, by its id."""
    if visit.state not in TOOK_PLACE:
        return []
    query = select(Attestation).where(Attestation.visit_id == visit.id)
    if number is not None:
        query = query.where(Attestation.id == number)
    whole = query.options(joinedload(Attestation.person)).order_by(Attestation.person_id)
    return list(session.scalars(whole))


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
            Visit.state.in_(TOOK_PLACE),
            Party.anonymous_since.is_(None),
        )
    )
    found = session.scalar(query) is not None
    set_scope(session, before)
    return found
