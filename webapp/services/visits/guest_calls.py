"""Guests who must be called since their farm was stopped: asked for, told at once, ticked off."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.telephones import takes_texts
from webapp.models import GuestCall, Party, User, Visit, VisitState
from webapp.services.records import audit, on_duty, outbox, staff

SET_OUT_SOON = timedelta(days=3)
"""Whoever leaves home within so long may have packed already, and must hear a voice."""


def is_needed(visit: Visit) -> bool:
    """Whether the guests of a visit that is being stopped must be called.

    Those in the house always; those to come when they set out soon, or when no message of ours
    reaches them.
    """
    in_the_house = visit.state is VisitState.UNDER_WAY
    soon = visit.arrival <= today() + SET_OUT_SOON
    return in_the_house or soon or not visit.party.reads_messages


def ask(session: Session, visit: Visit) -> None:
    """Put a call on the boards, and write to the association and to the number on duty at once."""
    waiting = select(GuestCall.id).where(
        GuestCall.visit_id == visit.id, GuestCall.made_at.is_(None)
    )
    if session.scalar(waiting) is not None:
        return
    call = GuestCall(visit=visit)
    session.add(call)
    session.flush()
    audit.record(session, "visit.guests-to-call", visit)
    for caseworker in staff.caseworkers(session, visit.organisation_id):
        key = f"guest-call-{call.id}-{caseworker.id}"
        outbox.write_to_user(session, caseworker, "guests-to-call", key=key)
    if takes_texts(on_duty.number(session)):
        outbox.write_to_on_duty(session, visit, "guests-to-call-now", key=f"guest-call-{call.id}")


def make(session: Session, call: GuestCall, by: User) -> None:
    """Record that the guests were called."""
    session.refresh(call, with_for_update={"of": GuestCall})
    if call.made_at is not None:
        raise RuleBroken("changed-meanwhile")
    call.make(by)
    audit.record(session, "guest-call.made", call, visit=call.visit_id)


def to_make() -> Select[GuestCall]:
    """Ask for the calls that nobody has made yet."""
    return select(GuestCall).where(GuestCall.made_at.is_(None))


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[GuestCall]:
    """Return the calls that nobody has made yet, those who are in the house first."""
    whole = joinedload(GuestCall.visit).options(
        joinedload(Visit.farm), joinedload(Visit.party).selectinload(Party.persons)
    )
    first = Visit.state != VisitState.UNDER_WAY, Visit.stay, GuestCall.id
    query = to_make().join(GuestCall.visit).where(*conditions)
    return list(session.scalars(query.order_by(*first).options(whole)))
