"""Who could take a free place with at most one other move, and who could swap with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from matching.assignment_state import AssignmentState, Unit
from matching.checks import ProblemError
from matching.groups import broken_group_rules
from matching.lottery import own_points
from matching.problem import Problem, Slot
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
    who
        The own points of those who come in.
    where
        How much more the places of all who move are worth to them; what comes from nowhere counts
        in full.
    """

    party: str
    matches: tuple[Match, ...]
    moved_from: str | None
    people: int
    who: int
    where: int


def replacements(
    problem: Problem, standing: Solution | Collection[Match], slot: str, limit: int = 3
) -> tuple[Replacement, ...]:
    """Find who could take a freed place, best first.

    Either someone without a place comes, and nobody else moves; or someone with a place moves
    there, and someone without a place takes the place they leave. No rule breaks. A previous pair
    that a guest gives up by declining is a move too: to fill the place although these exceed
    `max_moves`, ask with ``replace(problem, max_moves=None)``.

    Parameters
    ----------
    problem, standing
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
    vacancy = _Vacancy(problem, *_read(standing), problem.slot_of[slot])
    return tuple(sorted(vacancy.answers(), key=_best_first)[:limit])


def swaps(
    problem: Problem, standing: Solution | Collection[Match], party: str, limit: int = 3
) -> tuple[Replacement, ...]:
    """Find with whom a party could swap places, best first for all who move together.

    Each of the two, with its companions, takes the place of the other; nobody else moves and no
    rule breaks. It is an answer to the place that the party leaves: `Replacement.party` comes
    there, from the place that this one goes to. People and own points stay as they are. Nobody
    who is pinned swaps.

    Parameters
    ----------
    problem, standing, limit
        As for `replacements`.
    party
        Who asks.

    Raises
    ------
    ProblemError
        When the party has no place.
    """
    matches, seed = _read(standing)
    place = dict(matches).get(party)
    if place is None:
        raise ProblemError(f"Party {party} has no place to swap.", party)
    unit = problem.companions[party]
    if any((each, place) in problem.pinned for each in unit):
        return ()
    others = tuple(match for match in matches if match.party not in unit)
    vacancy = _Vacancy(problem, others, seed, problem.slot_of[place])
    return tuple(sorted(vacancy.swaps_with(unit), key=_best_first)[:limit])


def _read(standing: Solution | Collection[Match]) -> tuple[tuple[Match, ...], int]:
    """Return the matches, and the seed of their lots."""
    if isinstance(standing, Solution):
        return tuple(standing.matches), standing.seed
    return tuple(standing), 0


def _best_first(one: Replacement) -> tuple[int, int, int, tuple[Match, ...]]:
    return -one.people, -one.who, -one.where, one.matches


class _Vacancy:
    def __init__(self, problem: Problem, matches: Collection[Match], seed: int, slot: Slot) -> None:
        self.problem = problem
        self.slot = slot
        self.now = AssignmentState(problem, matches)
        self.own = own_points(problem, seed)
        units = sorted({problem.companions[party.id] for party in problem.parties})
        self.waiting = [unit for unit in units if unit[0] not in self.now.slot_of]
        self.movable = [unit for unit in units if self._may_leave(unit)]

    def _may_leave(self, unit: Unit) -> bool:
        """Return whether a unit has another place, and is not pinned there."""
        left = self.now.slot_of.get(unit[0])
        pinned = any((party, left) in self.problem.pinned for party in unit)
        return left not in (None, self.slot.id) and not pinned

    def answers(self) -> Iterator[Replacement]:
        for unit in self.waiting:
            if self._can_join(unit, self.slot):
                yield from self._allowed({unit: self.slot})
        for unit in self.movable:
            if self._can_join(unit, self.slot):
                yield from self._chains(unit, self.waiting)

    def swaps_with(self, asker: Unit) -> Iterator[Replacement]:
        """Give every swap of the unit whose place this is: it counts as gone from here."""
        before = self.now.points(asker, self.slot.id)
        for unit in self.movable:
            if self._can_join(unit, self.slot):
                for each in self._chains(unit, [asker]):
                    yield replace(each, people=0, who=0, where=each.where - before)

    def _chains(self, unit: Unit, waiting: Collection[Unit]) -> Iterator[Replacement]:
        """Move a placed unit here, and let someone who waits take the place it leaves."""
        left = self.problem.slot_of[self.now.slot_of[unit[0]]]
        for other in waiting:
            if self._can_join(other, left, unit):
                yield from self._allowed({unit: self.slot, other: left})

    def _can_join(self, unit: Unit, slot: Slot, *leaving: Unit) -> bool:
        group = [*self.now.others_in(slot, *leaving), unit]
        return self.now.is_open_to(unit, slot) and not broken_group_rules(
            slot, self.now.parties(group)
        )

    def _allowed(self, moves: dict[Unit, Slot]) -> Iterator[Replacement]:
        """Give the answer that the moves make, unless together they break a rule of the round."""
        if self.now.limits(moves):
            return
        was = {unit: self.now.slot_of.get(unit[0]) for unit in moves}
        new = [unit for unit in moves if was[unit] is None]
        mover, *_ = moves
        yield Replacement(
            party=mover[0],
            matches=tuple(Match(party, slot.id) for unit, slot in moves.items() for party in unit),
            moved_from=was[mover],
            people=self.now.people(new),
            who=sum(self.own[party] for unit in new for party in unit),
            where=sum(
                self.now.points(unit, slot.id) - self.now.points(unit, was[unit])
                for unit, slot in moves.items()
            ),
        )
