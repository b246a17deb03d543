"""When the question whether somebody is still interested is one: nobody answered it meanwhile."""

from sqlalchemy.orm import object_session

from webapp.models import Message
from webapp.services.parties import interest


def party_is_asked(message: Message) -> bool:
    """Whether they wait for a visit still, and have said nothing since they were asked."""
    session, party = object_session(message), message.party
    return session is not None and party is not None and interest.is_asked(session, party)


def farm_is_asked(message: Message) -> bool:
    """Whether the reader's farm has no date to come still, and has said nothing since."""
    session, farm = object_session(message), message.user.farm if message.user else None
    return session is not None and farm is not None and interest.is_asked(session, farm)
