"""Whether a call for help, or a silence, still stands before whoever is written to."""

from sqlalchemy import select
from sqlalchemy.orm import object_session

from webapp.models import HelpCall, Message, Role, Visit


def help_is_asked_for(message: Message) -> bool:
    """Whether a call that nobody has taken stands before whoever is written to."""
    return _stands(message, silent=False)


def a_word_is_missing(message: Message) -> bool:
    """Whether a silence that nobody sees to stands before whoever is written to."""
    return _stands(message, silent=True)


def _stands(message: Message, *, silent: bool) -> bool:
    session, user = object_session(message), message.user
    waits = HelpCall.taken_at.is_(None), HelpCall.silent.is_(silent)
    query = select(HelpCall.id).where(*waits).limit(1)
    if user is None:
        of_visit = HelpCall.visit_id == message.visit_id
        query = query.where(HelpCall.on_duty_at.is_not(None), of_visit)
    elif user.role is Role.COORDINATOR:
        query = query.where(HelpCall.coordinators_at.is_not(None))
    else:
        theirs = HelpCall.visit.has(Visit.organisation_id == user.organisation_id)
        query = query.where(HelpCall.association_at.is_not(None), theirs)
    return session is not None and session.scalar(query) is not None
