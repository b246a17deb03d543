"""When what is written about workshops is so, and of use to its reader."""

from datetime import timedelta

from sqlalchemy.orm import object_session

from webapp.ground.clock import now, today
from webapp.models import Message, PartyState, SeatState, WorkshopKind
from webapp.services.workshops import asking_missed, listing, telling


def a_household_may_choose(message: Message) -> bool:
    """Whether they take part, and a workshop is still to come."""
    session, party = object_session(message), message.party
    is_here = party is not None and party.state is not PartyState.LEFT
    return session is not None and is_here and bool(listing.coming(session, WorkshopKind.GUESTS))


def _is_to_come(message: Message) -> bool:
    return message.seat is not None and message.seat.series.next is not None


def seat_stands(message: Message) -> bool:
    """Whether they have a seat in a series that has a sitting to come."""
    return telling.has_a_place(message) and _is_to_come(message)


def seat_is_kept(message: Message) -> bool:
    """Whether a seat is kept for them still."""
    until = telling.kept_until(message)
    return until is not None and until > now()


def seat_was_returned(message: Message) -> bool:
    """Whether the seat they had is not theirs any more, and something is still to come."""
    seat, has_left = message.seat, not telling.of_its_reader(message)
    gone = seat is not None and seat.state is SeatState.CANCELLED
    return gone and not has_left and _is_to_come(message)


def seat_concerns(message: Message) -> bool:
    """Whether they come, or wait, and the date that it is about is still to come."""
    sitting, states = message.sitting, {SeatState.SIGNED_UP, SeatState.WAITING}
    ahead = sitting is not None and sitting.stands and not sitting.has_begun
    return ahead and any(each.state in states for each in telling.of_its_reader(message))


def is_reminded(message: Message) -> bool:
    """Whether they come, and the date that it is about is today or tomorrow, and to come."""
    sitting, tomorrow = message.sitting, today() + timedelta(days=1)
    if sitting is None or not sitting.stands or sitting.has_begun:
        return False
    return sitting.day <= tomorrow and telling.has_a_place(message)


def a_sitting_is_off(message: Message) -> bool:
    """Whether the date that it is about was cancelled, and they would still go there."""
    sitting = message.sitting
    off = sitting is not None and not sitting.stands and not sitting.has_begun
    return off and bool(telling.of_its_reader(message))


def is_on_the_eve(message: Message) -> bool:
    """Whether its date is on this day or the next, cancelled or not: they would go there."""
    sitting, tomorrow = message.sitting, today() + timedelta(days=1)
    return sitting is not None and not sitting.has_begun and sitting.day <= tomorrow


def a_word_is_awaited(message: Message) -> bool:
    """Whether it is noted still that they were not there, and they may say why and have not."""
    session, seat = object_session(message), message.seat
    party = seat.party if seat is not None else None
    is_here = party is not None and party.state is not PartyState.LEFT
    return (
        session is not None and seat is not None and is_here and asking_missed.awaits(session, seat)
    )
