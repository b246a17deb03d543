"""Case meetings of an association: opened, decided person by person, signed by who was there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    CaseDecision,
    CaseMeeting,
    CaseSignature,
    CaseState,
    Party,
    Person,
    User,
)
from webapp.services.records import audit

SEVERAL = 2


def of_association(session: Session, organisation_id: int) -> Sequence[CaseMeeting]:
    """Return the meetings of an association, the latest first."""
    mine = select(CaseMeeting).where(CaseMeeting.organisation_id == organisation_id)
    latest = mine.order_by(CaseMeeting.day.desc(), CaseMeeting.id.desc())
    whole = selectinload(CaseMeeting.decisions), selectinload(CaseMeeting.signatures)
    return session.scalars(latest.options(*whole)).all()


def open_ones(session: Session, organisation_id: int) -> Sequence[CaseMeeting]:
    """Return the meetings in which something can be decided, the latest first."""
    mine = CaseMeeting.organisation_id == organisation_id, CaseMeeting.state == CaseState.OPEN
    return session.scalars(select(CaseMeeting).where(*mine).order_by(CaseMeeting.day.desc())).all()


def about(session: Session, person: Person) -> Sequence[CaseDecision]:
    """Return what was decided about somebody, the latest first."""
    query = select(CaseDecision).where(CaseDecision.person_id == person.id)
    latest = query.join(CaseDecision.meeting).order_by(CaseMeeting.day.desc())
    return session.scalars(latest.options(joinedload(CaseDecision.meeting))).all()


def lines(session: Session, meeting: CaseMeeting) -> Sequence[CaseDecision]:
    """Return what was decided in a meeting, by file."""
    query = select(CaseDecision).where(CaseDecision.meeting_id == meeting.id)
    whole = joinedload(CaseDecision.party).selectinload(Party.persons)
    found = session.scalars(query.options(whole, joinedload(CaseDecision.person))).all()
    return sorted(found, key=lambda each: (*_by_code(each.named), each.id))


def _by_code(named: str) -> tuple[int, str]:
    code = named.split(" ", 1)[0]
    return len(code), code


def awaiting(session: Session, user: User) -> Sequence[CaseMeeting]:
    """Return the meetings that somebody was at, and has still to sign."""
    return session.scalars(to_sign(user.id).order_by(CaseMeeting.id)).all()


def to_sign(user_id: Any) -> Select[CaseMeeting]:
    """Ask for the meetings that somebody was at, and has still to sign."""
    unsigned = CaseSignature.at.is_(None)
    mine = CaseMeeting.signatures.any((CaseSignature.user_id == user_id) & unsigned)
    return select(CaseMeeting).where(CaseMeeting.state == CaseState.SIGNING, mine)


def begin(session: Session, organisation_id: int, on: date, bodies: str | None) -> CaseMeeting:
    """Open a meeting."""
    meeting = CaseMeeting(organisation_id=organisation_id, day=on, bodies=bodies or None)
    session.add(meeting)
    audit.record(session, "case.opened", meeting)
    return meeting


def decide(
    session: Session,
    meeting: CaseMeeting,
    person: Person,
    *,
    decision: str,
    their_word: str,
    not_asked: str,
) -> None:
    """Write what was decided about somebody."""
    hold(session, meeting)
    meeting.require_open()
    if person.party.merged_into_id is not None:
        raise RuleBroken("merged-already")
    made = CaseDecision(meeting=meeting, party_id=person.party_id, person_id=person.id)
    made.decide(decision.strip(), their_word.strip(), not_asked)
    session.add(made)
    audit.record(session, "party.case-decided", person.party, person=person.id)


def change(session: Session, made: CaseDecision, **said: str) -> None:
    """Write a decision better, while the meeting is open."""
    hold(session, made.meeting)
    made.meeting.require_open()
    made.decide(said["decision"].strip(), said["their_word"].strip(), said["not_asked"])
    audit.record(session, "party.case-decided", made.party, person=made.person_id)


def remove(session: Session, made: CaseDecision) -> None:
    """Take a decision out of an open meeting, as one written about the wrong person."""
    hold(session, made.meeting)
    made.meeting.require_open()
    audit.record(session, "party.case-removed", made.party, person=made.person_id)
    session.delete(made)


def put_back(session: Session, made: CaseDecision) -> None:
    """Put a decision back that was taken out by mistake, while the meeting is open."""
    meeting = session.get_one(CaseMeeting, made.meeting_id)
    hold(session, meeting)
    meeting.require_open()
    session.add(made)
    session.flush()
    audit.record(session, "party.case-put-back", made.party, person=made.person_id)


def abandon(session: Session, meeting: CaseMeeting) -> None:
    """Take away a meeting that was opened by mistake: open still, and nothing decided in it."""
    hold(session, meeting)
    meeting.require_open()
    if meeting.decisions:
        raise RuleBroken("something-decided")
    audit.record(session, "case.removed", meeting)
    session.delete(meeting)


def close(
    session: Session, meeting: CaseMeeting, present: Sequence[User], colleagues: Sequence[User]
) -> None:
    """Let nothing more be written, and those who were there sign.

    Raises
    ------
    RuleBroken
        One would sign alone where colleagues could: what concerns a person is decided by several.
    """
    hold(session, meeting)
    if len(present) < min(SEVERAL, len(colleagues)):
        raise RuleBroken("one-signs-alone")
    meeting.close(present)
    audit.record(session, "case.closed", meeting, present=len(present))


def take_up(session: Session, meeting: CaseMeeting) -> None:
    """Go on writing; whoever has signed signs anew."""
    hold(session, meeting)
    meeting.take_up()
    audit.record(session, "case.taken-up", meeting)


def sign(session: Session, meeting: CaseMeeting, by: User) -> None:
    """Sign for oneself; with the last signature it stays as it is."""
    hold(session, meeting)
    meeting.sign(by, now())
    session.flush()  # once it stands, the database takes no signature any more
    meeting.stand_once_signed()
    audit.record(session, "case.signed", meeting)


def hold(session: Session, meeting: CaseMeeting) -> None:
    """Keep a meeting as it is, and read all of it anew: nobody else changes it now."""
    session.refresh(meeting, with_for_update={"of": CaseMeeting})
    session.refresh(meeting, ["decisions", "signatures"])
    for each in (*meeting.decisions, *meeting.signatures):
        session.refresh(each)
