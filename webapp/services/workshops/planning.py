"""Planning: a workshop, its series, its sittings; whoever has a seat is told of a change."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Seat, SeatSide, SeatState, Series, Sitting, Workshop, WorkshopKind
from webapp.services.records import audit
from webapp.services.workshops import numbers, seats, telling

CANCELLED: Final = "workshop-cancelled"
"""Why a seat ends whose last sitting was cancelled."""
WHEN: Final = ("day", "starts", "ends", "place", "link")
"""What of a sitting everybody is told when it changes."""


def add(session: Session, workshop: Workshop) -> None:
    """Keep a new workshop."""
    session.add(workshop)
    audit.record(session, "workshop.added", workshop, kind=workshop.kind.value)


def change(
    session: Session, workshop: Workshop, kind: str, write: Callable[[Workshop], None]
) -> None:
    """Change what is said of a workshop; for whom it is stays once somebody has a seat.

    Parameters
    ----------
    write
        Writes the new words into it.
    """
    taken = select(Seat.id).join(Seat.series).where(Series.workshop_id == workshop.id).limit(1)
    if workshop.kind != kind and session.scalar(taken) is not None:
        raise RuleBroken("workshop-has-seats")
    write(workshop)
    workshop.kind = WorkshopKind(kind)
    audit.record(session, "workshop.changed", workshop)


def open_series(
    session: Session, workshop: Workshop, facts: dict[str, Any], sitting: dict[str, Any]
) -> Series:
    """Open a workshop on a first date; further sittings of the series are added to it.

    Parameters
    ----------
    facts
        Seats, languages and animators.
    sitting
        Day, hours, and where it is.
    """
    series = Series(workshop=workshop, **facts)
    session.add(series)
    session.flush()
    add_sitting(session, series, sitting)
    audit.record(session, "series.opened", series)
    return series


def add_sitting(session: Session, series: Series, facts: dict[str, Any]) -> Sitting:
    """Add a date to a series; whoever has a seat is told that there is one more.

    Raises
    ------
    RuleBroken
        It is in the past, at the hours of another of its group, or no sitting is to come any
        more: who was there is known by then.
    """
    numbers.lock(session, series)
    session.refresh(series, ["sittings"])
    _is_ahead(facts["day"], facts["starts"])
    goes_on = bool(series.sittings)
    if goes_on and not series.goes_on:
        raise RuleBroken("workshop-begun")
    _is_free(series, facts)
    sitting = Sitting(series_id=series.id, **facts)
    session.add(sitting)
    session.flush()
    session.refresh(series, ["sittings"])
    audit.record(session, "sitting.added", sitting)
    seats.keep_no_longer(session, series)
    if goes_on:
        _tell(session, sitting, f"sitting-added-{sitting.id}")
    return sitting


def change_series(session: Session, series: Series, facts: dict[str, Any]) -> None:
    """Change languages, animators and how many seats there are; those in line get what is new."""
    if facts["seats"] != series.seats:
        numbers.resize(session, series, facts["seats"])
        seats.fill(session, series)
    for name, value in facts.items():
        setattr(series, name, value)
    audit.record(session, "series.changed", series, seats=series.seats)


def change_sitting(session: Session, sitting: Sitting, facts: dict[str, Any]) -> int:
    """Give a sitting another day, hours or place; return how many are told.

    Raises
    ------
    RuleBroken
        It has begun, or was cancelled, or would be in the past, or at the hours of another.
    """
    numbers.lock(session, sitting.series)
    session.refresh(sitting)
    session.refresh(sitting.series, ["sittings"])
    _stands_ahead(sitting)
    _is_ahead(facts["day"], facts["starts"])
    _is_free(sitting.series, facts, but=sitting)
    was = [getattr(sitting, name) for name in WHEN]
    for name in WHEN:
        setattr(sitting, name, facts[name])
    if was == [getattr(sitting, name) for name in WHEN]:
        return 0
    sitting.changed_at = now()
    audit.record(session, "sitting.changed", sitting)
    seats.keep_no_longer(session, sitting.series)
    key = f"sitting-changed-{sitting.id}-{sitting.changed_at.timestamp()}"
    return _tell(session, sitting, key)


def cancel_sitting(session: Session, sitting: Sitting) -> int:
    """Cancel a sitting; return how many are told. With its last one the series' seats end too."""
    numbers.lock(session, sitting.series)
    session.refresh(sitting)
    _stands_ahead(sitting)
    sitting.cancelled_at = now()
    audit.record(session, "sitting.cancelled", sitting)
    theirs = told(session, sitting.series)
    if not sitting.series.standing:
        for seat in [*theirs, *_wishes(session, sitting.series)]:
            seat.cancel(SeatSide.PROGRAMME, CANCELLED)
            audit.record(session, "seat.cancelled", seat, by="programme", reason=CANCELLED)
    key = f"sitting-cancelled-{sitting.id}"
    return telling.tell(session, theirs, "workshop-cancelled", key, sitting)


def concerned(session: Session, series: Series) -> int:
    """Count who is told when something changes."""
    return len({telling.reader(seat) for seat in told(session, series)})


def told(session: Session, series: Series) -> Sequence[Seat]:
    """Return the seats of those who are told of a change: who comes, and who waits."""
    return _of(session, series, SeatState.SIGNED_UP, SeatState.WAITING)


def _wishes(session: Session, series: Series) -> Sequence[Seat]:
    return _of(session, series, SeatState.WISHED)


def _of(session: Session, series: Series, *states: SeatState) -> Sequence[Seat]:
    query = select(Seat).where(Seat.series_id == series.id, Seat.state.in_(states))
    return session.scalars(query.order_by(Seat.id)).all()


def _tell(session: Session, sitting: Sitting, key: str) -> int:
    return telling.tell(session, told(session, sitting.series), "workshop-changed", key, sitting)


def closed(sitting: Sitting) -> RuleBroken | None:
    """Return why a sitting can neither be changed nor cancelled any more; none: it can."""
    if not sitting.stands:
        return RuleBroken("sitting-cancelled")
    return RuleBroken("workshop-begun") if sitting.has_begun else None


def _stands_ahead(sitting: Sitting) -> None:
    if rule := closed(sitting):
        raise rule


def _is_free(series: Series, facts: dict[str, Any], but: Sitting | None = None) -> None:
    """Refuse hours at which the same people are at another sitting of their group."""
    for other in series.standing:
        same_day = other is not but and other.day == facts["day"]
        if same_day and other.starts < facts["ends"] and facts["starts"] < other.ends:
            raise RuleBroken("sitting-overlaps", starts=other.starts, ends=other.ends)


def _is_ahead(day: date, starts: time) -> None:
    if Sitting(day=day, starts=starts).has_begun:
        raise RuleBroken("day-in-the-past" if day < today() else "sitting-in-the-past")
