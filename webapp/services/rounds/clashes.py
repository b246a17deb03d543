"""Kept pairs that cannot all hold: seen at once from the rules, or found out by a run."""

from collections.abc import Iterable
from dataclasses import dataclass

import matching
from webapp.models import DecisionKind, MatchingRound, RoundDecision
from webapp.services.engine.ids import is_party, pair_ids
from webapp.services.rounds.result import Pair

LEFT_TO_THE_RUN = {
    matching.GroupRule.MINIMUM,
    matching.RoundRule.FLOOR,
    matching.RoundRule.MAX_MOVES,
    matching.RoundRule.PINNED,
    matching.RoundRule.TOGETHER,
}
"""What others may still see to, or what follows from another rule that is broken."""


@dataclass(frozen=True)
class Clash:
    """Decisions of which at least one has to be taken back.

    Parameters
    ----------
    rules
        What they break together, by the engine's codes; none where only a run could tell.
    """

    decisions: tuple[RoundDecision, ...]
    rules: tuple[str, ...]


def find_clashes(of_round: MatchingRound, problem: matching.Problem) -> list[Clash]:
    """Return the kept pairs that cannot all hold, judged by the rules and by the last run.

    Parameters
    ----------
    problem
        What the rules are read from: the frozen problem of the result, or one as of now.
    """
    pins = {
        pair_ids(each.party_id, each.slot_id): each
        for each in of_round.decisions
        if each.kind is DecisionKind.PIN
    }
    rules_of: dict[tuple[Pair, ...], list[str]] = {}
    for breach in _breaches(problem, pins):
        if named := _named(problem, pins, breach):
            rules_of.setdefault(named, []).append(breach.rule.value)
    found_out = tuple(sorted((party, slot) for party, slot in of_round.clashing))
    if found_out and not any(set(known) <= set(found_out) for known in rules_of):
        kept = tuple(pair for pair in found_out if pair in pins)
        guests = any(not is_party(party) for party, _slot in found_out)
        if kept == tuple(pair for pair in found_out if is_party(pair[0])) and (kept or guests):
            rules_of[kept] = []
    return [
        Clash(tuple(pins[pair] for pair in named), tuple(dict.fromkeys(rules)))
        for named, rules in rules_of.items()
    ]


def clashes(of_round: MatchingRound, party: int, slot: int) -> bool:
    """Whether a pair that is kept contradicts another one, or the rules."""
    found = find_clashes(of_round, matching.from_json(of_round.problem or {}))
    named = {(each.party_id, each.slot_id) for clash in found for each in clash.decisions}
    return (party, slot) in named


def _breaches(problem: matching.Problem, pins: Iterable[Pair]) -> list[matching.Breach]:
    """Judge the pins, with their companions, beside the guests who are there already.

    The result may have been frozen while a pair was forbidden that is kept now: what it excludes
    is judged by the next run.
    """
    known = [pair for pair in pins if pair[0] in problem.party_of and pair[1] in problem.slot_of]
    chosen = {(each, slot) for party, slot in known for each in problem.companions[party]}
    chosen |= {pair for pair in problem.pinned if not is_party(pair[0])}
    return [
        breach
        for breach in matching.breaches(problem, chosen)
        if breach.rule not in LEFT_TO_THE_RUN and breach.rule is not matching.Rule.EXCLUDED
    ]


def _named(
    problem: matching.Problem, pins: Iterable[Pair], breach: matching.Breach
) -> tuple[Pair, ...]:
    """Return the pins that a breach concerns."""

    def concerns(pair: Pair) -> bool:
        party, slot = pair
        if party not in problem.party_of or slot not in problem.slot_of:
            return False
        here = {*problem.companions[party], slot, problem.slot_of[slot].farm}
        return set(breach.about) <= here

    return tuple(sorted(filter(concerns, pins)))
