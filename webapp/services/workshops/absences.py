"""Absences: found by the calendar, talked about by people; nobody is ever left out by itself."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.errors import RuleBroken
from webapp.models import (
    AbsenceReview,
    Party,
    ReviewState,
    Role,
    Seat,
    SeatSide,
    SeatState,
    Series,
    Side,
    TalkAttempt,
    User,
    Visit,
    VisitState,
)
from webapp.models.absences import OPEN
from webapp.services.records import audit
from webapp.services.workshops import giving_on, seats

GIVEN_ON = "other"
"""Why a seat ends that two people gave on after a talk."""


def flag_due(session: Session) -> int:
    """Put each absence of a guest before their association, once; return how many are new.

    One that was put right since, and of which nobody has talked, is taken back.
    """
    untouched = (
        AbsenceReview.state == ReviewState.FLAGGED,
        AbsenceReview.talked_on.is_(None),
        ~AbsenceReview.attempts.any(),
    )
    session.execute(delete(AbsenceReview).where(*untouched, ~_stands()))
    new = [
        AbsenceReview(party_id=seat.party_id, seat_id=seat.id)
        for seat in session.scalars(
            select(Seat).where(
                Seat.state == SeatState.ABSENT,
                Seat.party.has(Party.anonymous_since.is_(None)),
                ~exists().where(AbsenceReview.seat_id == Seat.id),
            )
        )
    ]
    new += [
        AbsenceReview(party_id=visit.party_id, visit_id=visit.id)
        for visit in session.scalars(
            select(Visit).where(
                Visit.state == VisitState.NO_SHOW,
                Visit.ended_by == Side.PARTY,
                Visit.party.has(Party.anonymous_since.is_(None)),
                ~exists().where(AbsenceReview.visit_id == Visit.id),
            )
        )
    ]
    for review in new:
        session.add(review)
        audit.record(session, "absence.flagged", review)
    return len(new)


def _stands() -> ColumnElement[bool]:
    """Whether they are still noted as absent, as `AbsenceReview.stands` says of one."""
    seats_missed = select(Seat.id).where(Seat.state == SeatState.ABSENT)
    no_show = Visit.state == VisitState.NO_SHOW, Visit.ended_by == Side.PARTY
    visits_missed = select(Visit.id).where(*no_show)
    return or_(
        and_(AbsenceReview.seat_id.is_not(None), AbsenceReview.seat_id.in_(seats_missed)),
        and_(AbsenceReview.visit_id.is_not(None), AbsenceReview.visit_id.in_(visits_missed)),
    )


def to_talk_about(session: Session, organisation_id: int) -> Sequence[AbsenceReview]:
    """Return an association's open reviews, the oldest first."""
    return _of(session, organisation_id, AbsenceReview.state.in_(OPEN) & _stands())


def count_open(session: Session, *files: ColumnElement[bool]) -> int:
    """Count the open reviews of these files."""
    return session.scalar(open_ones(*files)) or 0


def open_ones(*files: ColumnElement[bool]) -> Select[int]:
    """Ask how many reviews of these files are open."""
    query = select(func.count(AbsenceReview.id)).join(AbsenceReview.party)
    kept = Party.anonymous_since.is_(None), AbsenceReview.state.in_(OPEN)
    return query.where(*files, *kept, _stands())


def over(session: Session, organisation_id: int, most: int) -> Sequence[AbsenceReview]:
    """Return those that are over or were put right, the newest first, at most so many."""
    ended = AbsenceReview.state.not_in(OPEN) | ~_stands()
    return _of(session, organisation_id, ended)[::-1][:most]


def of_party(session: Session, party: Party) -> Sequence[AbsenceReview]:
    """Return what is or was to be talked about with a household, the oldest first."""
    return _where(session, AbsenceReview.party_id == party.id, _stands())


def _of(
    session: Session, organisation_id: int, state: ColumnElement[bool]
) -> Sequence[AbsenceReview]:
    kept = Party.organisation_id == organisation_id, Party.anonymous_since.is_(None)
    return _where(session, AbsenceReview.party.has(and_(*kept)), state)


def _where(session: Session, *conditions: ColumnElement[bool]) -> Sequence[AbsenceReview]:
    whole = (
        joinedload(AbsenceReview.party).selectinload(Party.persons),
        joinedload(AbsenceReview.seat).options(
            joinedload(Seat.person),
            selectinload(Seat.attendances),
            joinedload(Seat.series).options(
                joinedload(Series.workshop), selectinload(Series.sittings)
            ),
        ),
        joinedload(AbsenceReview.visit),
        selectinload(AbsenceReview.attempts).joinedload(TalkAttempt.by),
    )
    query = select(AbsenceReview).where(*conditions)
    ordered = query.order_by(AbsenceReview.flagged_at, AbsenceReview.id).options(*whole)
    return session.scalars(ordered).unique().all()


def closed(review: AbsenceReview, states: Sequence[ReviewState]) -> RuleBroken | None:
    """Return why what is possible in these states cannot be done any more; none: it can."""
    if not review.stands:
        return RuleBroken("absence-put-right")
    return None if review.state in states else RuleBroken("not-from-this-state")


def plan(session: Session, review: AbsenceReview, on: date) -> None:
    """Plan a talk."""
    _hold(session, review)
    review.plan(on)
    audit.record(session, "absence.talk-planned", review)


def attempt(session: Session, review: AbsenceReview, by: User, how: str) -> None:
    """Note an attempt to talk that reached nobody."""
    _hold(session, review)
    review.attempt(by, how)
    audit.record(session, "absence.tried", review, how=how)


def talk(
    session: Session, review: AbsenceReview, by: User, on: date, language: str, reason: str
) -> None:
    """Note the talk."""
    _hold(session, review)
    review.talk(by, on, language, reason)
    audit.record(session, "absence.talked", review)


def mend(session: Session, review: AbsenceReview, remedy: str) -> None:
    """Note what helps; their places stay theirs."""
    _hold(session, review)
    review.mend(remedy)
    audit.record(session, "absence.remedied", review)


def stand_as_read(session: Session, review: AbsenceReview, read: str | None) -> None:
    """Hold a review and see that it, and the places that would go, are what somebody has read."""
    _hold(session, review)
    if read != giving_on.as_read(review, giving_on.places(session, review)):
        raise RuleBroken("changed-meanwhile")


def sign(session: Session, review: AbsenceReview, by: User) -> list[Seat] | None:
    """Say that the place goes on; with the second signature it does.

    Returns
    -------
    The places at workshops to come that went on; none: a second person is still to say so.
    """
    _hold(session, review)
    _may_be_second(session, review, by)
    if not review.sign(by):
        audit.record(session, "absence.signed", review)
        return None
    audit.record(session, "absence.given-on", review)
    coming = giving_on.places(session, review)
    for seat in coming:
        seats.give_back(session, seat, SeatSide.STAFF, GIVEN_ON)
    return coming


def leave(session: Session, review: AbsenceReview, by: User, because: str) -> None:
    """Say no as the second person: the places stay theirs, and the first reads why."""
    _hold(session, review)
    _may_be_second(session, review, by)
    review.leave(by, because)
    audit.record(session, "absence.left", review)


def take_signature_back(session: Session, review: AbsenceReview, by: User) -> None:
    """Take back that a place goes on, before a second person has said so."""
    _hold(session, review)
    review.take_signature_back(by)
    audit.record(session, "absence.signature-withdrawn", review)


def undo_attempt(session: Session, review: AbsenceReview, by: User) -> None:
    """Take back the last attempt, by who noted it."""
    _hold(session, review)
    review.undo_attempt(by)
    audit.record(session, "absence.try-undone", review)


def _may_be_second(session: Session, review: AbsenceReview, by: User) -> None:
    first = review.signed_by_id or by.id
    if by.role is Role.COORDINATOR and by not in giving_on.second_people(session, review, first):
        raise RuleBroken("second-of-association")


def _hold(session: Session, review: AbsenceReview) -> None:
    session.refresh(review, with_for_update={"of": AbsenceReview})
    for cause in filter(None, (review.seat, review.visit)):
        session.refresh(cause)
    if not review.stands:
        raise RuleBroken("absence-put-right")
