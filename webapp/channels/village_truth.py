"""When what is written to a farm about a gathering on its ground is so."""

from sqlalchemy import select
from sqlalchemy.orm import object_session

from webapp.ground.clock import today
from webapp.models import SHUT_OUT, Gathering, GatheringState, Message
from webapp.services.village import gatherings


def farm_is_asked(message: Message) -> bool:
    """Whether a gathering waits for the yes or no of the reader's farm."""
    session, farm = object_session(message), message.user.farm if message.user else None
    return session is not None and farm is not None and bool(gatherings.to_answer(session, farm))


def one_is_cancelled(message: Message) -> bool:
    """Whether a gathering of today or later at the reader's farm does not take place."""
    session, farm = object_session(message), message.user.farm if message.user else None
    if session is None or farm is None or farm.state in SHUT_OUT:
        return False
    theirs = Gathering.farm_id == farm.id, Gathering.state == GatheringState.CANCELLED
    ahead = Gathering.day >= today()
    return session.scalar(select(Gathering.id).where(*theirs, ahead).limit(1)) is not None
