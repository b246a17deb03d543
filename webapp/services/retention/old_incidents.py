"""What was told of incidents that belong to no visit: it ends by itself, with nobody's file."""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Incident, IncidentStep

EMPTIED = dict.fromkeys(("told", "place", "reached_at", "finding"))


def empty(session: Session, kept_for: timedelta) -> None:
    """Forget the words about incidents closed so long ago; that they were, and how grave, stays."""
    told = func.coalesce(Incident.told, Incident.finding)
    over = Incident.visit_id.is_(None), Incident.closed_at <= now() - kept_for, told.is_not(None)
    numbers = session.scalars(select(Incident.id).where(*over)).all()
    if numbers:
        steps = update(IncidentStep).where(IncidentStep.incident_id.in_(numbers))
        session.execute(steps.values(words=None))
        session.execute(update(Incident).where(Incident.id.in_(numbers)).values(EMPTIED))
