"""When the messages about the hour of arrival are true."""

from webapp.models import Message, Side
from webapp.services.visits import arrival_hours


def awaits_an_hour(message: Message) -> bool:
    """Whether its reader has still to say something to an hour."""
    visit = message.visit
    return visit is not None and arrival_hours.awaits(visit, message.side or Side.PARTY)


def hour_is_agreed(message: Message) -> bool:
    """Whether an hour is agreed, and could still be another."""
    visit = message.visit
    return visit is not None and visit.hour_agreed and arrival_hours.may_be_agreed(visit)
