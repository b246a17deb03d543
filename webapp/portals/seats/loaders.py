"""The seats that a reader may act on: an association's own, or all of them for a coordinator."""

from sqlalchemy import ColumnElement, or_, select

from webapp.models import Party, Role, Seat, Series, User
from webapp.web.access import find_or_404, possible_numbers, signed_in_user
from webapp.web.extensions import db


def own_seat(seat_id: int) -> Seat:
    """Return a seat of somebody of the reader's association, or answer 404."""
    return find_or_404(Seat, Seat.id == seat_id, *theirs())


def own_seats(numbers: list[str]) -> list[Seat]:
    """Return those of the reader's seats that are named."""
    asked = Seat.id.in_(possible_numbers(numbers))
    return list(db.scalars(select(Seat).where(asked, *theirs()).order_by(Seat.id)))


def theirs() -> tuple[ColumnElement[bool], ...]:
    """Say which seats are the reader's."""
    reader = signed_in_user()
    if reader.role is Role.COORDINATOR:
        return ()
    home = reader.organisation_id
    of_guests = Seat.party.has(Party.organisation_id == home)
    return (or_(of_guests, Seat.user.has(User.organisation_id == home)),)


def a_series(series_id: int) -> Series:
    """Return a series: its dates are no secret, and who comes is read by `theirs` alone."""
    return find_or_404(Series, Series.id == series_id)
