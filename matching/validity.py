"""Whether a set of matches keeps every rule, judged from the rules alone, without any solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from matching.eligibility import Rule, broken_rules
from matching.groups import GroupRule, broken_group_rules
from matching.limits import LimitUse, RoundRule
from matching.problem import Pair, Problem


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
        for judge in (_pairs, _groups, _one_slot, _companions, _limits, _pins)
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
    return [(limit.rule, limit.about) for limit in LimitUse(problem, chosen).broken()]


def _pins(problem: Problem, chosen: frozenset[Pair]) -> Findings:
    return [(RoundRule.PINNED, pair) for pair in sorted(problem.pinned - chosen)]
