"""An indicator counted over a selection: the whole first, then each part of each split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from webapp.models import Programme
from webapp.services.reports.definitions import Indicator, Judged, Selection, Split
from webapp.services.reports.facts import Fact, Facts
from webapp.services.reports.indicators import SEX, UNITS_OF_NO_PUBLIC
from webapp.services.reports.rounding import BAND, BASE, PARTS_FROM, Rounding, rounded, share

WHOLE: Final = ""
"""The split and the part of the first line: all of them."""
PERIODS: Final = ("quarter", "year")
"""Splits of which no line is a part of the whole: each is the whole of its own days."""
YES: Final = "yes"
REST: Final = "rest"
"""The part of those whom a selection, or a numerator, leaves out."""


@dataclass(frozen=True)
class Cell:
    """How many there are, which stays in the house, and what is told of it.

    Parameters
    ----------
    told
        None where too few are divided for a part to be told.
    exact
        Whether it is the count itself, which tells nothing of anybody but that they took part.
    most
        What it cannot exceed, as is told beside it.
    members
        Their numbers, while they are counted; they are never kept.
    """

    count: int
    told: int | None
    exact: bool = False
    most: int | None = None
    members: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        members: frozenset[int],
        told: int | None,
        *,
        exact: bool = False,
        most: int | None = None,
    ) -> "Cell":
        """Return the cell of those who were counted."""
        return cls(len(members), told, exact, most, members)

    @property
    def band(self) -> tuple[int, int] | None:
        """Between which numbers the count is, nineteen times in twenty; none is told of none."""
        if self.told is None:
            return None
        off = 0 if self.exact else BAND
        most = self.told + off
        return max(0, self.told - off), most if self.most is None else min(most, self.most)


@dataclass(frozen=True)
class Line:
    """One part of one split: of whom, and of these how many are counted."""

    split: str
    part: str
    among: Cell
    counted: Cell | None

    @property
    def share(self) -> int | None:
        """The share told, of the figures that are told; none where too few are."""
        if self.counted is None or self.counted.told is None or not self.among.told:
            return None
        if self.counted.exact and self.among.exact:
            return round(100 * self.counted.told / self.among.told)
        return share(self.counted.told, self.among.told)


@dataclass(frozen=True)
class Table:
    """An indicator and its lines."""

    indicator: Indicator
    lines: tuple[Line, ...]

    @property
    def whole(self) -> Line:
        """The line of all."""
        return self.lines[0]

    @property
    def divided(self) -> dict[str, list[Line]]:
        """The lines of each split that it has."""
        found: dict[str, list[Line]] = {}
        for line in self.lines[1:]:
            found.setdefault(line.split, []).append(line)
        return found

    @property
    def undivided(self) -> bool:
        """Whether it has parts of which none is told: too few are counted."""
        parts = [line for line in self.lines[1:] if line.split not in PERIODS]
        return bool(parts) and all(line.among.told is None for line in parts)


def rounding_of(session: Session) -> Rounding:
    """Return by which lots the programme tells its counts."""
    programme = session.get(Programme, 1)
    return Rounding(programme.rounding_key if programme else "")


def tabulate(
    facts: Facts, indicators: Iterable[Indicator], selection: Selection, rounding: Rounding
) -> list[Table]:
    """Count each indicator over what is selected."""
    return [_table(each, facts, selection, rounding) for each in indicators]


def _table(indicator: Indicator, facts: Facts, selection: Selection, rounding: Rounding) -> Table:
    selection = selection.as_paid(indicator.action)
    if indicator.unit in UNITS_OF_NO_PUBLIC:
        selection = replace(selection, sex="", first_titles=False)
    theirs = [each for each in indicator.everyone(facts) if selection.takes_home(each)]
    everyone = [each for each in theirs if indicator.among(each, selection)]
    among = Counted(indicator.unit, everyone, selection, rounding)
    counted, lines = None, [Line(WHOLE, WHOLE, among.whole, None)]
    if judged := indicator.counted:
        numerator = [each for each in everyone if judged(each, selection)]
        counted = Counted(indicator.unit, numerator, selection, rounding)
        if not indicator.participation:
            counted.draw(among.divided(_by(judged, indicator.code))[YES])
        lines[0] = replace(lines[0], counted=counted.whole)
    for each in indicator.splits:
        if each == SEX and selection.sex:
            continue
        lines += _parts(each.over(theirs, selection), among, counted)
    return Table(indicator, tuple(lines))


def _parts(split: Split, among: "Counted", counted: "Counted | None") -> list[Line]:
    """Return a line for each part of a split."""
    if counted is None or split.of_counted:
        parts = (counted or among).divided(split)
        return [Line(split.code, part, cell, None) for part, cell in parts.items()]
    of_these = counted.divided(replace(split, least=0))
    return [
        Line(split.code, part, cell, _within(of_these.get(part), cell))
        for part, cell in among.divided(split).items()
    ]


def _by(judged: Judged, code: str) -> Split:
    """Return the division into those who are counted and the rest."""
    return Split(code, lambda each, asked: YES if judged(each, asked) else REST, (YES, REST))


def _within(cell: Cell | None, among: Cell) -> Cell:
    """Return a numerator that is told as no more than those among whom it is."""
    if cell is None:
        return Cell.of(frozenset(), None)
    if among.told is None:
        return replace(cell, told=None)
    if cell.told is None or cell.told <= among.told:
        return cell
    return replace(cell, told=among.told)


class Counted:
    """Those whom a line counts, and what may be told of them.

    Parameters
    ----------
    everyone
        All of them, whatever their sex: who takes part is told exactly, what they are is drawn.
    """

    def __init__(
        self, unit: str, everyone: Sequence[Fact], asked: Selection, rounding: Rounding
    ) -> None:
        self._unit, self._everyone, self._asked, self._rounding = unit, everyone, asked, rounding
        self._numbers = _numbers(everyone)
        takes = asked.takes
        self._chosen = [each for each in everyone if takes(each)] if asked.public else everyone
        self._total = self._told_of_public() if asked.public else float(len(everyone))
        self._drawn: Cell | None = None

    def draw(self, whole: Cell) -> None:
        """Let them be told as they were drawn among others, and never how many they are."""
        self._drawn, self._total = whole, None if whole.told is None else float(whole.told)

    @property
    def whole(self) -> Cell:
        """All of those selected: exactly, unless they are so by what they are, or became."""
        if self._drawn:
            return self._drawn
        told = None if self._total is None else rounded(self._total)
        if self._asked.public:
            return Cell.of(_numbers(self._chosen), told)
        return Cell.of(self._numbers, len(self._numbers), exact=True)

    def divided(self, split: Split) -> dict[str, Cell]:
        """Return the parts of a split."""
        parts: dict[str, set[int]] = {part: set() for part in split.parts}
        for each in self._chosen:
            parts[split.of(each, self._asked)].add(each.id)
        members = {part: frozenset(those) for part, those in parts.items()}
        if split.public and not self._asked.public and not self._drawn:
            return {part: Cell.of(each, len(each), exact=True) for part, each in members.items()}
        if self._total is None or self._total < PARTS_FROM:
            return {part: Cell.of(each, None) for part, each in members.items()}
        most = None if self._asked.public or self._drawn else len(self._numbers)
        drawn = self._divide(f"{split.code}|{self._asked.public}", members, self._total)
        told = {part: _told(near, most) for part, near in drawn.items()}
        return {
            part: Cell.of(each, told[part] if told[part] >= split.least else None, most=most)
            for part, each in members.items()
        }

    def _told_of_public(self) -> float | None:
        """Return near how many they are, as it is told in a report on everybody."""
        if len(self._everyone) < PARTS_FROM:
            return None
        if self._unit == "person" and not self._asked.first_titles:
            parts: dict[str, list[Fact]] = {part: [] for part in SEX.parts}
            for each in self._everyone:
                parts[SEX.of(each, self._asked)].append(each)
            members = {part: _numbers(found) for part, found in parts.items()}
            return self._divide(f"{SEX.code}|", members, len(self._numbers))[self._asked.sex]
        chosen = _numbers(self._chosen)
        by, public = "public" if self._asked.first_titles else "sex", self._asked.public
        members = {public: chosen, REST: self._numbers - chosen}
        return self._divide(by, members, len(self._numbers))[public]

    def _divide(
        self, by: str, members: dict[str, frozenset[int]], total: float
    ) -> dict[str, float]:
        return self._rounding.divide(f"{self._unit} {by}", self._numbers, members, total)


def _told(drawn: float, most: int | None) -> int:
    return rounded(drawn) if most is None else min(rounded(drawn), most - most % BASE)


def _numbers(found: Iterable[Fact]) -> frozenset[int]:
    return frozenset([each.id for each in found])
