"""Every pair that breaks no rule, with what the place is worth, slot by slot.

The rules of `eligibility` and the marks of `scoring` are applied to all parties at once. What a
slot asks (its stay, languages, features…) is asked by many slots: each distinct question is
answered once for all parties and kept as a row of bits. A slot's candidates are the bits set in
every row, within reach. Where rounding could matter, the one-pair functions decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from matching.arrays import Flags, Ints, Reals
from matching.eligibility import EARTH_RADIUS_KM, breaks_distance, distance_km
from matching.party_arrays import Marks, PartyArrays, unit_vectors
from matching.problem import Party, Problem, Slot
from matching.scoring import FULL, journey_mark

Index = NDArray[np.int32]

SLOTS_AT_ONCE = 64
"""Slots whose pairs in reach are marked together."""

DOUBT_KM = 1e-6
"""Nearer than this to the end of the reach, the one-pair rule is asked."""

DOUBT_MARK = 1e-7
"""Nearer than this to the next mark, the one-pair mark is taken."""

NEAR_KM = 1
"""Of a reach below this, rounding is a larger share: the one-pair mark is taken too."""

FAR_KM = 19_900
"""Beyond this, near the other end of the Earth, chords tell distances no more exactly enough."""


@dataclass(frozen=True)
class Candidate:
    """A pair that breaks no rule, and what the place is worth to the party, in points."""

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
    party, slot
        ``(n_pairs,) int32``: indices of the ids.
    points
        ``(n_pairs,) int64``.
    interpreter, previous
        ``(n_pairs,) bool``: see `Candidate`.
    people
        ``(n_parties,) int64``: how many people each of `parties` is.
    """

    parties: tuple[str, ...]
    slots: tuple[str, ...]
    party: Index
    slot: Index
    points: Ints
    interpreter: Flags
    previous: Flags
    people: Ints

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
    finder = CandidateFinder(problem)
    return finder.candidates(0, len(finder.slots))


def stream_candidates(problem: Problem, *, slots_a_block: int = 256) -> Iterator[Candidates]:
    """Find the candidates of a few slots at a time, for rounds too large to hold."""
    finder = CandidateFinder(problem)
    for first in range(0, len(finder.slots), slots_a_block):
        yield finder.candidates(first, first + slots_a_block)


class CandidateFinder:
    """Finds the candidates of slots, each against all parties at once; both are sorted by id."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parties: list[Party] = sorted(problem.parties, key=lambda party: party.id)
        self.slots: list[Slot] = sorted(problem.slots, key=lambda slot: slot.id)
        self.party_arrays = PartyArrays(problem, self.parties)
        self._party_ids = tuple(party.id for party in self.parties)
        self._slot_ids = tuple(slot.id for slot in self.slots)

    def candidates(self, first: int, last: int) -> Candidates:
        """Find the candidates of the slots from `first` up to `last`, not included."""
        last = min(last, len(self.slots))
        blocks = [
            self._some_slots(at, min(at + SLOTS_AT_ONCE, last))
            for at in range(first, last, SLOTS_AT_ONCE)
        ]
        party, slot, points, interpreter, previous = (
            np.concatenate([np.zeros(0, kind), *(found[at] for found in blocks)])
            for at, kind in enumerate((np.int32, np.int32, np.int64, np.bool_, np.bool_))
        )
        people = self.party_arrays.people
        return Candidates(
            self._party_ids, self._slot_ids, party, slot, points, interpreter, previous, people
        )

    def _some_slots(self, first: int, last: int) -> tuple[Index, Index, Ints, Flags, Flags]:
        """Find the candidates of a few slots: the five arrays of `Candidates`."""
        party_arrays, weights = self.party_arrays, self.problem.weights
        slots = self.slots[first:last]
        places = unit_vectors(np.array([slot.place for slot in slots]))
        near = [self._near(slot, place) for slot, place in zip(slots, places, strict=True)]
        row, party = np.repeat(np.arange(len(slots)), list(map(len, near))), np.concatenate(near)
        km = _kilometres(party_arrays.vectors[party], places[row])
        keep = self._within_reach(row + first, party, km)
        row, party, km = row[keep], party[keep], km[keep]
        previous = np.zeros(len(row), np.bool_)
        for at, slot in enumerate(slots):
            if slot.id in party_arrays.previous:
                previous |= (row == at) & np.isin(party, party_arrays.previous[slot.id])
        arrivals = np.array([slot.arrival.toordinal() for slot in slots])
        points = (
            weights.wish * _marks(party_arrays.wish_marks, slots)[row, party].astype(np.int64)
            + weights.language
            * _marks(party_arrays.language_marks, slots)[row, party].astype(np.int64)
            + weights.journey * self._journey_marks(row + first, party, km)
            + weights.continuity * FULL * previous
            + weights.soon * FULL * (party_arrays.told_until[party] >= arrivals[row])
        )
        interpreter = _marks(party_arrays.needs_interpreter, slots)[row, party].astype(np.bool_)
        return party.astype(np.int32), (row + first).astype(np.int32), points, interpreter, previous

    def _near(self, slot: Slot, place: Reals) -> Ints:
        """List the parties who break no rule with a slot, distance seen in single precision."""
        near = self.party_arrays.vectors32 @ place.astype(np.float32) >= self.party_arrays.cosines32
        near &= self.party_arrays.eligible(slot)
        return np.flatnonzero(near)

    def _within_reach(self, slot: Ints, party: Ints, km: Reals) -> Flags:
        beyond = km - self.party_arrays.reach[party]
        keep = beyond <= 0
        for at in np.flatnonzero((np.abs(beyond) < DOUBT_KM) | (km > FAR_KM)):
            keep[at] = not breaks_distance(self.parties[party[at]], self.slots[slot[at]])
        return keep

    def _journey_marks(self, slot: Ints, party: Ints, km: Reals) -> Ints:
        reach = self.party_arrays.reach[party]
        share = np.divide(km, reach, out=np.zeros_like(km), where=reach > 0)
        exact = FULL * (1 - share) + 0.5
        marks = np.floor(exact).astype(np.int64)
        doubt = np.abs(exact - np.rint(exact)) < DOUBT_MARK
        for at in np.flatnonzero(doubt | (km > FAR_KM) | (reach < NEAR_KM)):
            home, reach_km = self.parties[party[at]].home, self.parties[party[at]].reach_km
            marks[at] = journey_mark(distance_km(home, self.slots[slot[at]].place), reach_km)
        return marks


def _marks(question: Callable[[Slot], Marks], slots: list[Slot]) -> Marks:
    """Answer a question of some slots for all parties, ``(n_slots, n_parties) int8``."""
    return np.stack([question(slot) for slot in slots])


def _kilometres(vectors: Reals, other: Reals) -> Reals:
    apart = vectors - other
    half_chord = np.sqrt(np.einsum("ij,ij->i", apart, apart)) / 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, half_chord)))
