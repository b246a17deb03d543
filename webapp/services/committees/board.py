"""What of the committees waits for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import today
from webapp.models import Committee, CommitteeSignature, CommitteeState, User


class Step(StrEnum):
    """What is next with a committee."""

    BEGIN = "begin"
    """It is today."""
    BEGIN_LATE = "begin-late"
    """Its day is over, and it has not begun: begin it, or take it away."""
    CLOSE = "close"
    """It has begun, and its minutes are not frozen."""
    SIGN = "sign"
    """Its minutes await the reader's signature."""


@dataclass(frozen=True)
class Waiting:
    """A committee of which something waits for somebody.

    Parameters
    ----------
    undone_by
        Who took it up again since they had signed, if anybody did.
    """

    committee: Committee
    step: Step
    undone_by: User | None


def waiting(session: Session, user: User) -> list[Waiting]:
    """Return the committees with which a coordinator is to go on, by their day."""
    return [*_waiting(session, user)]


def _waiting(session: Session, user: User) -> Iterator[Waiting]:
    for committee in session.scalars(_unsigned()).unique():
        mine = committee.signature_of(user)
        if step := _step(committee, user):
            yield Waiting(committee, step, mine.undone_by if mine else None)


@cache
def _unsigned() -> Select[Committee]:
    signatures = joinedload(Committee.signatures)
    signatures = signatures.joinedload(CommitteeSignature.undone_by).load_only(User.name)
    query = select(Committee).where(Committee.state != CommitteeState.SIGNED).options(signatures)
    return query.order_by(Committee.day)


def _step(committee: Committee, user: User) -> Step | None:
    if committee.is_meeting:
        return Step.CLOSE
    if committee.is_prepared and committee.day <= today():
        return Step.BEGIN if committee.day == today() else Step.BEGIN_LATE
    return Step.SIGN if committee.awaits(user) else None
