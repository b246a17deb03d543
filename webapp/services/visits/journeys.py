"""The trains and coaches of each visit, there and back, by the timetable that is loaded.

A job looks them up, since it takes a second or two; what it found is kept with the visit, sealed,
and holds for the days, places and hour that it was found for. Whoever has none is told an estimate.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from webapp.geography import Point, find_commune
from webapp.geography.timetables import (
    Fare,
    LastMile,
    Leg,
    Timetable,
    Way,
    bears_name,
    merged,
    priced,
    ways_there,
)
from webapp.ground.clock import PARIS, now, today
from webapp.models import HOLDING, LoadedTimetable, Slot, Visit

AT_MOST: Final = 2
"""So many ways are told each way: a second one, if the first is missed or does not suit."""
FROM_HOME, FROM_FARM = time(8), time(9)
"""Nobody is asked to set out earlier, if there is any other way."""
HOME_BY, THERE_BY = time(22), time(20)
LONGER: Final = 1.5
"""A way that takes so many times as long as the shortest is told where there is no other alone."""
LONG_BEFORE: Final = timedelta(hours=2)
"""Whoever is there so long before the hour that was agreed waits too long for it."""
FETCHED: Final = "station-pickup"


@dataclass(frozen=True)
class Journeys:
    """How the guests of a visit can travel, the better way first.

    Parameters
    ----------
    publisher
        Whose timetable it is.
    looked_up
        When.
    loaded
        When the timetable was loaded: what it tells of fares is not newer.
    """

    publisher: str
    looked_up: datetime
    loaded: date | None
    there: tuple[Way, ...]
    back: tuple[Way, ...]
    awaited: datetime | None = None
    """When they are awaited at the farm, by an hour that was agreed and is still to come."""

    @property
    def misses_the_hour(self) -> bool:
        """Whether what runs is there after the hour that was agreed, or long before it."""
        if self.awaited is None:
            return False
        early = self.awaited - self.there[0].arrives
        return not timedelta() <= early <= LONG_BEFORE

    def tells_fares(self, *, back_alone: bool) -> bool:
        """Whether it is known what any of the ways costs, or a part of one."""
        return any(way.fares for way in (*(() if back_alone else self.there), *self.back))


def load(session: Session, tables: Sequence[Timetable]) -> LoadedTimetable:
    """Load a timetable in the place of the one before; every visit is looked up anew."""
    table = merged(tables)
    session.execute(delete(LoadedTimetable))
    loaded = LoadedTimetable(
        publisher=table.publisher,
        first_day=table.first_day,
        last_day=table.last_day,
        runs=len(table.lines),
        content=table.to_bytes(),
    )
    session.add(loaded)
    session.flush()
    return loaded


def unload(session: Session) -> None:
    """Forget the timetable, and all that was looked up in it."""
    session.execute(delete(LoadedTimetable))
    session.execute(update(Visit).where(Visit.ways.is_not(None)).values(ways=None))


def of_visit(visit: Visit) -> Journeys | None:
    """Return what was looked up for the visit as it is now; none: it is not, or nothing runs."""
    if visit.ways is None:
        return None
    kept = json.loads(visit.ways)
    if kept["facts"] != _facts(visit) or not (kept["there"] and kept["back"]):
        return None
    return Journeys(
        publisher=kept["publisher"],
        looked_up=datetime.fromisoformat(kept["looked_up"]),
        loaded=date.fromisoformat(kept["loaded"]) if "loaded" in kept else None,
        there=tuple(map(_way, kept["there"])),
        back=tuple(map(_way, kept["back"])),
        awaited=_awaited(visit),
    )


@dataclass(frozen=True)
class Station:
    """The farm's station, where guests are told of it.

    Parameters
    ----------
    trains_stop
        Whether the trains and coaches that they are told of stop there, as far as any are known.
    """

    name: str
    fetched: bool
    trains_stop: bool


def station_of(visit: Visit, found: Journeys | None) -> Station | None:
    """Return the farm's station, if guests are to get off there; none: it would mislead them.

    Whoever the farm fetches at home takes no train. Where what is known runs to another stop, the
    farm's station is told only as the place at which it fetches its guests.
    """
    name = visit.slot.stands_at.station
    if not name or visit.ticket_from == "farm":
        return None
    fetched = FETCHED in visit.farm.features
    trains_stop = found is None or bears_name(found.there[0].legs[-1].end, name)
    return Station(name, fetched, trains_stop) if trains_stop or fetched else None


def _awaited(visit: Visit) -> datetime | None:
    is_to_come = visit.arrived_at is None and today() <= visit.arrival
    if visit.arrival_hour is None or not (visit.hour_agreed and is_to_come):
        return None
    return datetime.combine(visit.arrival, time(visit.arrival_hour))


@dataclass(frozen=True)
class Search:
    """The timetable that is loaded, opened once for many visits."""

    table: Timetable
    loaded: LoadedTimetable

    def due(self, session: Session) -> list[Visit]:
        """Return the visits not over that have no ways yet, or others than they would have now."""
        return [
            visit for visit in session.scalars(_not_over()).all() if not self._is_looked_up(visit)
        ]

    def look_up(self, visit: Visit) -> None:
        """Find the ways of a visit; none that runs is kept too, and not looked for again."""
        visit.ways = json.dumps(_looked_up(visit, self.table, self.loaded))

    def _is_looked_up(self, visit: Visit) -> bool:
        if visit.ways is None:
            return False
        kept = json.loads(visit.ways)
        return bool(kept["facts"] == _facts(visit) and kept["timetable"] == self.loaded.id)


def search(session: Session) -> Search | None:
    """Open the timetable that is loaded, if there is one."""
    loaded = session.scalar(select(LoadedTimetable).options(undefer(LoadedTimetable.content)))
    return Search(Timetable.from_bytes(loaded.content), loaded) if loaded else None


def _not_over() -> Select[Visit]:
    """Select the visits that hold and that somebody still travels for, the first to begin first."""
    return (
        select(Visit)
        .where(Visit.state.in_(HOLDING), func.upper(Visit.stay) > today())
        .options(
            joinedload(Visit.party),
            joinedload(Visit.farm),
            joinedload(Visit.slot).joinedload(Slot.offer),
        )
        .order_by(func.lower(Visit.stay), Visit.id)
    )


def _looked_up(visit: Visit, table: Timetable, loaded: LoadedTimetable) -> dict[str, Any]:
    home, farm = Point(visit.party.latitude, visit.party.longitude), _place(visit)
    mile = LastMile.FETCHED if FETCHED in visit.farm.features else LastMile.ALONE
    at = visit.slot.stands_at.station or ""
    there = ways_there(table, visit.arrival, home, farm, mile, station=at) if farm else []
    back = (
        ways_there(table, visit.departure, home, farm, mile, station=at, back=True) if farm else []
    )
    by = time(visit.arrival_hour) if visit.hour_agreed and visit.arrival_hour else None
    there = best(there, visit.arrival, FROM_HOME, THERE_BY, by)
    back = best(back, visit.departure, FROM_FARM, HOME_BY, None)
    return {
        "facts": _facts(visit),
        "timetable": loaded.id,
        "publisher": loaded.publisher,
        "looked_up": now().isoformat(),
        "loaded": loaded.loaded_at.astimezone(PARIS).date().isoformat(),
        "there": [_kept(priced(table, way)) for way in there],
        "back": [_kept(priced(table, way)) for way in back],
    }


def best(ways: Sequence[Way], day: date, since: time, until: time, by: time | None) -> list[Way]:
    """Choose the ways that are told, the better one first.

    Parameters
    ----------
    since, until
        Within these hours, if there is any.
    by
        Whoever is awaited at an hour is told the last ways that are there in time; else the first.
        What runs past midnight is told to nobody: hours alone are written, and the day is another.
    """
    early, late = datetime.combine(day, since), datetime.combine(day, by or until)
    ways = [way for way in ways if way.leaves.date() == way.arrives.date() == day]
    usual = [way for way in ways if early <= way.leaves and way.arrives <= late]
    in_time = [way for way in ways if way.arrives <= late]
    some = usual or in_time or list(ways)
    if not some:
        return []
    fewest = min(way.changes for way in some)
    shortest = min(way.minutes for way in some)
    good = [w for w in some if w.changes <= fewest + 1 and w.minutes <= LONGER * shortest] or some
    return good[-AT_MOST:][::-1] if by and in_time else good[:AT_MOST]


def _place(visit: Visit) -> Point | None:
    place = visit.slot.stands_at
    if place.latitude is not None and place.longitude is not None:
        return Point(place.latitude, place.longitude)
    near = find_commune(place.commune or "")
    return near.point if near else None


def _facts(visit: Visit) -> str:
    """Tell by a digest what a way depends on."""
    hour = visit.arrival_hour if visit.hour_agreed else None
    party, farm, place = visit.party, visit.farm, visit.slot.stands_at
    facts = (
        (party.latitude, party.longitude),
        (place.latitude, place.longitude, place.commune, place.station, FETCHED in farm.features),
        (visit.arrival.isoformat(), visit.departure.isoformat(), hour),
    )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _kept(way: Way) -> dict[str, Any]:
    legs = [
        [leg.line, leg.start, leg.departs.isoformat(), leg.end, leg.arrives.isoformat()]
        for leg in way.legs
    ]
    fares = [[fare.first, fare.last, str(fare.price), fare.currency] for fare in way.fares]
    ends = {"leaves": way.leaves.isoformat(), "arrives": way.arrives.isoformat()}
    return ends | {"legs": legs, "fares": fares}


def _way(kept: dict[str, Any]) -> Way:
    legs = tuple(
        Leg(line, start, datetime.fromisoformat(departs), end, datetime.fromisoformat(arrives))
        for line, start, departs, end, arrives in kept["legs"]
    )
    leaves, arrives = (datetime.fromisoformat(kept[each]) for each in ("leaves", "arrives"))
    fares = tuple(
        Fare(first, last, Decimal(price), currency)
        for first, last, price, currency in kept.get("fares", ())
    )
    return Way(leaves, arrives, legs, fares=fares)
