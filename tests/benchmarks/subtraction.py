"""Does anybody find a small number in two reports? ``python -m tests.benchmarks subtraction``.

A reader of two reports is given more than any has: who is counted in every cell, and how lots are
drawn; all but the key, and how many the people are. Of every set of 1 to 4 people or visits that is
a cell, or by which one cell exceeds another that it holds, they try to find how many it has:

subtraction
    the difference of two figures, or a whole less all other parts, is read as the number;
odds
    all figures that tell of the set are taken together: of each number it is weighed how likely it
    gives all of them, with nothing known before, and one that is at least `SURE` is held for found;
    where a single number is left that could have given them, it is.

Told plainly, with numbers under 5 hidden and nothing else, the same reader finds many: the canary.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from itertools import combinations, count, product
from random import Random
from typing import Any, Final, NamedTuple

from tests.webapp.reports.invented import FIRST, invented
from webapp.services.reports.facts import Facts
from webapp.services.reports.indicators import INDICATORS, SEX, Selection
from webapp.services.reports.rounding import BASE, RATIO, Rounding
from webapp.services.reports.tables import WHOLE, Table, tabulate

PAIRS = int(os.environ.get("SILLON_PAIRS", "1000000"))
REPORTS: Final = 200
"""Reports of each invented programme: every two of them are a pair."""
CANARIES: Final = 50
"""Of so many pairs one is told plainly as well."""
FEW: Final = range(1, BASE)
SURE: Final = 0.95
MOST: Final = 40
"""More than so many are not thought of."""
UNSAID: Final = -1
"""Stands for the figure of no set at all."""

Tell = Callable[[str, frozenset[int]], int | None]
"""Tells a set; none: it is hidden."""
Key = tuple[str, bool]
"""An indicator, and whether of those counted or of all."""
Set = tuple[str, int]
"""People or visits, a bit for each."""
Evidence = tuple["Cell", "Cell | None"]
"""A cell that is the set, or two whose difference it is."""


class Cell(NamedTuple):
    """A set, and the figure that is told of it."""

    members: int
    figure: int | None


@dataclass
class Sent:
    """A report as its reader has it."""

    wholes: dict[Key, Cell] = field(default_factory=dict)
    parts: dict[Key, dict[tuple[str, str], Cell]] = field(default_factory=dict)
    evidence: dict[Set, set[Evidence]] = field(default_factory=lambda: defaultdict(set))
    """What it tells of small sets by itself."""
    left_over: int = 0
    """How many hidden parts a whole less all others tells."""


def plainly(_unit: str, members: frozenset[int]) -> int | None:
    """Tell a number itself, and hide a small one."""
    return len(members) if len(members) not in FEW else None


def subtraction(pairs: int = PAIRS, seed: int = 1) -> dict[str, Any]:
    """Count what is found in pairs of reports told by lot, and in some of them told plainly."""
    found = {"by lot": Counter[str](), "plainly": Counter[str]()}
    done = 0
    for number in count():
        rng = Random(f"{seed} {number}")
        facts = invented(rng, rng.choice((9, 30, 60)))
        selections = [a_selection(rng) for _ in range(REPORTS)]
        lots = [sent(facts, each, Rounding(f"key {number}").tell) for each in selections]
        plain = [sent(facts, each, plainly) for each in selections]
        for one, other in combinations(range(REPORTS), 2):
            if done == pairs:
                return {"pairs": pairs, **{how: dict(each) for how, each in found.items()}}
            found["by lot"] += attack(lots[one], lots[other])
            if not done % CANARIES:
                found["plainly"] += attack(plain[one], plain[other])
            done += 1
    raise AssertionError("worlds do not end")


def a_selection(rng: Random) -> Selection:
    """Draw days, an association or all, a sex or all: most of them overlap with others."""
    first = FIRST + timedelta(days=rng.choice((0, 0, 0, 90, 180)))
    last = first + timedelta(days=rng.choice((89, 179, 364, 364)))
    as_of = last + timedelta(days=rng.choice((0, 1, 7, 30, 365)))
    home = rng.choice((None, None, 1, 2, 3))
    return Selection(first, last, as_of, home, rng.choice(("", "", "woman", *SEX.parts[:2])))


def sent(facts: Facts, selection: Selection, tell: Tell) -> Sent:
    """Return a report on every indicator, told in a way."""
    report = Sent()
    for table in tabulate(facts, INDICATORS.values(), selection, Rounding("not told")):
        for counted in (False, True) if table.indicator.counted else (False,):
            _add(report, table, tell, counted=counted)
    report.left_over = left_over(report)
    return report


def _add(report: Sent, table: Table, tell: Tell, *, counted: bool) -> None:
    key, unit = (table.indicator.code, counted), table.indicator.unit
    report.parts[key] = {}
    for line in table.lines:
        cell = line.counted if counted and line.counted else line.among
        mask = sum(1 << number for number in cell.members)
        told = Cell(mask, tell(unit, cell.members))
        if mask.bit_count() in FEW:
            report.evidence[unit, mask].add((told, None))
        if line.split == WHOLE:
            report.wholes[key] = told
        else:
            report.parts[key][line.split, line.part] = told
            _compare(report.evidence, unit, [(report.wholes[key], told)])


def _compare(
    evidence: dict[Set, set[Evidence]], unit: str, cells: Iterable[tuple[Cell, Cell]]
) -> None:
    """Note what two cells tell of the small set by which one exceeds the other."""
    for one, other in cells:
        apart = one[0] ^ other[0]
        if apart.bit_count() not in FEW:
            continue
        if not other[0] & apart:
            evidence[unit, apart].add((one, other))
        elif not one[0] & apart:
            evidence[unit, apart].add((other, one))


def attack(one: Sent, other: Sent) -> Counter[str]:
    """Return how many small sets two reports tell of, and how many are found, right or wrong."""
    evidence: dict[Set, set[Evidence]] = defaultdict(set)
    for report in (one, other):
        for small, told in report.evidence.items():
            evidence[small] |= told
    for unit in ("person", "visit"):
        mine, theirs = (
            {whole for key, whole in each.wholes.items() if INDICATORS[key[0]].unit == unit}
            for each in (one, other)
        )
        _compare(evidence, unit, product(mine, theirs))
    for key, whole in one.wholes.items():
        unit, ours, beside = INDICATORS[key[0]].unit, one.parts[key], other.parts[key]
        _compare(evidence, unit, ((cell, other.wholes[key]) for cell in ours.values()))
        _compare(evidence, unit, ((whole, cell) for cell in beside.values()))
        both = ((cell, beside[part]) for part, cell in ours.items() if part in beside)
        _compare(evidence, unit, both)
    found = Counter({"small sets": len(evidence)})
    for (_unit, members), told in evidence.items():
        figures = sorted(
            (larger.figure, UNSAID if smaller is None else smaller.figure)
            for larger, smaller in told
            if larger.figure is not None and (smaller is None or smaller.figure is not None)
        )
        for way, number in found_by(tuple(figures)).items():
            found[way if number == members.bit_count() else f"{way}, wrongly"] += 1
    found["subtraction"] += one.left_over + other.left_over
    return found


def left_over(report: Sent) -> int:
    """Count the hidden parts that a whole less all others tells."""
    found = 0
    for key, parts in report.parts.items():
        for split in {split for split, _part in parts}:
            cells = [cell for (of, _part), cell in parts.items() if of == split]
            hidden = [cell for cell in cells if cell.figure is None]
            whole = report.wholes[key].figure
            if whole is None or len(hidden) != 1:
                continue
            left = whole - sum(cell.figure or 0 for cell in cells)
            found += left == hidden[0].members.bit_count()
    return found


@lru_cache(maxsize=200_000)
def found_by(figures: tuple[tuple[int, int], ...]) -> dict[str, int]:
    """Return the numbers that are found, by the way in which they are.

    Parameters
    ----------
    figures
        Of two sets, of which the larger one exceeds the other by the set that is looked for; of
        the set alone, with `UNSAID`.
    """
    found = {}
    apart = {larger - max(0, smaller) for larger, smaller in figures} & set(FEW)
    if apart:
        found["subtraction"] = min(apart)
    odds = [1.0] * MOST
    for told in figures:
        odds = [each * weight for each, weight in zip(odds, weights_of(*told), strict=True)]
    whole = sum(odds[1:])  # the set is not empty: that much is granted
    likely = max(range(1, MOST), key=odds.__getitem__)
    if whole and odds[likely] >= SURE * whole:
        found["odds"] = likely
    return found


@cache
def weights_of(larger: int, smaller: int) -> tuple[float, ...]:
    """Weigh each number up to `MOST` by a figure of the set, or by two whose sets it parts."""
    if smaller == UNSAID:
        return tuple(likelihood(number, larger) for number in range(MOST))
    rest = range(max(0, smaller - MOST), smaller + MOST)
    return tuple(
        sum(likelihood(each, smaller) * likelihood(each + number, larger) for each in rest)
        for number in range(MOST)
    )


@cache
def likelihood(count: int, figure: int) -> float:
    """Return how likely a count is told by a figure."""
    if not count:
        return float(not figure)
    high = figure + BASE // 2 - count
    low = figure - BASE // 2 - count if figure else min(high, 0) - 2 * MOST
    nearest = (1 - RATIO) / (1 + RATIO)
    return sum(nearest * RATIO ** abs(step) for step in range(low, high + 1))
