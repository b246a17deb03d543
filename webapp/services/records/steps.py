"""The steps of a job: short transactions that see everyone's rows and act as a job."""

from sqlalchemy.orm import Session, sessionmaker

from webapp.ground.database import EVERYONE, set_scope
from webapp.services.records import audit


def open_step(sessions: sessionmaker[Session]) -> Session:
    """Open the session of one step."""
    session = sessions()
    set_scope(session, EVERYONE)
    audit.set_actor(session, audit.JOB)
    return session
