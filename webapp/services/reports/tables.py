"""An indicator counted over a selection: the whole first, then each part of each split."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from webapp.models import Programme
from webapp.services.reports.facts import Fact, Facts
from webapp.services.reports.indicators import Indicator, Selection
from webapp.services.reports.rounding import Rounding, share

WHOLE: Final = ""
"""The split and the part of the first line: all of them."""


@dataclass(frozen=True)
class Cell:
    """How many there are, which stays in the house, and what is told of it."""

    members: frozenset[int]
    told: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.members)


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
        return None if self.counted is None else share(self.counted.told, self.among.told)


@dataclass(frozen=True)
class Table:
    """An indicator and its lines."""

    indicator: Indicator
    lines: tuple[Line, ...]

    @property
    def whole(self) -> Line:
        """The line of all."""
        return self.lines[0]


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
    among = [
        each
        for each in indicator.everyone(facts)
        if selection.takes(each) and indicator.among(each, selection)
    ]
    groups: list[tuple[str, str, list[Fact]]] = [(WHOLE, WHOLE, among)]
    for split in indicator.splits:
        parts: dict[str, list[Fact]] = {part: [] for part in split.parts}
        for each in among:
            parts.setdefault(split.of(each, selection), []).append(each)
        groups += [(split.code, part, found) for part, found in parts.items()]
    return Table(
        indicator,
        tuple(
            Line(
                split, part, _cell(indicator, found, rounding),
                _cell(
                    indicator,
                    [each for each in found if indicator.counted(each, selection)],
                    rounding,
                ) if indicator.counted else None,
            )
            for split, part, found in groups
        ),
    )  # fmt: skip


def _cell(indicator: Indicator, found: Iterable[Fact], rounding: Rounding) -> Cell:
    members = frozenset(each.id for each in found)
    return Cell(members, rounding.tell(indicator.unit, members))
