"""Tables that leave: what each is made of, whoever makes it, a page or a worker."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.replica import Replica, read_figures
from webapp.models import Export
from webapp.portals.imports.kinds import Column, Kind
from webapp.services.imports.exports import MadeFile
from webapp.services.imports.writing import written
from webapp.services.records.long_work import Tell
from webapp.wording import label

KEPT_OF_IT: Final = ("names", "reason")
"""Whether a table has names, and why: never what was sought."""


@dataclass(frozen=True)
class Table:
    """A kind of table that leaves.

    Parameters
    ----------
    name
        By which it is kept, and its act (`parties.exported`) begins.
    title
        Returns what its sheet is called, in the reader's language.
    header
        Returns what its columns are called.
    count
        Returns how many rows there are to write, or about: a progress is told by it.
    rows
        Gives its rows one after the other, each a list of cells.
    file
        What its file is called between "sillon-" and the day.
    """

    name: str
    title: Callable[[], str]
    header: Callable[[], list[str]]
    count: Callable[[Session, Export], int]
    rows: Callable[[Session, Export], Iterator[list[Any]]]
    file: str = ""

    def facts(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of who takes it, beside how many rows it has."""
        return {name: asked[name] for name in KEPT_OF_IT if name in asked}


TABLES: dict[str, Table] = {}
"""By name; a portal adds its own."""


def make(copy: Replica | None, session: Session, export: Export, tell: Tell) -> MadeFile:
    """Make the file of a table, from the replica for reports where there is one."""
    table = TABLES[export.kind]

    def rows(there: Session) -> list[list[Any]]:
        found = []
        for row in table.rows(there, export):
            found.append(row)
            tell(len(found))
        return found

    read = read_figures(copy, session, rows)
    name = f"sillon-{table.file}{today()}{read.mark}.{export.file_kind}"
    content = written(table.title(), table.header(), read.found, export.file_kind)
    return MadeFile(name, content, len(read.found))


def of_kind(kind: Kind, count: Callable[[Session, int | None], int]) -> Table:
    """Return the table of what imports make, in the shape in which one comes in.

    Parameters
    ----------
    count
        Returns about how many rows there are, of an association or of the programme.
    """

    def columns() -> list[Column]:
        return [column for column in kind.columns if column.name not in kind.unsaid]

    def rows(session: Session, export: Export) -> Iterator[list[Any]]:
        with_names = bool(export.asked["names"])
        for row in kind.rows(session, export.organisation_id, with_names=with_names):
            yield [row.get(column.name) or "" for column in columns()]

    return Table(
        kind.name,
        lambda: str(label("table-kind", kind.name)),
        lambda: [str(column.label) for column in columns()],
        lambda session, export: count(session, export.organisation_id),
        rows,
    )
