"""When the time of a file is over: so many days after the last contact, never without notice.

Why so long, and what counts as a contact: CNIL 2023-095, and `docs/decisions/0023`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, DateTime, Select, cast, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from webapp.ground.clock import PARIS, now
from webapp.models import (
    SHUT_OUT,
    AbsenceReview,
    Attendance,
    Contact,
    Farm,
    FarmContact,
    FarmDecision,
    FarmState,
    Feedback,
    FollowUp,
    HelpCall,
    Incident,
    Party,
    Presence,
    Programme,
    Relationship,
    Reply,
    Role,
    Seat,
    SeatSide,
    SeatState,
    Side,
    Sitting,
    User,
    Visit,
    VisitSession,
)

NOTICE: Final = timedelta(days=30)
"""So long before its end a file is announced to those who can keep it."""
LONGEST: Final = timedelta(days=730)
"""Where no programme is set up yet."""


@dataclass(frozen=True)
class Due:
    """A party whose file ends.

    Parameters
    ----------
    last_contact
        When the party was last heard of, or its last visit ends.
    at
        When its file is made anonymous, if nobody hears of it until then.
    """

    party: Party
    last_contact: datetime
    at: datetime

    @property
    def ends_on(self) -> date:
        """Return the day in France on which it ends: tonight at the soonest, and never untold."""
        told = self.party.end_told_at or now()
        return max(self.at, told + NOTICE).astimezone(PARIS).date()


@dataclass(frozen=True)
class Ended:
    """How many parties, farms and accounts have been made anonymous."""

    parties: int
    farms: int
    users: int


def kept_for(session: Session) -> timedelta:
    """Return how long a file is kept after the last contact."""
    programme = session.get(Programme, 1)
    return timedelta(days=programme.retention_days) if programme else LONGEST


def last_contact() -> ColumnElement[datetime]:
    """Return when a party was last heard of: by its caseworker, on its page, on a visit, since."""
    visit = aliased(Visit)
    mine = visit.party_id == Party.id

    opened = VisitSession.visit_id == visit.id, VisitSession.side == Side.PARTY
    called = HelpCall.visit_id == visit.id, HelpCall.side == Side.PARTY
    told_how = Feedback.visit_id == visit.id, Feedback.side == Side.PARTY
    followed_up = FollowUp.visit_id == visit.id, FollowUp.side == Side.PARTY
    related = Relationship.visit_id == visit.id
    return func.greatest(
        Party.created_at,
        _latest(_midnight(Contact.on + 1), Contact.party_id == Party.id),
        _latest(visit.party_answered_at, mine),
        _latest(_midnight(func.upper(visit.stay)), mine, visit.arrived_at.is_not(None)),
        _latest(_midnight(func.upper(visit.stay)), mine, visit.ended_at.is_(None)),
        _latest(VisitSession.created_at, mine, *opened),
        _latest(HelpCall.asked_at, mine, *called),
        _latest(func.greatest(Feedback.begun_at, Feedback.given_at), mine, *told_how),
        _latest(_midnight(FollowUp.reached_on + 1), mine, *followed_up),
        _latest(Relationship.party_said_at, mine, related),
        _latest(Relationship.closed_at, mine, related, Relationship.closed_by == Side.PARTY),
        _latest(Reply.at, Reply.party_id == Party.id),
        _latest(_midnight(AbsenceReview.talked_on + 1), AbsenceReview.party_id == Party.id),
        _midnight(Party.interest_said_on + 1),
        *_at_workshops(Seat.party_id == Party.id),
    )


def _at_workshops(theirs: ColumnElement[bool]) -> list[Any]:
    """Return when the owners of seats were last heard of by them: asked, given back, been there.

    A sitting to come for which they have a seat holds a file as a visit to come does.
    """
    by_them = Seat.asked_by.in_((SeatSide.GUEST, SeatSide.FARM))
    back = Seat.ended_by.in_((SeatSide.GUEST, SeatSide.FARM))
    after = _midnight(Sitting.day + 1)
    of_seat = theirs, Sitting.series_id == Seat.series_id
    noted = Attendance.seat_id == Seat.id, Attendance.sitting_id == Sitting.id
    return [
        _latest(Seat.asked_at, theirs, by_them),
        _latest(Seat.ended_at, theirs, back),
        _latest(after, *of_seat, *noted, Attendance.presence == Presence.PRESENT),
        _latest(after, *of_seat, Seat.state == SeatState.SIGNED_UP, Sitting.cancelled_at.is_(None)),
    ]


def _midnight(day: Any) -> ColumnElement[datetime]:
    """Return the first instant of a day in France; the upper end of a stay is the day after it."""
    return func.timezone(PARIS.key, cast(day, DateTime()))


def ending_parties(session: Session, before: datetime, *where: ColumnElement[bool]) -> list[Due]:
    """Return the files that end before an instant, or at it, the first to end first.

    One that an open incident speaks of is kept until that is closed.
    """
    keep, heard = kept_for(session), last_contact()
    query = (
        select(Party, heard)
        # Whoever was recorded since cannot end, and is asked nothing more.
        .where(Party.anonymous_since.is_(None), Party.created_at <= before - keep)
        .where(heard <= before - keep, ~_in_an_incident(), *where)
        .order_by(heard, Party.id)
        .options(selectinload(Party.persons))
    )
    return [Due(party, at, at + keep) for party, at in session.execute(query)]


def parties_to_tell_of(session: Session) -> list[Due]:
    """Return the files whose end is near, and was not announced since they were last heard of."""
    told = Party.end_told_at
    return ending_parties(session, now() + NOTICE, or_(told.is_(None), told < last_contact()))


def count_told(session: Session, organisation_id: int | None = None) -> int:
    """Return how many files of an association, or of all, end soon as was written about them."""
    own = () if organisation_id is None else (Party.organisation_id == organisation_id,)
    told = that_were_told_of().where(Party.end_told_at >= last_contact(), *own)
    return session.scalar(told.with_only_columns(func.count(Party.id))) or 0


def that_were_told_of() -> Select[Party]:
    """Ask for the files of which somebody was told that they end, heard of since or not.

    Most never were, and need not be asked when they were last heard of.
    """
    written = Party.anonymous_since.is_(None), Party.end_told_at.is_not(None)
    return select(Party).where(*written)


def due_parties(session: Session) -> list[Party]:
    """Return the parties to make anonymous now: their time is over, and it was announced."""
    told = Party.end_told_at
    was_told = told >= last_contact(), told <= now() - NOTICE
    return [due.party for due in ending_parties(session, now(), *was_told)]


def due_farms(session: Session) -> list[Farm]:
    """Return the farms to make anonymous: they receive nobody, and are heard of no more."""
    of_the_farm = User.farm_id == Farm.id
    visit = Visit.farm_id == Farm.id
    heard = func.greatest(
        Farm.created_at,
        _latest(FarmDecision.at, FarmDecision.farm_id == Farm.id),
        _latest(_midnight(FarmContact.on + 1), FarmContact.farm_id == Farm.id),
        _latest(User.last_seen_at, of_the_farm),
        _latest(_midnight(func.upper(Visit.stay)), visit),
        *_at_workshops(Seat.farm_id == Farm.id),
    )
    gone = Farm.anonymous_since.is_(None), Farm.state.in_((*SHUT_OUT, FarmState.APPLIED))
    in_an_incident = select(Incident.id).where(
        Incident.farm_id == Farm.id, Incident.closed_at.is_(None)
    )
    over = heard <= now() - kept_for(session)
    return list(session.scalars(select(Farm).where(*gone, over, ~in_an_incident.exists())))


def due_users(session: Session) -> list[User]:
    """Return the people to make anonymous whose account was closed so long ago."""
    closed = User.suspended_at <= now() - kept_for(session), User.anonymous_since.is_(None)
    return list(session.scalars(select(User).where(*closed, User.role != Role.FARMER)))


def ended(session: Session) -> Ended:
    """Return how many have been made anonymous until now."""
    return Ended(
        *(
            session.scalar(select(func.count()).where(kind.anonymous_since.is_not(None))) or 0
            for kind in (Party, Farm, User)
        )
    )


def _latest(what: Any, *where: ColumnElement[bool]) -> Any:
    """Return the last such instant of the party or farm that is asked about, if there is one."""
    return select(func.max(what)).where(*where).correlate(Party, Farm).scalar_subquery()


def _in_an_incident() -> ColumnElement[bool]:
    return (
        select(Incident.id)
        .join(Visit, Visit.id == Incident.visit_id)
        .where(Visit.party_id == Party.id, Incident.closed_at.is_(None))
        .exists()
    )
