"""The table of an import: a header, and numbered rows under it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from webapp.services.imports.sheets import Sheet

LOOKED_AT: Final = 12
"""The header is among so many rows that have something in them: a title may stand above it."""
CHOSEN: Final = {"0", "1", "", "true", "false", "0.0", "1.0"}
BETWEEN_CHOICES: Final = "; "


@dataclass(frozen=True)
class Table:
    """What was uploaded, as far as it says something.

    Parameters
    ----------
    sheet
        The sheet that was read; empty for CSV.
    header
        What each column is called, each in its own way.
    rows
        The number of each row as its spreadsheet shows it, and its cells.
    """

    sheet: str
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, name: str) -> Iterator[str]:
        """Give the cells of a column that have something in them."""
        at = self.header.index(name)
        return (cells[at] for _number, cells in self.rows if cells[at])

    def to_json(self) -> str:
        """Return the table as it is kept."""
        return json.dumps([self.sheet, self.header, self.rows], ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> "Table":
        """Return a table that was kept."""
        sheet, header, rows = json.loads(kept)
        return cls(sheet, header, [(number, cells) for number, cells in rows])


def table_of(sheet: Sheet, knows: Callable[[str], bool]) -> Table:
    """Return the table of a sheet: its header is the row with most names that are known.

    Answers to a question with several choices, a column of 1 and 0 each (``langues/ar``), become
    one column; the summary that such a form writes beside them is left out, for it joins labels
    with spaces.

    Parameters
    ----------
    knows
        Whether somebody would name a column so.
    """
    filled = [(number, row) for number, row in enumerate(sheet.rows, start=1) if any(row)]
    scores = [sum(map(knows, filter(None, row))) for _number, row in filled[:LOOKED_AT]]
    at = max(range(len(scores)), key=lambda place: (scores[place], -place))
    below = filled[at + 1 :]
    width = max(
        (place + 1 for _, row in filled[at:] for place, cell in enumerate(row) if cell), default=0
    )
    rows = [(number, (row + [""] * width)[:width]) for number, row in below]
    header = _names((filled[at][1] + [""] * width)[:width])
    return _without_empty(_choices_together(Table(sheet.name, header, rows)))


def _names(written: list[str]) -> list[str]:
    """Give every column a name of its own."""
    names: list[str] = []
    for at, cell in enumerate(written, start=1):
        name = " ".join(cell.split())[:200] or f"({at})"
        names.append(name if name not in names else f"{name} ({at})")
    return names


def _choices_together(table: Table) -> Table:
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(table.header):
        question, sign, choice = name.rpartition("/")
        if sign and question and choice and all(cell in CHOSEN for cell in table.column(name)):
            groups.setdefault(question, []).append(at)
    if not groups:
        return table
    together = {at for places in groups.values() for at in places}
    kept = [at for at, name in enumerate(table.header) if at not in together and name not in groups]
    choice_of = {at: table.header[at].rpartition("/")[2] for at in together}
    rows = [
        (
            number,
            [cells[at] for at in kept]
            + [
                BETWEEN_CHOICES.join(
                    choice_of[at] for at in places if cells[at] in {"1", "true", "1.0"}
                )
                for places in groups.values()
            ],
        )
        for number, cells in table.rows
    ]
    return Table(table.sheet, [*(table.header[at] for at in kept), *groups], rows)


def _without_empty(table: Table) -> Table:
    """Drop columns in which nothing stands."""
    full = [at for at, name in enumerate(table.header) if any(table.column(name))]
    rows = [(number, [cells[at] for at in full]) for number, cells in table.rows]
    return Table(table.sheet, [table.header[at] for at in full], rows)
