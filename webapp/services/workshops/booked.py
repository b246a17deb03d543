"""Sittings of workshops in which people have a place, and the stays that they fall on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.models import HOLDING, Seat, SeatState, Series, Sitting, Visit


class Booked:
    """What parties are expected at, by party."""

    def __init__(self, found: Iterable[tuple[int, Sitting]]) -> None:
        self._of: defaultdict[int, list[Sitting]] = defaultdict(list)
        for party, sitting in found:
            self._of[party].append(sitting)

    def within(self, party: int, arrival: date, departure: date) -> list[Sitting]:
        """Return at which sittings a party is expected on the days of a stay, the first first."""
        return [each for each in self._of.get(party, ()) if arrival <= each.day <= departure]


def booked_by(session: Session, parties: Collection[int]) -> Booked:
    """Look up the sittings that stand in which somebody of these parties has a place."""
    expected = (
        Seat.party_id.in_(parties),
        Seat.state == SeatState.SIGNED_UP,
        Sitting.cancelled_at.is_(None),
    )
    query = select(Seat.party_id, Sitting).join(Sitting, Sitting.series_id == Seat.series_id)
    query = query.where(*expected).distinct().order_by(Sitting.day, Sitting.starts, Seat.party_id)
    whole = joinedload(Sitting.series).joinedload(Series.workshop)
    found = session.execute(query.options(whole)) if parties else ()
    return Booked((party, sitting) for party, sitting in found if party is not None)


def visits_on(session: Session, series: Series, parties: Collection[int]) -> dict[int, Visit]:
    """Return, by party, the first of its visits that falls on a sitting of a series."""
    days = [each.day for each in series.standing]
    held = Visit.party_id.in_(parties), Visit.state.in_(HOLDING)
    visits = session.scalars(select(Visit).where(*held).order_by(Visit.stay.desc())).all()
    return {
        visit.party_id: visit
        for visit in visits
        if any(visit.arrival <= day <= visit.departure for day in days)
    }
