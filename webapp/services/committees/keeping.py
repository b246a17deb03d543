"""Committees: called, begun with the agenda of that moment, decided line by line."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Committee, CommitteeLine, Incident, LineKind, User
from webapp.services.committees import agenda
from webapp.services.records import audit
from webapp.services.visits import incidents

A_MONTH = timedelta(weeks=4)
"""Four weeks: the next committee is on the same day of the week."""


def listed(session: Session) -> Sequence[Committee]:
    """Return every committee, the latest first."""
    query = select(Committee).order_by(Committee.day.desc())
    return session.scalars(query.options(selectinload(Committee.lines))).all()


def next_day(session: Session) -> date:
    """Return the day that is suggested for the next: a month after the last, and still to come."""
    last = session.scalar(select(Committee.day).order_by(Committee.day.desc()).limit(1))
    day = (last or today() - A_MONTH / 2) + A_MONTH
    return max(day, today())


def call(session: Session, on: date) -> Committee:
    """Prepare a committee for a day."""
    if session.scalar(select(Committee.id).where(Committee.day == on)):
        raise RuleBroken("committee-known")
    committee = Committee(day=on)
    session.add(committee)
    audit.record(session, "committee.called", committee)
    return committee


def shown(session: Session, committee: Committee, reader: User) -> list[CommitteeLine]:
    """Return the lines of a committee that somebody may read, those added last.

    While it is prepared they follow what is so; nothing of that is kept.
    """
    found = agenda.lines(session) if committee.is_prepared else []
    whole = [*found, *committee.lines]
    about = [each.subject_id for each in whole if each.kind is LineKind.INCIDENT]
    seen = Incident.id.in_(about), incidents.readable_by(reader)
    readable = set(session.scalars(select(Incident.id).where(*seen))) if about else set()
    order = list(LineKind)
    return sorted(
        (each for each in whole if each.kind is not LineKind.INCIDENT
         or each.subject_id in readable),
        key=lambda each: order.index(each.kind),
    )  # fmt: skip


def add(session: Session, committee: Committee, title: str) -> None:
    """Put something on the agenda in one's own words."""
    hold(session, committee)
    committee.add(title)
    audit.record(session, "committee.line-added", committee)


def reword(session: Session, line: CommitteeLine, title: str) -> None:
    """Say better what somebody put on the agenda."""
    hold(session, line.committee)
    line.reword(title)
    audit.record(session, "committee.line-changed", line.committee, line=line.id)


def take_off(session: Session, line: CommitteeLine) -> None:
    """Take off the agenda what somebody put on it."""
    hold(session, line.committee)
    line.require_removable()
    audit.record(session, "committee.line-removed", line.committee, line=line.id)
    line.committee.lines.remove(line)


def put_on_again(session: Session, line: CommitteeLine) -> None:
    """Put on the agenda again what was taken off by mistake, while it takes lines."""
    committee = session.get_one(Committee, line.committee_id)
    hold(session, committee)
    session.add(line)
    session.flush()
    line.require_removable()
    audit.record(session, "committee.line-put-back", committee, line=line.id)


def begin(session: Session, committee: Committee) -> None:
    """Keep the agenda as it is at this moment; from now on decisions are written."""
    hold(session, committee)
    if committee.day > today():
        raise RuleBroken("committee-to-come")
    committee.begin(now(), agenda.lines(session) if committee.is_prepared else [])
    audit.record(session, "committee.begun", committee)


def decide(session: Session, line: CommitteeLine, decision: str) -> None:
    """Write what was decided about a line."""
    hold(session, line.committee)
    line.decide(decision)
    audit.record(session, "committee.decided", line.committee, line=line.id)


def close(
    session: Session,
    committee: Committee,
    said: dict[str, Any],
    present: Sequence[User],
    by: User,
) -> None:
    """Freeze what the minutes say, for those who were there to sign."""
    hold(session, committee)
    committee.close(said, present, by)
    audit.record(session, "committee.closed", committee, present=len(present))


def name_others(session: Session, committee: Committee, others: str) -> None:
    """Say who else is there, by their role."""
    hold(session, committee)
    committee.others_present = others or None


def leave_unsigned(session: Session, committee: Committee, user: User) -> None:
    """Await no more the signature of somebody whose account is closed."""
    hold(session, committee)
    committee.leave_unsigned(user, now())
    audit.record(session, "committee.left-unsigned", committee, user=user.id)
    session.flush()  # once they stand, the database takes no signature any more
    committee.stand_once_signed()


def take_up(session: Session, committee: Committee, by: User) -> None:
    """Go on deciding; whoever has signed signs anew."""
    hold(session, committee)
    committee.take_up(by)
    audit.record(session, "committee.taken-up", committee)


def sign(session: Session, committee: Committee, by: User, at: datetime | None = None) -> None:
    """Sign the minutes for oneself; with the last signature they stand for good."""
    hold(session, committee)
    committee.sign(by, at or now())
    session.flush()  # once they stand, the database takes no signature any more
    committee.stand_once_signed()
    audit.record(session, "committee.signed", committee)


def remove(session: Session, committee: Committee) -> None:
    """Take a committee away that has not begun, and on whose agenda nobody put anything."""
    hold(session, committee)
    committee.require_removable()
    audit.record(session, "committee.removed", committee)
    session.delete(committee)


def hold(session: Session, committee: Committee) -> None:
    """Keep a committee as it is, and read all of it anew: nobody else changes it now."""
    session.refresh(committee, with_for_update={"of": Committee})
    session.refresh(committee, ["lines", "signatures"])
    for each in [*committee.lines, *committee.signatures]:
        session.refresh(each)
