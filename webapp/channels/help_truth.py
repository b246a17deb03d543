"""Whether a call for help, or a silence, still stands before whoever is written to."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import object_session

from webapp.models import GuestCall, HelpCall, Message, Role, Visit

WAITS = HelpCall.taken_at.is_(None), HelpCall.withdrawn_at.is_(None)


def help_is_asked_for(message: Message) -> bool:
    """Whether a call that nobody has taken stands before whoever is written to."""
    return _stands(message, HelpCall.silent.is_(False), *WAITS)


def help_was_taken_back(message: Message) -> bool:
    """Whether a call that was taken back stands before whoever is written to, unsettled."""
    taken_back = HelpCall.withdrawn_at.is_not(None), HelpCall.settled_at.is_(None)
    return _stands(message, *taken_back)


def a_word_is_missing(message: Message) -> bool:
    """Whether a silence that nobody sees to stands before whoever is written to."""
    return _stands(message, HelpCall.silent.is_(True), *WAITS)


def _stands(message: Message, *conditions: ColumnElement[bool]) -> bool:
    session, user = object_session(message), message.user
    query = select(HelpCall.id).where(*conditions).limit(1)
    if user is None:
        of_visit = HelpCall.visit_id == message.visit_id
        query = query.where(HelpCall.on_duty_at.is_not(None), of_visit)
    elif user.role is Role.COORDINATOR:
        query = query.where(HelpCall.coordinators_at.is_not(None))
    else:
        theirs = HelpCall.visit.has(Visit.organisation_id == user.organisation_id)
        query = query.where(HelpCall.association_at.is_not(None), theirs)
    return session is not None and session.scalar(query) is not None


def guests_are_to_be_called(message: Message) -> bool:
    """Whether a call is left to make: of this visit, or to guests of the reader's association."""
    session, user = object_session(message), message.user
    of = GuestCall.visit_id == message.visit_id
    if user is not None:
        of = GuestCall.visit.has(Visit.organisation_id == user.organisation_id)
    query = select(GuestCall.id).where(GuestCall.made_at.is_(None), of).limit(1)
    return session is not None and session.scalar(query) is not None
