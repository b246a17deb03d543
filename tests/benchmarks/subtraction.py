"""Does anybody find a small number in two reports? ``python -m tests.benchmarks subtraction``.

A reader of two reports is given more than any has: who is counted at all, how lots are drawn, and
every part as its lots have moved it, before it is fitted to the total and rounded, so all but the
key and what the people are. Of every cell of 1 to 4 people or visits, told by itself or as what one
whole has more of than another within a report or across both, they try to find how many it has:

odds
    all draws in which the set takes part are weighed together, with the other parts of the same
    divisions, which add up to a number that is known. One that is at least `SURE` is held for
    found.
again
    a cell that stands the same within several wholes, and is drawn anew in each, is weighed by all
    of them: what its own lot has moved is the same each time.
subtraction
    the difference of two figures of a part is read as the number.

Told plainly, with parts under 5 hidden and nothing else, the same subtraction finds many: the
canary.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from functools import cache, lru_cache
from itertools import combinations, count, permutations
from math import prod
from random import Random
from typing import Any, Final, NamedTuple

from tests.webapp.reports.invented import FIRST, invented
from webapp.services.reports.definitions import Selection
from webapp.services.reports.facts import Facts
from webapp.services.reports.indicators import INDICATORS, SEX
from webapp.services.reports.rounding import BASE, RATIO, Rounding, rounded
from webapp.services.reports.tables import tabulate

PAIRS = int(os.environ.get("SILLON_PAIRS", "1000000"))
REPORTS: Final = 200
"""Reports of each invented programme: every two of them are a pair."""
FEW: Final = range(1, BASE)
FIRST_TITLES: Final = 0.2
"""How often a report is of people with first titles alone."""
SURE: Final = 0.95
MOST: Final = 40
"""Of larger differences between two wholes no part is looked for: the whole tells more of it."""
FAR: Final = 40
"""A lot that moves further is not thought of."""
NEAR: Final = range(-FAR, FAR + 1)


class Division(NamedTuple):
    """A whole and its parts, each as told and as its lots have moved it."""

    what: str
    names: tuple[str, ...]
    whole: frozenset[int]
    parts: tuple[frozenset[int], ...]
    moved: tuple[int, ...]
    told: tuple[int, ...]
    known: bool
    """Whether the total of the parts is told exactly."""


Evidence = tuple[Division, Division | None]


class Listening(Rounding):
    """Tells counts by lot, and keeps each division that it tells."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.divisions: set[Division] = set()

    def divide(
        self,
        what: str,
        whole: AbstractSet[int],
        parts: Mapping[str, AbstractSet[int]],
        total: float,
    ) -> dict[str, float]:
        """Tell a division, and keep it."""
        told = super().divide(what, whole, parts, total)
        members = tuple(frozenset(each) for each in parts.values())
        self.divisions.add(
            Division(
                what, tuple(parts), frozenset().union(*members), members,
                tuple(self.moved(what, whole, parts).values()),
                tuple(rounded(each) for each in told.values()),
                known=frozenset().union(*members) == whole,
            )
        )  # fmt: skip
        return told


def subtraction(pairs: int = PAIRS, seed: int = 1) -> dict[str, Any]:
    """Count what is found in pairs of reports."""
    found: Counter[str] = Counter()
    done = 0
    for number in count():
        rng = Random(f"{seed} {number}")
        facts = invented(rng, rng.choice((9, 15, 30, 60)))
        reports = [sent(facts, a_selection(rng), f"key {number}") for _ in range(REPORTS)]
        of_pairs = lru_cache(maxsize=None)(evidence_of)
        for one, other in combinations(reports, 2):
            if done == pairs:
                return {"pairs": pairs, **found}
            found += attack(one | other, of_pairs)
            done += 1
    raise AssertionError("worlds do not end")


def a_selection(rng: Random) -> Selection:
    """Draw days, an association or all, a sex or all: most of them overlap with others."""
    first = FIRST + timedelta(days=rng.choice((0, 0, 0, 90, 180)))
    last = first + timedelta(days=rng.choice((89, 179, 364, 364)))
    as_of = last + timedelta(days=rng.choice((0, 1, 7, 30, 365)))
    home = rng.choice((None, None, 1, 2, 3))
    sex = rng.choice(("", "", "woman", *SEX.parts[:2]))
    return Selection(first, last, as_of, home, sex, rng.random() < FIRST_TITLES)


def sent(facts: Facts, selection: Selection, key: str) -> frozenset[Division]:
    """Return all divisions of a report on every indicator."""
    rounding = Listening(key)
    tabulate(facts, INDICATORS.values(), selection, rounding)
    return frozenset(rounding.divisions)


def attack(read: AbstractSet[Division], of_pairs: Any) -> Counter[str]:
    """Return how many small cells two reports tell of, and how many are found, right or wrong."""
    found: Counter[str] = Counter()
    by_what: dict[tuple[Any, ...], list[Division]] = defaultdict(list)
    for division in read:
        by_what[division.what, division.names].append(division)
        found += of_pairs(((division, None),))
    for divisions in by_what.values():
        found += again(divisions)
        together: dict[frozenset[int], list[Evidence]] = defaultdict(list)
        for larger, smaller in permutations(divisions, 2):
            apart = larger.whole - smaller.whole
            if len(apart) <= MOST and smaller.whole < larger.whole:
                together[apart].append((larger, smaller))
        for evidence in together.values():
            found += of_pairs(tuple(sorted(evidence, key=repr)) if evidence[1:] else (*evidence,))
    return found


def again(divisions: Sequence[Division]) -> Counter[str]:
    """Return what is found of small cells that stand within several wholes."""
    seen: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for division in divisions:
        for number, cell in enumerate(division.parts):
            if len(cell) in FEW:
                seen[number, cell].append(division.moved[number])
    found: Counter[str] = Counter()
    for (_number, cell), moved in seen.items():
        if moved[1:]:
            likely = likely_of(tuple(sorted(moved)))
            if likely:
                found["again" if likely == len(cell) else "again, wrongly"] += 1
    return found


@lru_cache(maxsize=200_000)
def likely_of(moved: tuple[int, ...]) -> int:
    """Return the number that several draws of one cell give away; 0 where none does."""
    odds = _scaled(
        sum(step_of(own) * prod(step_of(each - n - own) for each in moved) for own in NEAR)
        for n in range(FAR)
    )
    likely = max(range(FAR), key=odds.__getitem__)
    return likely if odds[likely] >= SURE else 0


def evidence_of(evidence: Sequence[Evidence]) -> Counter[str]:
    """Return what is found of the parts of one set, from all divisions that tell of it."""
    larger, smaller = evidence[0]
    cells = [part - (smaller.whole if smaller else frozenset()) for part in larger.parts]
    small = [number for number, cell in enumerate(cells) if len(cell) in FEW]
    found = Counter({"small cells": len(small)})
    if not small:
        return found
    whole = sum(map(len, cells))
    odds = posteriors(evidence, whole)
    for number in small:
        likely = max(range(whole + 1), key=odds[number].__getitem__)
        if odds[number][likely] >= SURE:
            found["odds" if likely == len(cells[number]) else "odds, wrongly"] += 1
        differences = {
            one.told[number] - (other.told[number] if other else 0) for one, other in evidence
        }
        found["subtraction"] += len(cells[number]) in differences
        found["plainly"] += any(
            len(one.parts[number]) >= BASE and other and len(other.parts[number]) >= BASE
            for one, other in evidence
        )
    return found


def posteriors(evidence: Sequence[Evidence], whole: int) -> list[list[float]]:
    """Return how likely each number is for each part, all parts being the whole together."""
    weights = []
    for number in range(len(evidence[0][0].parts)):
        odds = [1.0] * (whole + 1)
        for larger, smaller in evidence:
            moved = larger.moved[number] - (smaller.moved[number] if smaller else 0)
            likelihood = of_difference if smaller else of_one
            odds = [each * likelihood(moved - n) for n, each in enumerate(odds)]
        weights.append(_scaled(odds))
    if not evidence[0][0].known:
        return weights
    return [
        _scaled([each * rest for each, rest in zip(odds, reversed(_sums(weights, number, whole)),
                                                   strict=True)])
        for number, odds in enumerate(weights)
    ]  # fmt: skip


def _sums(weights: Sequence[Sequence[float]], but: int, whole: int) -> list[float]:
    """Return how likely all parts but one have each number together."""
    sums = [1.0] + [0.0] * whole
    for number, odds in enumerate(weights):
        if number != but:
            sums = [
                sum(sums[rest] * odds[total - rest] for rest in range(total + 1))
                for total in range(whole + 1)
            ]
    return sums


def _scaled(odds: Iterable[float]) -> list[float]:
    found = [*odds]
    whole = sum(found) or 1.0
    return [each / whole for each in found]


@cache
def step_of(by: int) -> float:
    """Return how likely one lot moves so far."""
    return (1 - RATIO) / (1 + RATIO) * RATIO ** abs(by)


@cache
def of_one(by: int) -> float:
    """Return how likely the two lots of a part move it so far."""
    return sum(step_of(each) * step_of(by - each) for each in NEAR)


@cache
def of_difference(by: int) -> float:
    """Return how likely the difference of two parts is moved so far."""
    return sum(of_one(each) * of_one(each - by) for each in NEAR)
