"""Who was there: noted sitting by sitting; what nobody notes stays unknown, and is never absent."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import ABSENCE_REASONS
from webapp.models import Attendance, MissedWord, Party, Presence, Seat, SeatState, Sitting
from webapp.models.seats import HELD
from webapp.services.records import audit
from webapp.services.workshops import numbers

MISSED: Final = (Presence.EXCUSED, Presence.ABSENT)
"""Noted of somebody who was not there, of whom it may be known why."""


def roll(session: Session, sitting: Sitting) -> Sequence[Seat]:
    """Return the seats that are held, of those that the session may see, by number."""
    whole = (
        joinedload(Seat.party).joinedload(Party.organisation),
        joinedload(Seat.person),
        joinedload(Seat.farm),
        joinedload(Seat.user),
        selectinload(Seat.attendances),
    )
    theirs = Seat.series_id == sitting.series_id, Seat.state.in_(HELD)
    return session.scalars(select(Seat).where(*theirs).options(*whole).order_by(Seat.number)).all()


def hold(session: Session, sitting: Sitting) -> None:
    """Let nobody else note anything of a sitting's dates until this transaction ends."""
    numbers.lock(session, sitting.series)


def noted_at(seat: Seat, sitting: Sitting) -> Presence:
    """Return what is noted of somebody at a sitting."""
    noted = {each.sitting_id: each.presence for each in seat.attendances}
    return noted.get(sitting.id, Presence.UNKNOWN)


def note(
    session: Session,
    sitting: Sitting,
    noted: Mapping[int, Presence],
    why: Mapping[int, str] | None = None,
) -> int:
    """Note who was there, by the number of a seat; return of how many somebody knows.

    Parameters
    ----------
    why
        Why somebody was not there, as whoever notes it was told; empty: that is not known. It is
        kept of those alone who are excused or absent, beside their own word.

    Raises
    ------
    RuleBroken
        The sitting has not begun, or was cancelled.
    """
    _has_begun(session, sitting)
    seats = roll(session, sitting)
    for seat in seats:
        _note(seat, sitting, noted.get(seat.id, noted_at(seat, sitting)))
    standing = sitting.series.standing
    if all(each.has_begun for each in standing):
        for seat in seats:
            seat.conclude(standing)
            seat.attest(standing)
        gone = [seat.id for seat in seats if seat.state is not SeatState.ABSENT]
        # What was contested of an absence that is put right says nothing of a later one.
        session.execute(delete(MissedWord).where(MissedWord.seat_id.in_(gone)))
    for seat in seats:
        if seat.id in (why or {}) and noted_at(seat, sitting) in MISSED:
            seat.reason = _reason((why or {})[seat.id])
    known = sum(noted_at(seat, sitting) is not Presence.UNKNOWN for seat in seats)
    audit.record(session, "sitting.noted", sitting, known=known, people=len(seats))
    return known


def _reason(said: str) -> str | None:
    if said and said not in ABSENCE_REASONS:
        raise RuleBroken("answer-missing")
    return said or None


def count(session: Session, sitting: Sitting, came: int | None) -> None:
    """Note how many came to a sitting to which nobody signs up by name."""
    _has_begun(session, sitting)
    sitting.came = came
    audit.record(session, "sitting.counted", sitting, came=came)


def _has_begun(session: Session, sitting: Sitting) -> None:
    numbers.lock(session, sitting.series)
    session.refresh(sitting)
    if not sitting.stands:
        raise RuleBroken("sitting-cancelled")
    if not sitting.has_begun:
        raise RuleBroken("sitting-to-come")


def _note(seat: Seat, sitting: Sitting, presence: Presence) -> None:
    there = next((each for each in seat.attendances if each.sitting_id == sitting.id), None)
    if presence is Presence.UNKNOWN:
        if there is not None:
            seat.attendances.remove(there)
    elif there is not None:
        there.presence = presence
    else:
        seat.attendances.append(Attendance(sitting_id=sitting.id, presence=presence))
