"""Who may be the second of the two that give somebody's places on, and which places go."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from webapp.models import AbsenceReview, Party, ReviewState, Role, Seat, SeatState, Series, User
from webapp.models.seats import ASKED
from webapp.services.records import staff


def places(session: Session, review: AbsenceReview) -> list[Seat]:
    """Return the seats to come, held or waited for, that would go on."""
    theirs = select(Seat).where(
        Seat.party_id == review.party_id, Seat.state.in_((SeatState.SIGNED_UP, *ASKED))
    )
    if review.seat is not None:
        theirs = theirs.where(Seat.person_id == review.seat.person_id)
    whole = joinedload(Seat.series).joinedload(Series.workshop), joinedload(Seat.person)
    held = session.scalars(theirs.order_by(Seat.series_id, Seat.id).options(*whole))
    return [seat for seat in held if seat.series.is_to_come]


def as_read(review: AbsenceReview, shown: Sequence[Seat]) -> str:
    """Return by what is known again that a page shows: whose word stands, why, which places."""
    ids = ",".join(str(seat.id) for seat in shown)
    return f"{review.signed_by_id or ''} {review.reason} {ids}"


def second_people(session: Session, review: AbsenceReview, first_id: int) -> list[User]:
    """Return who may say so as the second: a colleague of the first; without any, a coordinator.

    Two see more than one; where an association is one person, somebody from outside does.
    """
    own = staff.caseworkers(session, review.party.organisation_id)
    return [each for each in own if each.id != first_id] or staff.coordinators(session)


def talked() -> Select[AbsenceReview]:
    """Ask for the reviews in which a talk stands, signed, left or neither."""
    return select(AbsenceReview).where(AbsenceReview.state == ReviewState.TALKED)


def _talked(*files: ColumnElement[bool]) -> Select[AbsenceReview]:
    kept = Party.anonymous_since.is_(None)
    return talked().join(AbsenceReview.party).where(kept, *files)


def awaiting(session: Session, user: User) -> Sequence[AbsenceReview]:
    """Return the reviews that somebody has signed, and that this person may sign as the second."""
    query = _talked(_is_theirs(user)).where(AbsenceReview.signed_by_id != user.id)
    whole = (
        joinedload(AbsenceReview.party).selectinload(Party.persons),
        joinedload(AbsenceReview.signed_by).load_only(User.name),
    )
    found = session.scalars(query.order_by(AbsenceReview.id).options(*whole)).unique()
    return [review for review in found if review.stands]


def left(session: Session, user: User) -> Sequence[AbsenceReview]:
    """Return the reviews of an association whose second person said no, until something helps."""
    said = AbsenceReview.left_by_id.is_not(None), AbsenceReview.signed_by_id.is_(None)
    own = Party.organisation_id == user.organisation_id
    query = _talked(own).where(*said).order_by(AbsenceReview.id)
    whole = (
        joinedload(AbsenceReview.party).selectinload(Party.persons),
        joinedload(AbsenceReview.left_by),
    )
    return [each for each in session.scalars(query.options(*whole)).unique() if each.stands]


def find(session: Session, user: User, review_id: int) -> AbsenceReview | None:
    """Return a review that somebody may decide as the second, or one that was decided meanwhile.

    Whoever is late is told so: to their own association, and to coordinators where one was asked.
    """
    mine = next((each for each in awaiting(session, user) if each.id == review_id), None)
    if mine is not None:
        return mine
    known = AbsenceReview.party.has(Party.organisation_id == user.organisation_id)
    if user.role is Role.COORDINATOR:
        others = select(User.id).where(User.role == Role.COORDINATOR)
        known = AbsenceReview.second_by_id.in_(others) | AbsenceReview.left_by_id.in_(others)
    kept = AbsenceReview.party.has(Party.anonymous_since.is_(None))
    return session.scalar(select(AbsenceReview).where(AbsenceReview.id == review_id, known, kept))


def _is_theirs(user: User) -> ColumnElement[bool]:
    if user.role is not Role.COORDINATOR:
        return Party.organisation_id == user.organisation_id
    colleague = exists().where(
        User.organisation_id == Party.organisation_id,
        User.role == Role.CASEWORKER,
        User.id != AbsenceReview.signed_by_id,
        *staff.can_come_in(),
    )
    return ~colleague
