"""What the lists show: series in the order of their dates, with seats held and people in line."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import today
from webapp.models import (
    Party,
    Seat,
    SeatState,
    Series,
    Sitting,
    Workshop,
    WorkshopKind,
)
from webapp.services.workshops import numbers

LONG_AGO: Final = timedelta(days=365)
"""Sittings before are not listed any more; their workshop's page shows them."""
MOST: Final = 100


@dataclass(frozen=True)
class Line:
    """A series as a list shows it.

    Parameters
    ----------
    held
        Seats that somebody has.
    waiting
        People in line, or who wished to come.
    unnoted
        Seats of which nobody has noted how it went, or not yet.
    """

    series: Series
    held: int
    waiting: int
    unnoted: int

    @property
    def free(self) -> int:
        """How many seats nobody has."""
        return self.series.seats - self.held

    @property
    def workshop(self) -> Workshop:
        """What it is about."""
        return self.series.workshop


def coming(session: Session, *kinds: WorkshopKind) -> list[Line]:
    """Return the series of these kinds that are not over, the soonest first."""
    lines = _lines(session, today(), _of(kinds))
    return [line for line in lines if not line.series.is_over]


def past(session: Session, *kinds: WorkshopKind) -> list[Line]:
    """Return the series of these kinds that are over, the latest first."""
    lines = _lines(session, today() - LONG_AGO, _of(kinds))
    return [line for line in reversed(lines) if line.series.is_over][:MOST]


def of_workshop(session: Session, workshop: Workshop) -> list[Line]:
    """Return every series of a workshop, the latest first."""
    return _lines(session, date.min, Series.workshop_id == workshop.id)[::-1]


def _of(kinds: tuple[WorkshopKind, ...]) -> ColumnElement[bool]:
    return Series.workshop.has(Workshop.kind.in_(kinds or tuple(WorkshopKind)))


def _lines(session: Session, since: date, *conditions: ColumnElement[bool]) -> list[Line]:
    recent = Series.sittings.any(Sitting.day >= since)
    whole = joinedload(Series.workshop), selectinload(Series.sittings)
    found = list(session.scalars(select(Series).where(recent, *conditions).options(*whole)))
    found.sort(key=lambda each: (min(sitting.begins for sitting in each.sittings), each.id))
    counted = numbers.held(session, found)
    return [Line(each, *counted.get(each.id, (0, 0, 0))) for each in found]


def without_dates(session: Session) -> list[Workshop]:
    """Return the workshops that have no date to come, by title."""
    ahead = Series.sittings.any((Sitting.day >= today()) & Sitting.cancelled_at.is_(None))
    query = select(Workshop).where(~Workshop.series.any(ahead))
    return list(session.scalars(query.order_by(Workshop.title, Workshop.id)))


def seats_of(session: Session, series: Series) -> list[Seat]:
    """Return the seats of a series that the session may see: held first, then the line."""
    whole = (
        joinedload(Seat.party).joinedload(Party.organisation),
        joinedload(Seat.person),
        joinedload(Seat.farm),
        joinedload(Seat.user),
        selectinload(Seat.attendances),
    )
    query = select(Seat).where(Seat.series_id == series.id).options(*whole)
    order = Seat.state == SeatState.CANCELLED, Seat.number.is_(None), Seat.asked_at, Seat.id
    return list(session.scalars(query.order_by(*order)))


def of_party(session: Session, party: Party) -> list[Seat]:
    """Return the seats of a household, or its wishes for one, the latest date first."""
    whole = (
        joinedload(Seat.person),
        joinedload(Seat.series).options(joinedload(Series.workshop), selectinload(Series.sittings)),
    )
    found = session.scalars(select(Seat).where(Seat.party_id == party.id).options(*whole))
    return sorted(found, key=lambda seat: (seat.series.sittings[0].day, seat.id), reverse=True)


def one(session: Session, series: Series) -> Line:
    """Return a series as a list shows it."""
    return Line(series, *numbers.held(session, [series]).get(series.id, (0, 0, 0)))


def seen(session: Session, some: list[Series]) -> dict[int, int]:
    """Count by series the seats, held or asked for, that the session may see."""
    alive = Seat.series_id.in_([each.id for each in some]), Seat.state != SeatState.CANCELLED
    query = select(Seat.series_id, func.count()).where(*alive).group_by(Seat.series_id)
    return dict(session.execute(query).all())
