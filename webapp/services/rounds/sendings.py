"""What the calendar does to plans; a person sends, the calendar only proposes to.

Every function may run as often as one likes: it does what is due and nothing twice.
"""

from datetime import datetime, time

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    MatchingRound,
    Party,
    PartyState,
    PlannedMatch,
    RoundState,
    Slot,
    SlotState,
    Visit,
)
from webapp.services.rounds import plan
from webapp.services.rounds.held_visits import AHEAD
from webapp.services.rounds.solving import ask_for_a_run


def drop_what_is_lost(session: Session) -> int:
    """Take out of all plans what can no longer be: the next run plans these people anew."""
    party = exists().where(Party.id == PlannedMatch.party_id, Party.state == PartyState.READY)
    slot = exists().where(
        Slot.id == PlannedMatch.slot_id,
        Slot.state == SlotState.OPEN,
        Slot.arrival > today(),
        Slot.in_doubt_since.is_(None),
    )
    ahead = exists().where(Visit.party_id == PlannedMatch.party_id, Visit.state.in_(AHEAD))
    lost = delete(PlannedMatch).where(or_(~party, ~slot, ahead)).returning(PlannedMatch.id)
    return len(session.scalars(lost).all())


def plan_due_anew(session: Session) -> int:
    """Run the rounds of which visits are due, once on such a day: what is sent fits what is new.

    A round in which nobody, or no place, is left keeps no plan.
    """
    due = exists().where(PlannedMatch.round_id == MatchingRound.id, PlannedMatch.due_on <= today())
    midnight = datetime.combine(today(), time.min, PARIS)
    before = MatchingRound.queued_at < midnight
    asked = 0
    for found in _held(session, due, before):
        try:
            with session.begin_nested():
                ask_for_a_run(session, found)
        except RuleBroken:
            plan.give_up(session, found)
        else:
            asked += 1
    return asked


def end_what_is_over(session: Session) -> int:
    """End the plans whose window is over."""
    over = _held(session, MatchingRound.last_day < today())
    for found in over:
        plan.end(session, found)
    return len(over)


def _held(session: Session, *conditions: object) -> list[MatchingRound]:
    query = (
        select(MatchingRound)
        .where(MatchingRound.state == RoundState.PLANNED, *conditions)  # type: ignore[arg-type]
        .order_by(MatchingRound.id)
        .with_for_update(of=MatchingRound, skip_locked=True)
    )
    return list(session.scalars(query))
