"""The seats that a reader may act on: an association's own, or all of them for a coordinator."""

from sqlalchemy import ColumnElement, or_, select

from webapp.models import Party, Role, Seat, Series, Sitting, User, Workshop, WorkshopKind
from webapp.web.access import find_or_404, possible_numbers, signed_in_user
from webapp.web.extensions import db

OF_ASSOCIATIONS = (WorkshopKind.GUESTS, WorkshopKind.STAFF)
"""The workshops to which people of an association come."""


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
    """Return a series of a workshop to which people of the reader come, or answer 404.

    Its dates are no secret, and who comes is read by `theirs` alone.
    """
    return find_or_404(Series, Series.id == series_id, Series.workshop.has(_for_the_reader()))


def a_sitting(sitting_id: int) -> Sitting:
    """Return a sitting of such a series that takes place, or answer 404."""
    theirs_too = Sitting.series.has(Series.workshop.has(_for_the_reader()))
    return find_or_404(
        Sitting, Sitting.id == sitting_id, Sitting.cancelled_at.is_(None), theirs_too
    )


def _for_the_reader() -> ColumnElement[bool]:
    is_coordinator = signed_in_user().role is Role.COORDINATOR
    return Workshop.kind.in_(tuple(WorkshopKind) if is_coordinator else OF_ASSOCIATIONS)
