"""The state of a round before it is solved: who has no possible slot, and what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matching.candidates import find_candidates
from matching.eligibility import Rule, broken_rules
from matching.near_misses import NearMiss, nearest_misses
from matching.problem import Party, Problem, Slot

NEAREST = 3
"""Near misses told for each."""


@dataclass(frozen=True)
class Closed:
    """A party without a slot it could go to, or a slot without a party that could come.

    Parameters
    ----------
    judged
        How many pairs were judged: one for each slot, or each party, of the round.
    rules
        For each rule, how many of them break it (a pair may break several).
    near_misses
        The pairs that one rule alone closes, nearest first.
    """

    id: str
    judged: int
    rules: dict[Rule, int]
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True)
class Health:
    """What a round looks like before solving.

    Parameters
    ----------
    candidates
        Pairs that break no rule.
    parties, slots
        Those without any candidate.
    unlocks
        For each rule, how many people without a possible slot would have one if this rule alone
        gave way for them.
    """

    party_count: int
    people: int
    slot_count: int
    beds: int
    candidates: int
    parties: tuple[Closed, ...]
    slots: tuple[Closed, ...]
    unlocks: dict[Rule, int]


def health(problem: Problem) -> Health:
    """Look a round over without solving it.

    Returns
    -------
    Health
        Who has no candidate and why, counted; nearest misses; what would unlock most people.
    """
    found = find_candidates(problem)
    open_parties = {found.parties[at] for at in set(found.party.tolist())}
    open_slots = {found.slots[at] for at in set(found.slot.tolist())}
    parties = [party for party in problem.parties if party.id not in open_parties]
    return Health(
        party_count=len(problem.parties),
        people=sum(party.people for party in problem.parties),
        slot_count=len(problem.slots),
        beds=sum(slot.beds for slot in problem.slots),
        candidates=len(found),
        parties=tuple(
            closed(problem, party.id, [(party, slot) for slot in problem.slots])
            for party in parties
        ),
        slots=tuple(
            closed(problem, slot.id, [(party, slot) for party in problem.parties])
            for slot in problem.slots
            if slot.id not in open_slots
        ),
        unlocks=_unlocks(problem, parties),
    )


def closed(problem: Problem, given: str, pairs: list[tuple[Party, Slot]]) -> Closed:
    """Count the rules that close these pairs, and find the nearest misses."""
    return Closed(
        id=given,
        judged=len(pairs),
        rules=count_rules(problem, pairs),
        near_misses=nearest_misses(problem, pairs, NEAREST),
    )


def count_rules(problem: Problem, pairs: Iterable[tuple[Party, Slot]]) -> dict[Rule, int]:
    """Count for each rule the pairs that break it, most often first."""
    counted = Counter(rule for pair in pairs for rule in broken_rules(problem, *pair))
    return dict(counted.most_common())


def _unlocks(problem: Problem, parties: list[Party]) -> dict[Rule, int]:
    people: Counter[Rule] = Counter()
    for party in parties:
        alone = {
            broken[0]
            for slot in problem.slots
            if len(broken := broken_rules(problem, party, slot)) == 1
        }
        for rule in alone:
            people[rule] += party.people
    return dict(people.most_common())
