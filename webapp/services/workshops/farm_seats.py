"""Places that a farm takes by itself: no farm takes those of all others."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Seat, SeatSide, SeatState, Series
from webapp.services.workshops import seats

MOST: Final = 4
"""So many people of a farm sign themselves up to a workshop; the programme may add others."""


def sign_up(session: Session, series: Series, farm: Farm, name: str) -> Seat:
    """Sign an adult of a farm up, or put them in line.

    Raises
    ------
    RuleBroken
        When enough of the farm come or wait already; then nothing of this may be kept.
    """
    seat = seats.sign_up(session, series, seats.Comer(farm=farm, name=name), SeatSide.FARM)
    theirs = Seat.series_id == series.id, Seat.farm_id == farm.id
    alive = select(func.count()).where(*theirs, Seat.state != SeatState.CANCELLED)
    if session.scalars(alive).one() > MOST:
        raise RuleBroken("farm-has-seats-enough", most=MOST)
    return seat
