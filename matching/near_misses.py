"""How far a closed pair is from opening: 12 km, 2 days, one level of French."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matching.eligibility import (
    Rule,
    broken_rules,
    distance_km,
    missing_days,
    missing_features,
    missing_levels,
)
from matching.problem import Party, Problem, Slot


@dataclass(frozen=True)
class NearMiss:
    """A pair that one rule alone closes, and what would open it.

    Parameters
    ----------
    rule
        The only rule that the pair breaks. Refusals, exclusions and slots for women are choices,
        not distances: they are never a near miss.
    amount
        Whole kilometres more reach, days more availability, levels more French, beds more in one
        room, children to be welcomed, features to be added, or one frame to be accepted.
    missing
        The features or the frame, by code.
    """

    party: str
    slot: str
    rule: Rule
    amount: int
    missing: tuple[str, ...] = ()


def _kilometres(party: Party, slot: Slot) -> int:
    return math.ceil(distance_km(party.home, slot.place) - party.reach_km)


AMOUNT: dict[Rule, Callable[[Party, Slot], int]] = {
    Rule.DISTANCE: _kilometres,
    Rule.DATES: missing_days,
    Rule.LANGUAGE: missing_levels,
    Rule.PLACES: lambda party, slot: party.people - slot.beds,
    Rule.CHILDREN: lambda party, slot: party.children,
    Rule.NEEDS: lambda party, slot: len(missing_features(party, slot)),
    Rule.FRAME: lambda party, slot: 1,
}

EFFORT: dict[Rule, int] = {
    Rule.DISTANCE: 1,
    Rule.DATES: 10,
    Rule.NEEDS: 15,
    Rule.LANGUAGE: 25,
    Rule.PLACES: 30,
    Rule.CHILDREN: 40,
    Rule.FRAME: 50,
}
"""What one unit of each amount is taken to cost, in kilometres, to put the nearest first."""


def nearest_misses(
    problem: Problem, pairs: Iterable[tuple[Party, Slot]], limit: int
) -> tuple[NearMiss, ...]:
    """Find the pairs that are closest to opening."""
    missed = [miss for pair in pairs if (miss := near_miss(problem, *pair)) is not None]
    missed.sort(key=lambda miss: (EFFORT[miss.rule] * miss.amount, miss.party, miss.slot))
    return tuple(missed[:limit])


def near_miss(problem: Problem, party: Party, slot: Slot) -> NearMiss | None:
    """Say what would open the pair, when one rule alone closes it."""
    broken = broken_rules(problem, party, slot)
    if len(broken) != 1 or broken[0] not in AMOUNT:
        return None
    (rule,) = broken
    missing: tuple[str, ...] = ()
    if rule is Rule.NEEDS:
        missing = missing_features(party, slot)
    elif rule is Rule.FRAME:
        if not slot.frame:
            return None
        missing = (slot.frame,)
    return NearMiss(party.id, slot.id, rule, AMOUNT[rule](party, slot), missing)
