"""Incidents: opened by a no or an end for safety, closed by a coordinator with a written word.

A farm is on hold from its first open incident to the closing of its last.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.errors import RuleBroken
from webapp.models import Incident, Side, User, Visit
from webapp.services.records import audit, outbox, staff
from webapp.services.visits import places, safeguarding


def open_for(session: Session, visit: Visit, side: Side | None) -> Incident | None:
    """Open an incident about a visit, hold its farm, and write to the coordinators.

    None when one is open already: said twice, it is one incident.
    """
    if waiting(session, Incident.visit_id == visit.id):
        return None
    farm = visit.slot.farm
    farm.put_on_hold()
    opened = Incident(farm_id=farm.id, visit_id=visit.id, side=side)
    session.add(opened)
    audit.record(session, "farm.on-hold", farm, visit=visit.id)
    session.flush()
    for coordinator in staff.coordinators(session):
        key = f"incident-{opened.id}-{coordinator.id}"
        outbox.write_to_user(session, coordinator, "incident-opened", key=key)
    return opened


def close(session: Session, incident: Incident, by: User, finding: str) -> None:
    """Close an incident; with its farm's last one, new visits can be proposed there again."""
    places.lock_farm(session, incident.farm)
    session.refresh(incident)
    if incident.closed_at is not None:
        raise RuleBroken("changed-meanwhile")
    incident.close(by, safeguarding.written(finding))
    audit.record(session, "incident.closed", incident, farm=incident.farm_id)
    session.flush()
    if not waiting(session, Incident.farm_id == incident.farm_id):
        incident.farm.release(by, finding.strip())
        audit.record(session, "farm.released", incident.farm)


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[Incident]:
    """Return the incidents that nobody has closed, the oldest first."""
    return _found(session, Incident.closed_at.is_(None), *conditions)


def of_visit(session: Session, visit: Visit) -> list[Incident]:
    """Return the incidents of a visit, open and closed."""
    return _found(session, Incident.visit_id == visit.id)


def _found(session: Session, *conditions: ColumnElement[bool]) -> list[Incident]:
    whole = (
        joinedload(Incident.farm),
        joinedload(Incident.visit).joinedload(Visit.party),
    )
    query = select(Incident).where(*conditions).order_by(Incident.opened_at, Incident.id)
    return list(session.scalars(query.options(*whole)))
