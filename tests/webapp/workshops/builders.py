"""Workshops, dates and seats with sensible defaults: a test names only what it is about."""

from datetime import time, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tests.builders import a_party
from webapp.ground.clock import now, today
from webapp.ground.database import Base
from webapp.models import (
    AbsenceReview,
    Person,
    Seat,
    SeatSide,
    SeatState,
    Series,
    Sitting,
    Workshop,
    WorkshopKind,
)
from webapp.models.seats import HELD

Thing = TypeVar("Thing", bound=Base)


def _kept(db: Session, thing: Thing) -> Thing:
    db.add(thing)
    db.flush()
    return thing


def a_series(db: Session, kind: str = "guests", days: int = 30, **given: Any) -> Series:
    """A workshop from two to five in the afternoon, some days from today."""
    workshop = _kept(db, Workshop(kind=WorkshopKind(kind), title="La campagne sans clichés"))
    series = _kept(db, Series(workshop=workshop, **{"seats": 3, "spoken": ["fr"], **given}))
    a_sitting(db, series, days)
    return series


def a_sitting(db: Session, series: Series, days: int = 30, **given: Any) -> Sitting:
    hours = {"starts": time(14), "ends": time(17), "place": "Salle des fêtes"}
    day = today() + timedelta(days=days)
    sitting = _kept(db, Sitting(series_id=series.id, **{"day": day, **hours, **given}))
    db.refresh(series, ["sittings"])
    return sitting


def a_seat(db: Session, series: Series | None = None, **given: Any) -> Seat:
    """Somebody's seat in a series: a guest's, unless said otherwise; it has the next number."""
    series = series or a_series(db)
    if not {"person", "farm", "user"} & given.keys():
        given["person"] = a_party(db).persons[0]
    if "person" in given:
        given["party_id"] = given["person"].party_id
    state = given.setdefault("state", SeatState.SIGNED_UP)
    taken = db.query(Seat).filter(Seat.series_id == series.id, Seat.number.is_not(None)).count()
    number = taken + 1 if state in HELD else None
    given.setdefault("asked_by", SeatSide.STAFF)
    seat = Seat(series=series, out_of=series.seats, number=number, **given)
    return _kept(db, seat)


def an_absence(db: Session, person: Person | None = None, **given: Any) -> AbsenceReview:
    """An absence of yesterday that is to be talked about."""
    person = person or a_party(db).persons[0]
    absent = {"state": SeatState.ABSENT, "ended_at": now()}
    seat = a_seat(db, a_series(db, days=-1), person=person, **absent)
    return _kept(db, AbsenceReview(party_id=person.party_id, seat_id=seat.id, **given))
