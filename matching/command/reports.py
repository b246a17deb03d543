"""Answers as tables: a row for each party, for each slot, for each figure, for each reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matching.command.answers import Sheet
from matching.command.workbooks import Value
from matching.eligibility import distance_km
from matching.explanation import Explanation
from matching.problem import Party, Problem, Slot
from matching.scoring import wish_rank
from matching.solution import Solution

LISTED = "; "
"""Between the items of a cell, as tables are read."""


def of_parties(problem: Problem, solution: Solution) -> Sheet:
    """Say where each party goes, the days, the way, and which of its wishes it is."""
    rows = tuple(
        (
            party.id,
            party.people,
            *_visit(party, problem.slot_of.get(solution.slot_of.get(party.id, ""))),
        )
        for party in problem.parties
    )
    return Sheet(
        "parties", ("party", "people", "slot", "farm", "arrival", "departure", "km", "wish"), rows
    )


def _visit(party: Party, slot: Slot | None) -> tuple[Value, ...]:
    if slot is None:
        return (None,) * 6
    km = round(distance_km(party.home, slot.place))
    return slot.id, slot.farm, slot.arrival, slot.departure, km, wish_rank(party, slot)


def of_slots(problem: Problem, solution: Solution) -> Sheet:
    """Say who comes to each slot, and how many of its beds that takes."""
    rows = tuple(
        (
            slot.id,
            slot.farm,
            slot.arrival,
            slot.departure,
            slot.beds,
            sum(problem.party_of[each].people for each in solution.group_of.get(slot.id, ())),
            LISTED.join(solution.group_of.get(slot.id, ())),
        )
        for slot in problem.slots
    )
    return Sheet(
        "slots", ("slot", "farm", "arrival", "departure", "beds", "people", "parties"), rows
    )


def figures(values: dict[str, Any]) -> Sheet:
    """List what the answer says of the whole round, and what repeats it."""
    rows: list[tuple[Value, ...]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows += [(f"{name}: {part}", each) for part, each in value.items()]
        elif not isinstance(value, list):
            rows.append((name, value))
    return Sheet("round", ("figure", "value"), tuple(rows))


def of_reasons(reasons: Iterable[Explanation]) -> Sheet:
    """Say of each party or slot what it got, what closes the rest, and what is nearest."""
    rows = tuple(
        (
            each.id,
            LISTED.join(
                match.slot if each.kind == "party" else match.party for match in each.matches
            ),
            sum(match.points for match in each.matches),
            each.open,
            LISTED.join(f"{rule} {count}" for rule, count in each.closed.items()),
            LISTED.join(
                f"{miss.slot if each.kind == 'party' else miss.party}: {miss.rule} {miss.amount}"
                for miss in each.near_misses
            ),
        )
        for each in reasons
    )
    return Sheet("reasons", ("id", "with", "points", "open", "closed by", "nearly open"), rows)
