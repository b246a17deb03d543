"""All parties at once, as arrays: what `candidates` asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from matching.arrays import Flags, Ints, Reals
from matching.eligibility import EARTH_RADIUS_KM
from matching.problem import (
    FRENCH,
    LOCKABLE_ROOM,
    WOMEN_ONLY_GROUP,
    Party,
    Problem,
    Slot,
    french_rank,
)
from matching.scoring import (
    COMFORTABLE_FRENCH,
    ENOUGH_FRENCH_MARK,
    FULL,
    INTERPRETER_MARK,
    told_until,
    wish_mark,
)

Bits = NDArray[np.uint8]
"""One bit a party, packed."""

Marks = NDArray[np.int8]
"""One mark a party."""

REACH_MARGIN = 4e-6
"""Slack, as a cosine, of the first look at distances, which is in single precision."""


class PartyArrays:
    """Parties as arrays; each distinct question of a slot is answered once and kept as bits.

    Attributes
    ----------
    vectors, vectors32
        ``(n_parties, 3)`` float64 and float32: homes on the unit sphere.
    reach
        ``(n_parties,) float64``, in kilometres.
    cosines32
        ``(n_parties,) float32``: the cosine of the reach, less `REACH_MARGIN`.
    told_until
        ``(n_parties,) int64``: the last day, by number, of which each is told now; 0 for none.
    previous
        For each slot, by id, the parties that were there.
    """

    def __init__(self, problem: Problem, parties: list[Party]) -> None:
        self.parties = parties
        self._answers: dict[Hashable, Bits] = {}
        self._marks: dict[Hashable, Marks] = {}
        self._where = {party.id: at for at, party in enumerate(parties)}
        self.told_until = np.array([_day_told(problem, party) for party in parties], np.int64)
        self._measure()
        self._speaks = self._owners(party.languages for party in parties)
        self._lacks = self._owners(party.needs for party in parties)
        self._accepts = self._owners(party.frames for party in parties)
        self._refuses = self._owners(party.refuses for party in parties)
        self._excluded = self._by_slot(problem.excluded)
        self.previous = self._by_slot(problem.previous)
        ranges = sorted((*days, at) for at, party in enumerate(parties) for days in party.free_days)
        self._start, self._end, self._owner = np.array(ranges, np.int32).reshape(-1, 3).T.copy()
        self._sort_by_wishes()

    def _sort_by_wishes(self) -> None:
        """Keep one party of each list of wishes, of which there are few, and who has which."""
        one_of_each = {party.wishes: party for party in self.parties}
        number = {wishes: at for at, wishes in enumerate(one_of_each)}
        self._of_each_wish = list(one_of_each.values())
        self._wish = np.array([number[party.wishes] for party in self.parties], np.int64)

    def _measure(self) -> None:
        parties = self.parties
        homes = np.array([party.home for party in parties], np.float64).reshape(-1, 2)
        self.vectors = unit_vectors(homes)
        self.reach = np.array([party.reach_km for party in parties], np.float64)
        half_turns = np.minimum(self.reach / EARTH_RADIUS_KM, np.pi)
        self.vectors32 = self.vectors.astype(np.float32)
        self.cosines32 = (np.cos(half_turns) - REACH_MARGIN).astype(np.float32)
        self.people = np.array([party.people for party in parties], np.int64)
        self._men = np.array([party.men > 0 for party in parties], np.bool_)
        self._children = np.array([party.children > 0 for party in parties], np.bool_)
        self._french = np.array([french_rank(party.french) for party in parties], np.int8)
        self._interpreter = np.array([party.interpreter for party in parties], np.bool_)

    def _owners(self, lists: Iterable[Iterable[str]]) -> dict[str, Ints]:
        owners: defaultdict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(lists):
            for word in words:
                owners[word].append(at)
        return {word: np.array(parties) for word, parties in owners.items()}

    def _by_slot(self, pairs: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for party, slot in pairs:
            found[slot].append(self._where[party])
        return dict(found)

    def eligible(self, slot: Slot) -> Flags:
        """Return for each party whether it breaks no rule with this slot, distance apart.

        ``(n_parties,) bool``.
        """
        bits = self._answered("dates", slot.days, lambda: self._free(*slot.days))
        bits = bits & self._answered("places", slot.beds, lambda: self.people <= slot.beds)
        bits &= self._answered("frame", slot.frame, lambda: self._any(self._accepts, {slot.frame}))
        languages = frozenset(slot.languages), slot.min_french
        bits &= self._answered("language", languages, lambda: self._can_talk(slot))
        asked = frozenset(slot.features), slot.beds_that_lock
        bits &= self._answered("needs", asked, lambda: self._all_met(*asked))
        if not slot.children:
            bits &= self._answered("children", None, lambda: ~self._children)
        if slot.women_only:
            bits &= self._answered("women", None, lambda: ~self._men)
        flags: Flags = np.unpackbits(bits, count=len(self.parties)).view(np.bool_)
        flags[self._refuses.get(slot.farm, [])] = False
        flags[[self._where[party] for party in slot.refuses if party in self._where]] = False
        flags[self._excluded.get(slot.id, [])] = False
        return flags

    def _answered(self, rule: str, asked: Hashable, answer: Callable[[], Flags]) -> Bits:
        key = rule, asked
        if key not in self._answers:
            self._answers[key] = np.packbits(answer())
        return self._answers[key]

    def _free(self, arrival: int, departure: int) -> Flags:
        begun = np.searchsorted(self._start, arrival, side="right")
        free = np.zeros(len(self.parties), np.bool_)
        free[self._owner[:begun][self._end[:begun] >= departure]] = True
        return free

    def _any(self, owners: dict[str, Ints], words: Iterable[str | None]) -> Flags:
        owned = np.zeros(len(self.parties), np.bool_)
        for word in words:
            if word in owners:
                owned[owners[word]] = True
        return owned

    def _all_met(self, features: frozenset[str], beds_that_lock: int) -> Flags:
        judged_elsewhere = {LOCKABLE_ROOM, WOMEN_ONLY_GROUP}
        unmet = self._any(self._lacks, self._lacks.keys() - features - judged_elsewhere)
        unlocked = self._any(self._lacks, {LOCKABLE_ROOM}) & (self.people > beds_that_lock)
        return ~(unmet | unlocked)

    def _can_talk(self, slot: Slot) -> Flags:
        return np.asarray(self._interpreter | (self.needs_interpreter(slot) == 0))

    def needs_interpreter(self, slot: Slot) -> Marks:
        """Return whether only an interpreter lets each party talk with this farm.

        ``(n_parties,) int8``, 1 or 0.
        """
        key = "interpreter", frozenset(slot.languages), slot.min_french
        if key not in self._marks:
            enough = self._french >= french_rank(slot.min_french)
            needed = ~(self._any(self._speaks, slot.languages) | enough)
            self._marks[key] = needed.astype(np.int8)
        return self._marks[key]

    def wish_marks(self, slot: Slot) -> Marks:
        """Mark the slot's production for each party, ``(n_parties,) int8``."""
        key = "wish", slot.production
        if key not in self._marks:
            marks = [wish_mark(party, slot) for party in self._of_each_wish]
            self._marks[key] = np.array(marks, np.int8)[self._wish]
        return self._marks[key]

    def language_marks(self, slot: Slot) -> Marks:
        """Mark for each party how easily it will talk with this farm, ``(n_parties,) int8``."""
        key = "language", frozenset(slot.languages), slot.min_french
        if key not in self._marks:
            enough = self._french >= french_rank(slot.min_french)
            easy = self._any(self._speaks, set(slot.languages) - {FRENCH})
            easy |= self._french >= french_rank(COMFORTABLE_FRENCH)
            marks = np.where(enough, ENOUGH_FRENCH_MARK, INTERPRETER_MARK)
            self._marks[key] = np.where(easy, FULL, marks).astype(np.int8)
        return self._marks[key]


def _day_told(problem: Problem, party: Party) -> int:
    until = told_until(problem, party)
    return until.toordinal() if until else 0


def unit_vectors(points: Reals) -> Reals:
    """Turn degrees of latitude and longitude, ``(n, 2)``, into unit vectors, ``(n, 3)``."""
    latitude, longitude = np.radians(points).T
    return np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=-1,
    )
