"""Taking back: what was done to a visit by mistake, before anybody is told, and afterwards.

For a while the visit keeps how it was before; then, and where others were told at once, an end
can be undone by restoring the visit, if its place is free, which both sides are told.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import SWAPPED
from webapp.models import Answer, MessageState, PartyState, Side, Visit, VisitState
from webapp.services.engine import grouping
from webapp.services.records import audit
from webapp.services.visits import answers, proposing, unmaking
from webapp.services.visits.past_answers import SAFETY

_instant = datetime.fromisoformat

KEPT: dict[str, Callable[[Any], Any]] = {
    "state": VisitState,
    "party_answer": Answer,
    "party_answered_at": _instant,
    "party_reason": str,
    "party_shown": dict,
    "farm_answer": Answer,
    "farm_answered_at": _instant,
    "farm_reason": str,
    "farm_shown": dict,
    "parted_at": datetime.fromisoformat,
    "answer_by": date.fromisoformat,
    "confirmed_at": _instant,
    "ended_by": Side,
    "end_reason": str,
    "ended_at": _instant,
}
"""What an act changes of a visit, and how each value is read back."""

BEGUN = {VisitState.NO_SHOW, VisitState.ENDED_EARLY}
"""How a visit ended whose first day had come."""


@contextmanager
def undoable(visit: Visit, wait: timedelta | None) -> Iterator[None]:
    """Let what is done to a visit inside be taken back so long, or not at all.

    The caller holds the lock.
    """
    before, doubted = _written(visit), visit.slot.in_doubt_since
    yield
    visit.undo = None
    after = _written(visit)
    if wait is not None and before != after:
        until = (now() + wait).isoformat()
        doubts = doubted is None and visit.slot.in_doubt_since is not None
        visit.undo = {"until": until, "since": now().isoformat(), "before": before,
                      "after": after, "doubts": doubts}  # fmt: skip


def _written(visit: Visit) -> dict[str, Any]:
    return {name: _plain(getattr(visit, name)) for name in KEPT}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def undone_until(visit: Visit) -> datetime | None:
    """Return until when the last act on a visit can be taken back, if it can."""
    if visit.undo is None or visit.undo["after"] != _written(visit):
        return None
    until = _instant(visit.undo["until"])
    return until if now() < until else None


def undo(session: Session, visit: Visit) -> None:
    """Take the last act on a visit back: it stands as before, and nobody was told.

    Raises
    ------
    RuleBroken
        When it is too late, something else has happened since, or the place was given away.
    """
    proposing.lock(session, visit)
    kept = visit.undo
    if kept is None or undone_until(visit) is None:
        raise RuleBroken("too-late-to-undo")
    for message in unmaking.keep_from_leaving(session, [visit], _instant(kept["since"])):
        if message.state is not MessageState.NOT_NEEDED:
            message.close()
    held = visit.holds
    for name, value in kept["before"].items():
        setattr(visit, name, None if value is None else KEPT[name](value))
    visit.undo = None
    if kept["doubts"]:
        visit.slot.confirm()
    if visit.holds and not held:
        _check_beds(session, visit)
        proposing.hold_again(session, visit)
    elif held and not visit.holds:
        proposing.release(session, visit)
    audit.record(session, "visit.taken-back", visit)
    _tell_where_it_stands(session, visit)


def _check_beds(session: Session, visit: Visit) -> None:
    """Raise what keeps a visit from holding its beds again, as if it had never let them go."""
    if visit.party.state is PartyState.LEFT:
        raise RuleBroken("party-has-left")
    if visit.people > visit.slot.beds_free:
        raise RuleBroken("slot-is-full", beds_free=visit.slot.beds_free)
    with seeing_everyone(session):
        crowded = grouping.breaks_a_rule(session, visit.slot, visit.party)
    if crowded:
        raise RuleBroken("group-does-not-fit")


def _tell_where_it_stands(session: Session, visit: Visit) -> None:
    """Write again what may have been closed meanwhile; who knows it already is told nothing."""
    kinds = {VisitState.PROPOSED: "visit-proposed", VisitState.CONFIRMED: "visit-confirmed"}
    if visit.state in kinds:
        again = now().isoformat()
        proposing.tell_both(session, visit, kinds[visit.state], occasion=again)


def may_be_restored(visit: Visit) -> bool:
    """Whether a visit that was ended by hand could stand again, its place being free.

    Whoever swapped swaps back: the two visits end and begin together.
    """
    if visit.state is VisitState.CANCELLED:
        return visit.arrival > today() and visit.end_reason != SWAPPED
    return visit.state in BEGUN and visit.departure >= today()


def in_the_way(session: Session, visit: Visit) -> RuleBroken | None:
    """Return what keeps a visit that has ended from standing again, if anything does.

    So long as its end can be taken back it is as if it had never let go of its beds.
    """
    as_before = visit.state in BEGUN or undone_until(visit)
    check = _check_beds if as_before else proposing.check_again
    try:
        check(session, visit)
    except RuleBroken as rule:
        return rule
    return None


def restore(session: Session, visit: Visit) -> None:
    """Let a visit stand again that was ended by mistake, and tell whoever was told of its end.

    Raises
    ------
    RuleBroken
        When it is too late, or with what is in the way.
    """
    proposing.lock(session, visit)
    if not may_be_restored(visit):
        raise RuleBroken("too-late-to-restore")
    if visit.state is VisitState.CANCELLED:
        proposing.retake(session, visit)
    else:
        _check_beds(session, visit)
        proposing.hold_again(session, visit)
    visit.restore()
    visit.undo = None
    if visit.state is VisitState.PROPOSED:
        proposing.move_deadline(session, visit)
    audit.record(session, "visit.restored", visit)
    occasion = now().isoformat()
    proposing.tell_both(session, visit, "visit-restored", occasion=occasion)


def answer_by_telephone(
    session: Session, visit: Visit, side: Side, given: Answer, reason: str | None
) -> None:
    """Record what a side said by telephone; it can be taken back until others are told.

    What is about safety is told at once: an incident is closed by a coordinator.
    """
    proposing.lock(session, visit)
    with undoable(visit, None if reason == SAFETY else proposing.TOLD_AFTER):
        answers.answer(session, visit, side, given, reason, late=True)
