"""What the problems of past rounds say of people who are made anonymous, and what stays."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session, undefer

from webapp.ground.clock import now, today
from webapp.models import MatchingRound, RoundRun, Visit
from webapp.services.engine import ids

GONE: Final = {"languages", "needs", "wishes", "available", "refuses", "waiting_since"}
"""What no longer stands there of a party; its size and its frames do."""
RUNS_KEPT_FOR: Final = timedelta(days=92)
"""So long after the last day of a round its earlier runs stay: nobody compares them any more."""


def blank_in_rounds(session: Session, parties: Sequence[int]) -> None:
    """Leave in the problems of all rounds how many these were, and nothing else of them."""
    stood = session.scalars(select(Visit.id).where(Visit.party_id.in_(parties)))
    gone = {*map(ids.party_id, parties), *map(ids.guest_id, stood)}
    frozen, asked = MatchingRound.problem, MatchingRound.asked["problem"]
    holds_one = or_(*(_names(each, name) for each in (frozen, asked) for name in gone))
    for each in session.scalars(select(MatchingRound).where(holds_one)):
        if each.problem:
            each.problem = _without(each.problem, gone)
            each.certificate, each.blanked_at = None, now()  # its prices are of another problem
        if each.asked:
            each.asked = each.asked | {"problem": _without(each.asked["problem"], gone)}
    _blank_in_runs(session, gone)
    session.flush()


def _blank_in_runs(session: Session, gone: set[str]) -> None:
    holds_one = or_(*(_names(RoundRun.problem, name) for name in gone))
    held = select(RoundRun).where(holds_one).options(undefer(RoundRun.problem))
    for each in session.scalars(held):
        each.problem, each.blanked_at = _without(each.problem or {}, gone), now()


def forget_runs(session: Session) -> int:
    """Remove the earlier runs of rounds that have long been over; return how many."""
    over = select(MatchingRound.id).where(MatchingRound.last_day < today() - RUNS_KEPT_FOR)
    old = RoundRun.round_id.in_(over), RoundRun.problem.is_not(None)
    return len(session.execute(delete(RoundRun).where(*old).returning(RoundRun.id)).all())


def _names(problem: Any, party: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = problem["parties"].contains([{"id": party}])
    return found


def _without(problem: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    parties = [_blank(each) if each["id"] in gone else each for each in problem["parties"]]
    return problem | {"parties": parties}


def _blank(party: dict[str, Any]) -> dict[str, Any]:
    left = {name: value for name, value in party.items() if name not in GONE}
    return left | {"home": [round(coordinate) for coordinate in party["home"]]}
