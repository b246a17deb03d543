"""People say why they were not at a workshop, or that they were: a talk comes before all else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    SEAT_CAUSES,
    AbsenceReview,
    MissedWord,
    Party,
    Seat,
    SeatState,
    Series,
    Side,
    User,
)
from webapp.models.missed_words import NOT_KNOWN
from webapp.services.records import audit
from webapp.services.visits import missed
from webapp.services.workshops import numbers

SHOWN_FOR: Final = timedelta(days=60)
"""So long after the last sitting a household reads behind its link that somebody is noted so."""


def absent(session: Session, party: Party) -> list[Seat]:
    """Return the seats of a household that are noted as missed, of lately."""
    whole = joinedload(Seat.series).joinedload(Series.workshop), joinedload(Seat.person)
    theirs = Seat.party_id == party.id, Seat.state == SeatState.ABSENT
    found = session.scalars(select(Seat).where(*theirs).options(*whole).order_by(Seat.id))
    since = today() - SHOWN_FOR
    return [seat for seat in found if any(each.day >= since for each in seat.series.sittings)]


def of_seat(session: Session, seat: Seat) -> MissedWord | None:
    """Return that somebody says that it is not right, if they do."""
    contested = MissedWord.seat_id == seat.id, MissedWord.contested_at.is_not(None)
    return session.scalar(select(MissedWord).where(*contested))


def word_of(session: Session, seat: Seat) -> MissedWord | None:
    """Return what somebody says of it, if they have said anything."""
    return session.scalar(select(MissedWord).where(MissedWord.seat_id == seat.id))


def causes(session: Session, seats: Sequence[Seat]) -> dict[int, str]:
    """Return why they were not there, as they say themselves, by the numbers of the seats."""
    of = MissedWord.seat_id.in_([seat.id for seat in seats])
    found = select(MissedWord.seat_id, MissedWord.cause).where(of, MissedWord.cause.is_not(None))
    return {row.seat_id: row.cause for row in session.execute(found)}


def may_be_said(seat: Seat) -> bool:
    """Whether somebody is noted as absent, and so lately that they and others may say why."""
    noted = seat.ended_at if seat.state is SeatState.ABSENT else None
    return noted is not None and now() <= noted + missed.OPEN_FOR


def say(session: Session, seat: Seat, cause: str, to: User | None = None) -> None:
    """Keep why somebody says that they were not there; noted by telephone, to whom they said so."""
    _hold_open(session, seat)
    _opened(session, seat).say(cause, to)
    session.flush()
    audit.record(session, "seat.missed-said", seat, by_telephone=to is not None)


def say_beside(session: Session, seat: Seat, cause: str) -> None:
    """Keep why they were not there as their association knows it: beside their own word."""
    _hold_open(session, seat)
    if cause not in SEAT_CAUSES:
        raise RuleBroken("answer-missing")
    seat.reason = None if cause == NOT_KNOWN else cause
    session.flush()
    audit.record(session, "seat.missed-noted", seat)


def contested(session: Session, seats: Sequence[Seat]) -> set[int]:
    """Return the numbers of those seats of which somebody says that it is not right."""
    of = MissedWord.seat_id.in_([seat.id for seat in seats])
    found = select(MissedWord.seat_id).where(of, MissedWord.contested_at.is_not(None))
    return {number for number in session.scalars(found) if number is not None}


def contest(session: Session, seat: Seat, words: str, to: User | None = None) -> None:
    """Keep that it is not right: a talk that was noted is to be held again."""
    _hold(session, seat)
    _opened(session, seat).dispute(words.strip(), to)
    session.flush()
    missed.hold_talk_again(session, AbsenceReview.seat_id == seat.id)
    audit.record(session, "seat.contested", seat, by_telephone=to is not None)


def withdraw(session: Session, seat: Seat, by: User | None = None) -> None:
    """Keep that it is right after all; whoever noted it for them takes back no word of their own.

    Raises
    ------
    RuleBroken
        They said so themselves, or nothing is contested any more.
    """
    _hold(session, seat)
    word = of_seat(session, seat)
    if word is None or (by is not None and word.contested_to_id is None):
        raise RuleBroken("changed-meanwhile")
    word.withdraw()
    session.flush()
    audit.record(session, "seat.contest-withdrawn", seat)


def _opened(session: Session, seat: Seat) -> MissedWord:
    word = word_of(session, seat)
    if word is None:
        word = MissedWord(party_id=seat.party_id, seat_id=seat.id, side=Side.PARTY)
        session.add(word)
    return word


def _hold_open(session: Session, seat: Seat) -> None:
    _hold(session, seat)
    if not may_be_said(seat):
        raise RuleBroken("missed-closed")


def _hold(session: Session, seat: Seat) -> None:
    numbers.lock(session, seat.series)
    session.refresh(seat)
    if seat.state is not SeatState.ABSENT:
        raise RuleBroken("changed-meanwhile")
