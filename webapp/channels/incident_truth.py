"""When what is written about an incident is so."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import object_session

from webapp.models import Incident, Message, Severity
from webapp.services.visits import incidents


def an_incident_is_open(message: Message) -> bool:
    """Whether one is open that whoever is written to reads."""
    return _is_open_to(message, Incident.severity != Severity.SERIOUS)


def a_serious_incident_is_open(message: Message) -> bool:
    """Whether a serious one is."""
    return _is_open_to(message, Incident.severity == Severity.SERIOUS)


def _is_open_to(message: Message, kind: ColumnElement[bool]) -> bool:
    session, user = object_session(message), message.user
    if session is None or user is None:
        return False
    theirs = Incident.closed_at.is_(None), incidents.readable_by(user), kind
    return session.scalar(select(Incident.id).where(*theirs).limit(1)) is not None
