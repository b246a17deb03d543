"""Whether a set of matches keeps every rule, judged from the rules alone, without any solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from matching.eligibility import Rule, broken_rules, is_candidate, needs_interpreter
from matching.groups import GroupRule, broken_group_rules
from matching.problem import Pair, Problem


class RoundRule(StrEnum):
    """A condition over the whole round."""

    ONE_SLOT = "one-slot"
    TOGETHER = "together"
    FARM_LIMIT = "farm-limit"
    INTERPRETER_LIMIT = "interpreter-limit"
    MAX_MOVES = "max-moves"
    PINNED = "pinned"


@dataclass(frozen=True, order=True)
class Breach:
    """A rule that some matches break, and who or what it concerns."""

    rule: Rule | GroupRule | RoundRule
    about: tuple[str, ...]


def breaches(problem: Problem, matches: Collection[Pair]) -> tuple[Breach, ...]:
    """List every rule that the matches break: of pairs, of groups, of the round."""
    chosen = frozenset(matches)
    return tuple(
        Breach(rule, about)
        for judge in (_pairs, _groups, _one_slot, _companions, _limits, _moves, _pins)
        for rule, about in judge(problem, chosen)
    )


Findings = list[tuple[Rule | GroupRule | RoundRule, tuple[str, ...]]]


def _pairs(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    return [
        (rule, (party, slot))
        for party, slot in sorted(chosen)
        for rule in broken_rules(problem, problem.party_of[party], problem.slot_of[slot])
    ]


def _groups(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    groups: dict[str, list[str]] = {}
    for party, slot in sorted(chosen):
        groups.setdefault(slot, []).append(party)
    return [
        (rule, (slot,))
        for slot, group in groups.items()
        for rule in broken_group_rules(
            problem.slot_of[slot], [problem.party_of[party] for party in group]
        )
    ]


def _one_slot(_problem: Problem, chosen: frozenset[Pair]) -> Findings:
    counted = Counter(party for party, _ in chosen)
    return [(RoundRule.ONE_SLOT, (party,)) for party, times in counted.items() if times > 1]


def _companions(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    return [
        (RoundRule.TOGETHER, (party, slot))
        for party, slot in sorted(chosen)
        if any((other, slot) not in chosen for other in problem.companions[party])
    ]


def _limits(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    parties = Counter(problem.slot_of[slot].farm for _, slot in chosen)
    found: Findings = [
        (RoundRule.FARM_LIMIT, (farm,))
        for farm, limit in sorted(problem.farm_limits.items())
        if parties[farm] > limit
    ]
    limit = problem.interpreter_limit
    if limit is not None and count_interpreters(problem, chosen) > limit:
        found.append((RoundRule.INTERPRETER_LIMIT, ()))
    return found


def count_interpreters(problem: Problem, matches: Collection[Pair]) -> int:
    """Count the matches that need a telephone interpreter."""
    return sum(
        needs_interpreter(problem.party_of[party], problem.slot_of[slot]) for party, slot in matches
    )


def previous_candidates(problem: Problem) -> frozenset[Pair]:
    """Keep the previous pairs that are still candidates: only these count as moves."""
    return frozenset(
        (party, slot)
        for party, slot in problem.previous
        if is_candidate(problem, problem.party_of[party], problem.slot_of[slot])
    )


def count_moves(problem: Problem, matches: Collection[Pair]) -> int:
    """Count the previous pairs, still candidates, that are given up."""
    return len(previous_candidates(problem) - frozenset(matches))


def _moves(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    allowed = problem.max_moves
    return (
        [(RoundRule.MAX_MOVES, ())]
        if allowed is not None and count_moves(problem, chosen) > allowed
        else []
    )


def _pins(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    return [(RoundRule.PINNED, pair) for pair in sorted(problem.pinned - chosen)]
