"""How many households could come to a farm, and when: counts alone, and small ones said as such."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.geography.point import Point, distance_km
from webapp.ground.database import seeing_everyone
from webapp.models import (
    HOLDING,
    Availability,
    Engagement,
    Farm,
    OfferState,
    Party,
    PartyState,
    Site,
    Slot,
    SlotState,
    Visit,
)

FEWEST: Final = 5
"""A smaller count is not told: with few households one of them could be recognised."""
WEEKS: Final = 12
LOOKED_BACK: Final = timedelta(days=180)
BESIDE: Final = 14
"""Days before and after a date on which another would have helped."""
A_WEEK: Final = timedelta(weeks=1)
USUAL_NIGHTS: Final = 4


@dataclass(eq=False)
class Seeker:
    """A ready household, by its days and by how far it travels."""

    party: int
    home: Point
    reach_km: float
    away: list[tuple[date, date]] = field(default_factory=list)
    at_home: list[Engagement] = field(default_factory=list)

    def reaches(self, place: Farm | Site) -> bool:
        """Whether it travels as far as a place of the farm: its house, or a site."""
        if place.latitude is None or place.longitude is None:
            return False
        return distance_km(self.home, Point(place.latitude, place.longitude)) <= self.reach_km

    def can_come(self, arrival: date, departure: date) -> bool:
        """Whether it can be away from the first to the last day, both included."""
        for first, last in self.away:
            if first <= arrival and departure <= last:
                within = (each.keeps_at_home_within(arrival, departure) for each in self.at_home)
                return not any(within)
        return False


@dataclass(frozen=True)
class Sought:
    """Days, and how many households could come; none where the count is too small to tell."""

    arrival: date
    departure: date
    households: int | None


@dataclass(frozen=True)
class Missed:
    """A date to which nobody came, and the one beside it to which most could have."""

    slot: Slot
    better: Sought | None


@dataclass(frozen=True)
class Demand:
    """What a farm is told of those who could come.

    Parameters
    ----------
    weeks
        A stay of the usual length in each week to come.
    open
        The dates that the farm has open, each with the households that could take it.
    missed
        Dates of the last months to which nobody came.
    """

    weeks: list[Sought]
    open: list[Sought]
    missed: list[Missed]


def demand(session: Session, farm: Farm, on: date) -> Demand:
    """Count who could come to a farm by days and distance; needs and languages do not count.

    The way to a date is that to where its offer stands; a week to come counts whoever reaches any
    place at which the farm has an offer, or its house where it has none.
    """
    of_farm = select(Slot).where(Slot.farm_id == farm.id, Slot.arrival >= on - LOOKED_BACK)
    whole = joinedload(Slot.offer), selectinload(Slot.visits)
    slots = list(session.scalars(of_farm.options(*whole).order_by(Slot.arrival)))
    offered = {each.stands_at for each in farm.offers if each.state is not OfferState.CLOSED}
    places = offered or {farm}
    near = _seekers(session, places | {each.stands_at for each in slots})
    anywhere = {each for place in places for each in near[place]}
    nights, weekday = _usual(slots, on)
    first = on + timedelta(days=1 + (weekday - on.weekday() - 1) % 7)
    starts = (first + number * A_WEEK for number in range(WEEKS))
    free = (each for each in slots if each.state is SlotState.OPEN and not each.people_held)
    alone = (each for each in slots if each.state is SlotState.PAST and not _had_guests(each))
    return Demand(
        [_sought(anywhere, day, day + timedelta(days=nights)) for day in starts],
        [
            _sought(near[each.stands_at], each.arrival, each.departure)
            for each in free
            if each.arrival > on
        ],
        [Missed(each, _better(near[each.stands_at], each)) for each in reversed([*alone])],
    )


def _usual(slots: list[Slot], on: date) -> tuple[int, int]:
    """Return the nights and the weekday of arrival that the farm has opened most; 0 is Monday."""
    nights = Counter((each.departure - each.arrival).days for each in slots)
    weekdays = Counter(each.arrival.weekday() for each in slots)
    if not slots:
        return USUAL_NIGHTS, on.weekday()
    return nights.most_common(1)[0][0], weekdays.most_common(1)[0][0]


def _had_guests(slot: Slot) -> bool:
    return any(visit.arrived_at or visit.state in HOLDING for visit in slot.visits)


def _sought(seekers: Collection[Seeker], arrival: date, departure: date) -> Sought:
    count = _count(seekers, arrival, departure)
    return Sought(arrival, departure, count if count >= FEWEST else None)


def _count(seekers: Collection[Seeker], arrival: date, departure: date) -> int:
    return sum(each.can_come(arrival, departure) for each in seekers)


def _better(seekers: list[Seeker], slot: Slot) -> Sought | None:
    """Return the days beside a date on which most could have come, if that is worth telling."""
    stay = slot.departure - slot.arrival
    days = [slot.arrival + timedelta(days=each) for each in range(-BESIDE, BESIDE + 1) if each]
    counts = {day: _count(seekers, day, day + stay) for day in days}
    best = max(days, key=lambda day: (counts[day], -abs((day - slot.arrival).days)))
    if counts[best] < max(FEWEST, _count(seekers, slot.arrival, slot.departure) + 1):
        return None
    return Sought(best, best + stay, counts[best])


def _seekers(session: Session, places: Iterable[Farm | Site]) -> dict[Farm | Site, list[Seeker]]:
    """Return, by place, the ready households without a visit that travel so far."""
    waits = ~exists().where(Visit.party_id == Party.id, Visit.state.in_(HOLDING))
    ready = select(Party.id, Party.latitude, Party.longitude, Party.reach_km).where(
        Party.state == PartyState.READY, waits
    )
    with seeing_everyone(session):
        seekers = [
            Seeker(row.id, Point(row.latitude, row.longitude), row.reach_km)
            for row in session.execute(ready)
        ]
        near = {place: [each for each in seekers if each.reaches(place)] for place in places}
        _give_days(session, {each.party: each for those in near.values() for each in those})
    return near


def _give_days(session: Session, seekers: Mapping[int, Seeker]) -> None:
    """Tell each household, by its party's number, when it can be away and what keeps it at home."""
    periods = select(Availability.party_id, Availability.first_day, Availability.last_day)
    for party, first, last in session.execute(periods.where(Availability.party_id.in_(seekers))):
        seekers[party].away.append((first, last))
    for each in session.scalars(select(Engagement).where(Engagement.party_id.in_(seekers))):
        seekers[each.party_id].at_home.append(each)
