"""What tables can become: each portal says which columns it knows, and what a row of them makes."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp.ground.names import plain
from webapp.models import Import
from webapp.services.imports.tables import Table

SHOWS_AN_ERROR = re.compile(r"#[A-ZÀ-Ý/]+[0!?]?!?|Err:\d{3}")
"""What a spreadsheet shows where a formula has failed: #N/A, #VALEUR!, #DIV/0!, Err:502."""
FAILED = _l("The spreadsheet shows an error here: put it right there, or leave the cell empty")


@dataclass(frozen=True)
class Column:
    """Something that a column can say.

    Parameters
    ----------
    name
        The name by which a form for field teams asks it, and by which it is remembered.
    label
        What a page calls it, in the reader's language.
    words
        How tables call it, in small letters without accents.
    required
        Whether nothing can be made without it.
    """

    name: str
    label: Any
    words: tuple[str, ...] = ()
    required: bool = False


class Row(NamedTuple):
    """A row: its number in the spreadsheet, and what stands under each column that is known."""

    number: int
    cells: Mapping[str, str]


class Mistake(NamedTuple):
    """What is wrong: in which row, under which column, what stands there, and what to do."""

    number: int
    column: str
    cell: str
    sentence: str


@dataclass
class Judged:
    """Rows that belong together, and what they make, unless something is wrong with one."""

    rows: list[Row]
    made: Any = None
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the rows."""
        return [row.number for row in self.rows]


class Likeness(NamedTuple):
    """A row that looks like somebody known: a file, by its number, or a row further up."""

    number: int
    files: list[int]
    row: int | None


Judge = Callable[[list[Row], frozenset[int]], Judged]
Likes = Callable[[Judged], Iterable[Likeness]]


class Rows(Protocol):
    """Gives what is here as rows of a table."""

    def __call__(
        self, session: Session, organisation_id: int | None, /, *, with_names: bool
    ) -> Iterable[dict[str, Any]]:
        """Give the rows."""


@dataclass(frozen=True)
class Kind:
    """What the rows of an import become.

    Parameters
    ----------
    judging
        Returns what tells, of rows after rows that belong together, what they make or what is
        wrong; its second argument: the rows that are said to be others than they look like.
    likes
        Returns what finds, row after row, those that look like somebody known.
    keep
        Keeps what some rows have made, for an import; the caller flushes and commits.
    name_of
        Returns how a row is called beside others.
    facts_of
        Returns what is said of what would be made, each with its words.
    codes_of
        Returns how files are called, by their numbers.
    rows
        Returns what is here already, a row of cells by the names of their columns; given an
        association's number, and whether names and telephones are told.
    told
        Returns what is said once so many are made.
    together
        The column by which rows belong together; none: each stands for itself.
    """

    name: str
    columns: Sequence[Column]
    judging: Callable[[], Judge]
    likes: Callable[[Session, Import], Likes]
    keep: Callable[[Session, Import, Sequence[Any]], None]
    name_of: Callable[[Row], str]
    facts_of: Callable[[Any], Iterable[tuple[str, str]]]
    codes_of: Callable[[Session, Collection[int]], Mapping[int, str]]
    rows: Rows
    told: Callable[[int], str]
    together: str = ""
    unsaid: frozenset[str] = frozenset()
    """Columns that a table may have and an export has not: they say what another one says."""

    @property
    def column_of(self) -> dict[str, Column]:
        """Each column by its name."""
        return {column.name: column for column in self.columns}

    def judge(self) -> Judge:
        """Return what judges the rows; a cell that shows a spreadsheet's error is no answer."""
        judge = self.judging()

        def judged(rows: list[Row], is_another: frozenset[int]) -> Judged:
            found = judge(rows, is_another)
            failed = [
                Mistake(row.number, name, cell, str(FAILED))
                for row in rows
                for name, cell in row.cells.items()
                if SHOWS_AN_ERROR.fullmatch(cell)
            ]
            if failed:
                places = {(each.number, each.column) for each in failed}
                found.made = None
                found.mistakes = failed + [
                    each for each in found.mistakes if (each.number, each.column) not in places
                ]
            return found

        return judged

    def groups(self, table: Table, meanings: Mapping[str, str]) -> list[list[Row]]:
        """Return the rows of a table, those that belong together beside each other."""
        places = [
            (at, meanings[name]) for at, name in enumerate(table.header) if meanings.get(name)
        ]
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for number, cells in table.rows:
            said = {name: cells[at] for at, name in places if cells[at]}
            if said:
                key = plain(said.get(self.together, "")) or f"row {number}, alone"
                found[key].append(Row(number, said))
        return list(found.values())


KINDS: dict[str, Kind] = {}
"""By name; a portal adds its own."""
