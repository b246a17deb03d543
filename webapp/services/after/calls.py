"""Many are called one after the other; what came of each is kept at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from webapp.models import FollowUp, Party, User, Visit
from webapp.services.after import follow_ups

NOT_REACHED: Final = "not-reached"
"""What came of a call that nobody took; of others an outcome."""


@dataclass(frozen=True)
class Noted:
    """Of how many it is known now, and how many were not reached.

    Parameters
    ----------
    left
        Of whom it was known meanwhile, by somebody else or by their own word: it stays.
    """

    reached: int = 0
    tried: int = 0
    left: list[FollowUp] = field(default_factory=list)


def note(
    session: Session,
    files: tuple[ColumnElement[bool], ...],
    said: Mapping[int, str],
    how: str,
    on: date,
    by: User,
) -> Noted:
    """Keep what came of it for each that is still open, by the number of the follow-up.

    Parameters
    ----------
    files
        Of whose visits somebody may note: what is said of others is left.

    Raises
    ------
    RuleBroken
        The day lies before one of them was due, or ahead: then nothing is kept.
    """
    theirs = Visit.party.has(and_(*files, Party.anonymous_since.is_(None)))
    asked = select(FollowUp).where(FollowUp.id.in_(said), FollowUp.visit.has(theirs))
    held = session.scalars(asked.order_by(FollowUp.id).with_for_update(of=FollowUp)).all()
    reached = tried = 0
    left = []
    for each in held:
        session.refresh(each)
        if not each.is_open:
            left.append(each)
            continue
        if said[each.id] == NOT_REACHED:
            follow_ups.attempt(session, each, how, on, by)
            tried += 1
        else:
            follow_ups.reach(session, each, said[each.id], how, on)
            reached += 1
    return Noted(reached, tried, left)
