"""A place that is free again: who could take it, best first, and proposing it to them."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.clock import today
from webapp.errors import RuleBroken
from webapp.models import MatchingRound, Party, Programme, Slot, Visit
from webapp.services import places, visits
from webapp.services.rounds.weights import USUAL, weights_of
from webapp.services.snapshot import number_of, slot_id, take_snapshot

SHOWN = 3
LOOKED_AT = 50
"""More than enough: those who declined this very place are passed over."""


def could_come(session: Session, slot: Slot, organisation_id: int) -> list[list[Party]]:
    """Return an association's parties who could take a place, each with its companions.

    The engine judges, with every rule of a round and its usual weights; nobody else moves.
    """
    of_these_days = MatchingRound(
        name="",
        organisation_id=organisation_id,
        first_day=slot.arrival,
        last_day=slot.departure,
        weights=weights_of(USUAL),
        answer_by=slot.arrival,
    )
    problem = take_snapshot(session, of_these_days).problem
    if slot_id(slot) not in problem.slot_of:
        return []
    guests = tuple(matching.Match(*pair) for pair in sorted(problem.pinned))
    standing = matching.Solution(matches=guests, people=0, points=0, bound=0)
    found = matching.replacements(problem, standing, slot_id(slot), limit=LOOKED_AT)
    groups = [[number_of(match.party) for match in each.matches] for each in found]
    declined = _had_it_before(session, slot)
    wanted = [group for group in groups if not declined.intersection(group)]
    loaded = _load(session, {number for group in wanted for number in group})
    return [[loaded[number] for number in group] for group in wanted]


def _had_it_before(session: Session, slot: Slot) -> set[int]:
    return set(session.scalars(select(Visit.party_id).where(Visit.slot_id == slot.id)))


def _load(session: Session, numbers: set[int]) -> dict[int, Party]:
    query = select(Party).where(Party.id.in_(numbers)).options(selectinload(Party.persons))
    return {party.id: party for party in session.scalars(query)}


def propose(session: Session, slot: Slot, party: Party) -> list[Visit]:
    """Propose a free place to a party and its companions, if it still suits them.

    Raises
    ------
    RuleBroken
        When someone else was quicker, or something changed.
    """
    together = party.companions.parties if party.companions else [party]
    places.lock(session, [each.id for each in together], [slot.id])
    groups = could_come(session, slot, party.organisation_id)
    group = next((group for group in groups if party in group), None)
    if group is None:
        raise RuleBroken("group-does-not-fit")
    return [
        visits.propose(
            session, party=each, slot=slot, round=None, answer_by=_answer_by(session, slot)
        )
        for each in group
    ]


def _answer_by(session: Session, slot: Slot) -> date:
    days = timedelta(days=session.get_one(Programme, 1).answer_days)
    return visits.last_to_answer(today() + days, slot.arrival)
