"""Signing up, giving a seat back, and the line that fills it in order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import by_day, now
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Person, Seat, SeatSide, SeatState, Series, User, WorkshopKind
from webapp.services.records import audit
from webapp.services.workshops import numbers, telling

KEPT_FOR: Final = timedelta(hours=24)
"""So long a seat that became free is kept for the next in line."""
NO_LATER: Final = timedelta(hours=2)
"""So long before the first sitting nothing is kept for anybody any more."""
LEFT: Final = "left"
"""Why a seat ends of whoever takes part no more."""
FOR: Final = {
    WorkshopKind.GUESTS: "person",
    WorkshopKind.FARMERS: "farm",
    WorkshopKind.STAFF: "user",
}
"""Who signs up for a kind of workshop; to one of a village everybody comes as they like."""


@dataclass(frozen=True)
class Comer:
    """Who would come: a guest, an adult of a farm by name, or somebody of the staff."""

    person: Person | None = None
    farm: Farm | None = None
    name: str = ""
    user: User | None = None

    @property
    def kind(self) -> str:
        """What they are, as `FOR` names it."""
        if self.person is not None:
            return "person"
        return "farm" if self.farm is not None else "user"

    def has(self, seat: Seat) -> bool:
        """Whether a seat is theirs."""
        if self.person is not None:
            return seat.person_id == self.person.id
        if self.farm is not None:
            return seat.farm_id == self.farm.id and _same(seat.name, self.name)
        return self.user is not None and seat.user_id == self.user.id

    def seat(self, series: Series, by: SeatSide) -> Seat:
        """Return a seat of theirs, of which nothing is decided."""
        return Seat(
            series_id=series.id,
            out_of=series.seats,
            state=SeatState.WISHED,
            party_id=self.person.party_id if self.person else None,
            person_id=self.person.id if self.person else None,
            farm_id=self.farm.id if self.farm else None,
            name=" ".join(self.name.split()) if self.farm else None,
            user_id=self.user.id if self.user else None,
            asked_by=by,
        )


def _same(one: str | None, other: str) -> bool:
    return " ".join((one or "").split()).casefold() == " ".join(other.split()).casefold()


def sign_up(session: Session, series: Series, comer: Comer, by: SeatSide) -> Seat:
    """Give somebody a seat, or put them in line where none is free.

    Raises
    ------
    RuleBroken
        It is not for them, it has begun, or they have a seat already.
    """
    numbers.lock(session, series)
    seat = _asked(session, series, comer, by)
    _give(session, series, seat)
    return seat


def wish(session: Session, series: Series, comer: Comer, by: SeatSide) -> Seat:
    """Note that somebody would like to come, and leave it to their association to sign them up."""
    numbers.lock(session, series)
    seat = _asked(session, series, comer, by)
    audit.record(session, "seat.wished", seat)
    return seat


def take_up(session: Session, seat: Seat) -> None:
    """Give a seat to somebody who wished to come, or who waits; where none is free they wait on.

    Who let one go by waits anew, behind the others.
    """
    numbers.lock(session, seat.series)
    session.refresh(seat, ["state", "kept_until"])
    if not seat.series.is_to_come:
        raise RuleBroken("workshop-begun")
    _give(session, seat.series, seat)


def _asked(session: Session, series: Series, comer: Comer, by: SeatSide) -> Seat:
    if FOR.get(series.workshop.kind) != comer.kind:
        raise RuleBroken("workshop-not-for-them")
    if not series.is_to_come:
        raise RuleBroken("workshop-begun")
    alive = select(Seat).where(Seat.series_id == series.id, Seat.state != SeatState.CANCELLED)
    if any(comer.has(each) for each in session.scalars(alive)):
        raise RuleBroken("seat-taken-already")
    seat = comer.seat(series, by)
    session.add(seat)
    session.flush()
    session.refresh(seat, ["series", "party", "person", "farm", "user"])
    if not telling.takes_part(seat):
        raise RuleBroken("farm-is-stopped" if seat.farm else "party-not-taking-part")
    return seat


def _give(session: Session, series: Series, seat: Seat) -> None:
    if seat.state not in numbers.IN_LINE:
        raise RuleBroken("seat-decided")
    fill(session, series)  # nobody goes past the line
    found = numbers.free(session, series)
    if found or seat.is_offered:
        if seat.is_offered:
            seat.accept()
        else:
            seat.sign_up(found[0])
        session.flush()
        audit.record(session, "seat.signed-up", seat)
        telling.tell(session, [seat], "seat-given", f"seat-given-{seat.asked_at.timestamp()}")
    elif seat.state is SeatState.WISHED:
        seat.wait()
        audit.record(session, "seat.waits", seat)
    elif seat.passed_at is not None:
        seat.wait_anew()
        audit.record(session, "seat.waits", seat)


def accept(session: Session, seat: Seat) -> None:
    """Take the seat that is kept."""
    _hold(session, seat)
    seat.accept()
    audit.record(session, "seat.accepted", seat)


def closed(seat: Seat) -> RuleBroken | None:
    """Return why a seat cannot be given back any more; none: it can."""
    if seat.state not in {SeatState.SIGNED_UP, *numbers.IN_LINE}:
        return RuleBroken("seat-decided")
    begun = seat.is_held and not seat.series.is_to_come
    return RuleBroken("workshop-begun") if begun else None


def give_back(session: Session, seat: Seat, by: SeatSide, reason: str | None = None) -> None:
    """Give a seat back, or the wish for one; the next in line is told at once.

    Where others than they do so, whoever had it is told.
    """
    _hold(session, seat)
    had_it = seat.is_held and not seat.is_offered
    if seat.is_held and not seat.series.is_to_come:
        raise RuleBroken("workshop-begun")
    seat.cancel(by, reason)
    audit.record(session, "seat.cancelled", seat, by=by.value)
    if had_it and by is SeatSide.STAFF and seat.user_id is None:
        telling.tell(session, [seat], "seat-returned", "seat-returned")
    fill(session, seat.series)


def give_up(session: Session, *theirs: ColumnElement[bool], reason: str = LEFT) -> None:
    """Give back what some hold, or wait for, of all that is to come: they take part no more.

    Nobody is told who has it no longer; the next in line are.
    """
    alive = Seat.state.in_((SeatState.SIGNED_UP, SeatState.WISHED, SeatState.WAITING))
    given = select(Seat).where(*theirs, alive).order_by(Seat.series_id, Seat.id)
    for seat in session.scalars(given).all():
        if not seat.series.is_over:
            numbers.lock(session, seat.series)
            by = SeatSide.PROGRAMME
            seat.cancel(by, reason)
            audit.record(session, "seat.cancelled", seat, by=by.value, reason=reason)
            session.flush()
            fill(session, seat.series)


def fill(session: Session, series: Series) -> int:
    """Keep what is free for those in line, in their order, and tell them; return for how many.

    The caller holds the lock. Whoever let one go by is not asked again by itself.
    """
    until = _until(series)
    if until is None:
        return 0
    found = numbers.free(session, series)
    with seeing_everyone(session):
        line = _line(session, series, len(found))
        for seat, number in zip(line, found, strict=False):
            _keep(session, seat, number, until)
        session.flush()
    return len(line)


def free_beyond_the_line(session: Session, series: Series) -> int:
    """Count the seats that are left for others once those in line have been asked."""
    found = len(numbers.free(session, series))
    if _until(series) is None:
        return found
    with seeing_everyone(session):
        return found - len(_line(session, series, found))


def _until(series: Series) -> datetime | None:
    """Return until when a seat is kept that is free now; none: it is too late to keep any."""
    begins = series.begins
    told_at = by_day(now())  # nobody loses a turn of which they could not hear
    until = min(told_at + KEPT_FOR, begins - NO_LATER) if begins else told_at
    return until if until > told_at else None


def keep_no_longer(session: Session, series: Series) -> None:
    """Let what is kept be kept no longer than until shortly before the first sitting, as it is now.

    The caller holds the lock.
    """
    if series.begins is None:
        return
    last = max(series.begins - NO_LATER, now())
    kept = select(Seat).where(Seat.series_id == series.id, Seat.kept_until > last)
    for seat in session.scalars(kept):
        seat.kept_until = last


def _line(session: Session, series: Series, most: int) -> list[Seat]:
    waiting = Seat.state == SeatState.WAITING, Seat.passed_at.is_(None)
    query = select(Seat).where(Seat.series_id == series.id, *waiting)
    first = query.order_by(Seat.asked_at, Seat.id).limit(most)
    return list(session.scalars(first.options(joinedload(Seat.party), joinedload(Seat.farm))))


def _keep(session: Session, seat: Seat, number: int, until: datetime) -> None:
    seat.offer(number, until)
    audit.record(session, "seat.kept", seat)
    telling.tell(session, [seat], "seat-kept", f"seat-kept-{until.timestamp()}")


def _hold(session: Session, seat: Seat) -> None:
    numbers.lock(session, seat.series)
    session.refresh(seat)
