"""Every pair that breaks no rule, with its points, slot by slot.

The rules of `eligibility` and the marks of `scoring` are applied to all parties at once. What a
slot asks (its stay, languages, features…) is asked by many slots: each distinct question is
answered once for all parties and kept as a row of bits. A slot's candidates are the bits set in
every row, within reach. Where rounding could matter, the one-pair functions decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from matching.crowd import Crowd, unit_vectors
from matching.eligibility import EARTH_RADIUS_KM, breaks_distance, distance_km
from matching.problem import Party, Problem, Slot
from matching.scoring import FULL, journey_mark

Whole = NDArray[np.int64]
Index = NDArray[np.int32]
Flags = NDArray[np.bool_]

DOUBT_KM = 1e-6
"""Nearer than this to the end of the reach, the one-pair rule is asked."""

DOUBT_MARK = 1e-7
"""Nearer than this to the next mark, the one-pair mark is taken."""


@dataclass(frozen=True)
class Candidate:
    """A pair that breaks no rule, and what matching it would give."""

    party: str
    slot: str
    points: int
    needs_interpreter: bool
    is_previous: bool


@dataclass(frozen=True, eq=False)
class Candidates(Sequence[Candidate]):
    """The candidates of some slots as columns, in the order of slots, then parties, by id.

    Parameters
    ----------
    parties, slots
        The ids that the columns point to.
    party, slot, points, interpreter, previous
        One entry a candidate.
    """

    parties: tuple[str, ...]
    slots: tuple[str, ...]
    party: Index
    slot: Index
    points: Whole
    interpreter: Flags
    previous: Flags

    def __len__(self) -> int:
        return len(self.party)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | Sequence[Candidate]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return Candidate(
            self.parties[self.party[at]],
            self.slots[self.slot[at]],
            int(self.points[at]),
            bool(self.interpreter[at]),
            bool(self.previous[at]),
        )


def find_candidates(problem: Problem) -> Candidates:
    """Find every pair that breaks no rule."""
    judge = Judge(problem)
    return judge.candidates(0, len(judge.slots))


def stream_candidates(problem: Problem, *, slots_a_block: int = 256) -> Iterator[Candidates]:
    """Find the candidates of a few slots at a time, for rounds too large to hold."""
    judge = Judge(problem)
    for first in range(0, len(judge.slots), slots_a_block):
        yield judge.candidates(first, first + slots_a_block)


class Judge:
    """Judges slots one by one against all parties at once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parties: list[Party] = sorted(problem.parties, key=lambda party: party.id)
        self.slots: list[Slot] = sorted(problem.slots, key=lambda slot: slot.id)
        self.crowd = Crowd(problem, self.parties)
        self._party_ids = tuple(party.id for party in self.parties)
        self._slot_ids = tuple(slot.id for slot in self.slots)

    def candidates(self, first: int, last: int) -> Candidates:
        """Judge the slots from `first` up to `last`, counted by id."""
        judged = [self._judge(slot) for slot in self.slots[first:last]]
        counts = [len(found[0]) for found in judged]
        slot = np.repeat(np.arange(first, first + len(judged), dtype=np.int32), counts)
        party, points, interpreter, previous = (
            np.concatenate([np.zeros(0, kind), *(found[at] for found in judged)])
            for at, kind in enumerate((np.int32, np.int64, np.bool_, np.bool_))
        )
        return Candidates(
            self._party_ids, self._slot_ids, party, slot, points, interpreter, previous
        )

    def _judge(self, slot: Slot) -> tuple[Index, Whole, Flags, Flags]:
        crowd = self.crowd
        vector = _unit_vector(slot)
        near = crowd.vectors32 @ vector.astype(np.float32) >= crowd.cosines32
        near &= crowd.eligible(slot)
        found = np.flatnonzero(near).astype(np.int32)
        km = _kilometres(crowd.vectors[found], vector)
        found, km = self._within_reach(slot, found, km)
        previous = np.isin(found, crowd.previous.get(slot.id, ()))
        weights = self.problem.weights
        points = (
            crowd.points[found]
            + weights.wish * crowd.wish_marks(slot)[found].astype(np.int64)
            + weights.language * crowd.language_marks(slot)[found].astype(np.int64)
            + weights.journey * self._journey_marks(slot, found, km)
            + weights.continuity * FULL * previous
        )
        interpreter = crowd.needs_interpreter(slot)[found].astype(np.bool_)
        return found, points, interpreter, previous

    def _within_reach(
        self, slot: Slot, found: Index, km: NDArray[np.float64]
    ) -> tuple[Index, NDArray[np.float64]]:
        beyond = km - self.crowd.reach[found]
        keep = beyond <= 0
        for at in np.flatnonzero(np.abs(beyond) < DOUBT_KM):
            keep[at] = not breaks_distance(self.parties[found[at]], slot)
        return found[keep], km[keep]

    def _journey_marks(self, slot: Slot, found: Index, km: NDArray[np.float64]) -> Whole:
        reach = self.crowd.reach[found]
        share = np.divide(km, reach, out=np.zeros_like(km), where=reach > 0)
        exact = FULL * (1 - share) + 0.5
        marks = np.floor(exact).astype(np.int64)
        for at in np.flatnonzero(np.abs(exact - np.rint(exact)) < DOUBT_MARK):
            party = self.parties[found[at]]
            marks[at] = journey_mark(distance_km(party.home, slot.place), party.reach_km)
        return marks


def _unit_vector(slot: Slot) -> NDArray[np.float64]:
    (vector,) = unit_vectors(np.array([slot.place]))
    return np.asarray(vector)


def _kilometres(vectors: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = vectors - other
    half_chord = np.sqrt(np.einsum("ij,ij->i", apart, apart)) / 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, half_chord)))
