"""When what is written about workshops is so, and of use to its reader."""

from datetime import timedelta

from sqlalchemy.orm import object_session

from webapp.ground.clock import now, today
from webapp.models import Message, PartyState, Seat, SeatState, WorkshopKind
from webapp.services.workshops import listing


def a_household_may_choose(message: Message) -> bool:
    """Whether they take part, and a workshop is still to come."""
    session, party = object_session(message), message.party
    is_here = party is not None and party.state is not PartyState.LEFT
    return session is not None and is_here and bool(listing.coming(session, WorkshopKind.GUESTS))


def _seat(message: Message) -> Seat:
    assert message.seat is not None  # noqa: S101 (these kinds are written about a seat)
    return message.seat


def seat_stands(message: Message) -> bool:
    """Whether they have a seat in a series that has a sitting to come."""
    seat = _seat(message)
    return seat.state is SeatState.SIGNED_UP and seat.series.next is not None


def seat_is_kept(message: Message) -> bool:
    """Whether a seat is kept for them still."""
    seat = _seat(message)
    return seat.is_offered and seat.kept_until is not None and seat.kept_until > now()


def seat_was_returned(message: Message) -> bool:
    """Whether the seat they had is not theirs any more, and something is still to come."""
    seat = _seat(message)
    return seat.state is SeatState.CANCELLED and seat.series.next is not None


def seat_concerns(message: Message) -> bool:
    """Whether they come, or wait, and something is still to come."""
    seat = _seat(message)
    return seat.state in {SeatState.SIGNED_UP, SeatState.WAITING} and seat.series.next is not None


def a_sitting_is_off(message: Message) -> bool:
    """Whether a sitting to come was cancelled to which they would have come."""
    seat = _seat(message)
    return any(not each.stands and not each.has_begun for each in seat.series.sittings)


def is_on_the_eve(message: Message) -> bool:
    """Whether a sitting is on this day or the next, cancelled or not: they would go there."""
    seat = message.seat
    days = () if seat is None else (each.day for each in seat.series.sittings if not each.has_begun)
    return any(day <= today() + timedelta(days=1) for day in days)
