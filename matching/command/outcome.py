"""What has to be said about an answer beside it: nobody is placed, or pins that cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from matching.checks import PinsClashError
from matching.eligibility import is_candidate
from matching.groups import GroupRule
from matching.health import count_rules
from matching.limits import RoundRule
from matching.problem import Pair, Problem, Slot
from matching.solution import Solution
from matching.validity import breaches

MOST_JUDGED = 1_000_000
"""Pairs: more would take longer to count than the round took to solve."""

OPEN, SEVERAL = "open", "several rules"

CONSEQUENCES = frozenset({GroupRule.MINIMUM, RoundRule.PINNED, RoundRule.MAX_MOVES})
"""What pins alone break only because nobody else is placed yet: to blame when nothing else is."""


def nobody_placed(problem: Problem, solution: Solution) -> str | None:
    """Say why an answer places nobody; none where it places someone."""
    if solution.matches:
        return None
    people = sum(party.people for party in problem.parties)
    return f"0 of {people} people placed: {_why_nobody(problem)}"


def _why_nobody(problem: Problem) -> str:
    if not problem.parties or not problem.slots:
        return f"the round has no {'slot' if problem.parties else 'party'}."
    judged = problem.slots[: max(1, MOST_JUDGED // len(problem.parties))]
    closed = Counter(rule for slot in judged for rule in _closed_by(problem, slot))
    told = [f"{count} by {rule}" for rule, count in closed.most_common() if rule != OPEN]
    said = [f"closed to everyone: {', '.join(told)}"] if told else []
    if closed[OPEN]:
        said.append(f"open, but to no group that rooms and limits allow: {closed[OPEN]}")
    return f"of {len(judged)} slots, {'; '.join(said)}."


def _closed_by(problem: Problem, slot: Slot) -> list[str]:
    """List the rules each of which closes a slot to everyone."""
    pairs = [(party, slot) for party in problem.parties]
    if any(is_candidate(problem, *pair) for pair in pairs):
        return [OPEN]
    counted = count_rules(problem, pairs)
    return [rule for rule, count in counted.items() if count == len(pairs)] or [SEVERAL]


def clash(problem: Problem, error: PinsClashError) -> str:
    """Name the rules that pins break, beside the sentence of the engine."""
    broken = _broken(problem, error.pairs)
    causes = [each for each in broken if each[0] not in CONSEQUENCES] or broken
    named = "; ".join(f"{rule} ({', '.join(about)})" if about else rule for rule, about in causes)
    return f"{error} Broken: {named}." if named else str(error)


def _broken(problem: Problem, pins: Iterable[Pair]) -> list[tuple[str, tuple[str, ...]]]:
    """List what the pins break, each with the companions that it takes along."""
    along = {(other, slot) for party, slot in pins for other in problem.companions[party]}
    return [(breach.rule, breach.about) for breach in breaches(problem, along)]
