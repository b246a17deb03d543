"""A place that is free again: who could take it, best first, and proposing it to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Party, Programme, Slot, Visit
from webapp.services.engine.barriers import barriers
from webapp.services.engine.ids import number_of, party_id, slot_id
from webapp.services.rounds.held_visits import with_a_visit_ahead
from webapp.services.rounds.snapshot import take_snapshot
from webapp.services.rounds.weights import USUAL, weights_of
from webapp.services.visits import places, proposing
from webapp.services.visits.safeguarding import needs_lift, written

SHOWN = 3
LOOKED_AT = 50
"""More than enough."""


@dataclass(frozen=True)
class Reason:
    """Why somebody is named for a place, and what stands in the way."""

    facts: matching.MatchFacts
    barriers: tuple[str, ...]


Group = list[Party]
"""A party with its companions: they come together or not at all."""


@dataclass(frozen=True)
class Possible:
    """Who could take a place, best first.

    Parameters
    ----------
    groups
        Those to whom it may be proposed at once.
    apart
        Those kept apart for their safety: it is proposed to them with a written reason only.
    """

    groups: list[Group]
    apart: list[Group]
    reasons: Mapping[int, "Reason"] = field(default_factory=dict)
    """By party's number."""

    @classmethod
    def split(cls, groups: list[Group], slot: Slot, reasons: Mapping[int, "Reason"]) -> "Possible":
        """Tell those who are kept apart from the others."""
        apart = [
            group
            for group in groups
            if any(needs_lift(each, slot.farm, slot.arrival) for each in group)
        ]
        return cls([group for group in groups if group not in apart], apart, reasons)


def could_come(session: Session, slot: Slot, organisation_id: int) -> Possible:
    """Return an association's parties who could take a place.

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
    snapshot = take_snapshot(session, of_these_days)
    everyone = snapshot.problem.excluded - snapshot.safeguarded  # told apart by `Possible`
    problem = replace(snapshot.problem, excluded=everyone)
    if slot_id(slot.id) not in problem.slot_of:
        return Possible([], [])
    guests = tuple(matching.Match(*pair) for pair in sorted(problem.pinned))
    found = matching.replacements(problem, guests, slot_id(slot.id), limit=LOOKED_AT)
    groups = [[number_of(match.party) for match in each.matches] for each in found]
    loaded = _load(session, {number for group in groups for number in group})
    reasons = {number: _reason(problem, number, slot) for number in loaded}
    people = [[loaded[number] for number in group] for group in groups]
    return Possible.split(people, slot, reasons)


def _reason(problem: matching.Problem, number: int, slot: Slot) -> Reason:
    party, place = problem.party_of[party_id(number)], problem.slot_of[slot_id(slot.id)]
    there = [problem.party_of[who] for who, where in problem.pinned if where == place.id]
    facts = matching.match_facts(problem, party, place)
    return Reason(facts, barriers(party, place, there))


def _load(session: Session, numbers: set[int]) -> dict[int, Party]:
    query = select(Party).where(Party.id.in_(numbers)).options(selectinload(Party.persons))
    return {party.id: party for party in session.scalars(query)}


def propose(session: Session, slot: Slot, party: Party, lift: str | None = None) -> list[Visit]:
    """Propose a free place to a party and its companions, if it still suits them.

    Parameters
    ----------
    lift
        Why it is safe, in a caseworker's words, for those who are kept apart for their safety.

    Raises
    ------
    RuleBroken
        When someone else was quicker, something changed, or a reason is missing.
    """
    reason = None if lift is None else written(lift)
    together = party.companions.parties if party.companions else [party]
    places.lock(session, [each.id for each in together], [slot.id])
    if party.people > slot.beds_free:
        raise RuleBroken("place-just-taken")
    if party.id in with_a_visit_ahead(session):
        raise RuleBroken("party-has-a-visit")
    possible = could_come(session, slot, party.organisation_id)
    group = next((each for each in possible.groups + possible.apart if party in each), None)
    if group is None:
        raise RuleBroken("group-does-not-fit")
    return [
        proposing.propose(
            session,
            party=each,
            slot=slot,
            round=None,
            answer_by=_answer_by(session, slot),
            lift_reason=reason if needs_lift(each, slot.farm, slot.arrival) else None,
        )
        for each in group
    ]


def _answer_by(session: Session, slot: Slot) -> date:
    days = timedelta(days=session.get_one(Programme, 1).answer_days)
    return proposing.last_to_answer(today() + days, slot.arrival)
