"""Who could take a place that has become free, with at most one other move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.groups import broken_group_rules
from matching.problem import Pair, Problem, ProblemError, Slot
from matching.situation import Situation, Unit
from matching.solution import Match, Solution


@dataclass(frozen=True)
class Replacement:
    """A way to use a free place.

    Parameters
    ----------
    party
        Who comes to the slot (with its companions).
    matches
        The new pairs: those who come, and those who take the place they leave.
    moved_from
        The slot that the party leaves, when it was already placed; then others who had no place
        come there.
    people
        How many more people are placed.
    points
        How many more points the solution has.
    """

    party: str
    matches: tuple[Match, ...]
    moved_from: str | None
    people: int
    points: int


def replacements(
    problem: Problem, solution: Solution, slot: str, limit: int = 3
) -> tuple[Replacement, ...]:
    """Find who could take a freed place, best first.

    Either someone without a place comes, and nobody else moves; or someone with a place moves
    there, and someone without a place takes the place they leave.

    Parameters
    ----------
    problem, solution
        The round, and the matches that still stand (see `Solution.without`).
    slot
        Where beds are free.
    limit
        How many to return.

    Raises
    ------
    ProblemError
        When the slot is not in the round.
    """
    if slot not in problem.slot_of:
        raise ProblemError(f"Slot {slot} is not in the round.", slot)
    vacancy = _Vacancy(problem, solution, problem.slot_of[slot])
    found = sorted(vacancy.answers(), key=lambda each: (-each.people, -each.points, each.matches))
    return tuple(found[:limit])


class _Vacancy:
    def __init__(self, problem: Problem, solution: Solution, slot: Slot) -> None:
        self.problem = problem
        self.slot = slot
        self.now = Situation(problem, solution.matches)
        heads = {problem.companions[party.id] for party in problem.parties}
        self.waiting = sorted(unit for unit in heads if unit[0] not in self.now.slot_of)
        self.placed = sorted(unit for unit in heads if unit[0] in self.now.slot_of)

    def answers(self) -> Iterator[Replacement]:
        for unit in self.waiting:
            if self._can_join(self.now, unit, self.slot):
                yield self._answer([(unit, self.slot)])
        for unit in self.placed:
            left = self.now.slot_of[unit[0]]
            if left != self.slot.id and self._can_join(self.now, unit, self.slot):
                yield from self._chain(unit, self.problem.slot_of[left])

    def _chain(self, unit: Unit, left: Slot) -> Iterator[Replacement]:
        """Move a placed unit here, and let someone who waits take the place it leaves."""
        then = Situation(self.problem, self._after([(unit, self.slot)]))
        for other in self.waiting:
            if self._can_join(then, other, left):
                yield self._answer([(unit, self.slot), (other, left)], left)

    def _can_join(self, situation: Situation, unit: Unit, slot: Slot) -> bool:
        group = [*situation.units_in.get(slot.id, []), unit]
        return (
            situation.is_open_to(unit, slot)
            and not broken_group_rules(slot, situation.parties(group))
            and not situation.limits(unit, slot)
        )

    def _after(self, moves: list[tuple[Unit, Slot]]) -> list[Pair]:
        where = self.now.slot_of | {party: slot.id for unit, slot in moves for party in unit}
        return sorted(where.items())

    def _answer(self, moves: list[tuple[Unit, Slot]], left: Slot | None = None) -> Replacement:
        gain = sum(
            self.now.points(unit, slot.id) - self.now.points(unit, self.now.slot_of.get(unit[0]))
            for unit, slot in moves
        )
        new = [unit for unit, _ in moves if unit[0] not in self.now.slot_of]
        return Replacement(
            party=moves[0][0][0],
            matches=tuple(Match(party, slot.id) for unit, slot in moves for party in unit),
            moved_from=left.id if left else None,
            people=sum(party.people for party in self.now.parties(new)),
            points=gain,
        )
