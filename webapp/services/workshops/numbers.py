"""Which seats of a series are free; whoever asks in order to take one holds the series' lock."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Seat, SeatState, Series

IN_LINE: Final = (SeatState.WISHED, SeatState.WAITING)
NOT_NOTED: Final = (SeatState.SIGNED_UP, SeatState.UNKNOWN)


def lock(session: Session, series: Series) -> None:
    """Hold a series until this transaction ends: seats are given one after the other."""
    session.refresh(series, with_for_update={"of": Series})


def free(session: Session, series: Series) -> list[int]:
    """Return the numbers of the seats that nobody holds, the lowest first."""
    with seeing_everyone(session):
        session.flush()
        taken = select(Seat.number).where(Seat.series_id == series.id, Seat.number.is_not(None))
        held = set(session.scalars(taken))
    return [number for number in range(1, series.seats + 1) if number not in held]


def held(session: Session, some: Iterable[Series]) -> dict[int, tuple[int, int, int]]:
    """Count by the number of a series, over everybody.

    Seats that are held, people in line, and seats of which nobody has noted how it went.
    """
    is_in_line, is_open = Seat.state.in_(IN_LINE), Seat.state.in_(NOT_NOTED)
    counted = select(
        Seat.series_id,
        func.count(Seat.number),
        func.count().filter(is_in_line),
        func.count().filter(is_open),
    ).where(Seat.series_id.in_([each.id for each in some]))
    with seeing_everyone(session):
        rows = session.execute(counted.group_by(Seat.series_id)).all()
    return {number: (taken, waiting, unnoted) for number, taken, waiting, unnoted in rows}


def resize(session: Session, series: Series, seats: int) -> None:
    """Give a series more seats or fewer; those held stay held, under lower numbers.

    Raises
    ------
    RuleBroken
        More are held than there would be.
    """
    lock(session, series)
    with seeing_everyone(session):
        theirs = Seat.series_id == series.id, Seat.number.is_not(None)
        query = select(Seat).where(*theirs).order_by(Seat.number)
        taken = session.scalars(query).all()
        if len(taken) <= seats:
            for number, seat in enumerate(taken, 1):
                seat.number = number
                session.flush()  # each goes where nobody sits any more
            series.seats = seats
            session.flush()
            for seat in taken:
                session.expire(seat, ["out_of"])
    if len(taken) > seats:
        raise RuleBroken("seats-held", held=len(taken))
