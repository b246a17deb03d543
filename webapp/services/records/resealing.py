"""Seals anew what earlier data keys sealed, so that these can be thrown away.

A row is done when the first key sealed all it holds; so the work may be cut off anywhere, begun
again and run twice at once, and it never passes over a row that somebody saves meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Select,
    Table,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import type_coerce as coerce
from sqlalchemy.orm import Session

from webapp.ground.database import Base
from webapp.ground.encryption import FINGERPRINT_OF, Bound, Cipher, Encrypted, NoKeyOpensError

A_BATCH = 200
"""Rows that one transaction seals: their locks are gone before anybody notices."""


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns, and the columns that hold a fingerprint of one of these."""

    table: Table
    sealed: tuple[Column[str], ...]
    fingerprints: tuple[Column[str], ...]
    row: str
    """The column whose number its values are bound to."""

    def is_due(self) -> ColumnElement[bool]:
        """Whether a row has a value that the first key did not seal."""
        head = literal(Cipher.head(), LargeBinary)
        beginnings = [
            func.substring(coerce(column, LargeBinary), 1, len(Cipher.head()))
            for column in self.sealed
        ]
        return or_(*(beginning.not_in((head, b"")) for beginning in beginnings))


@dataclass(frozen=True)
class Batch:
    """What became of some rows: the last one's number, how many were sealed, which no key opens."""

    last: int
    done: int
    lost: tuple[int, ...]


def sealed_tables() -> list[SealedTable]:
    """Return every table that has sealed columns."""
    found = []
    for table in Base.metadata.sorted_tables:
        sealed = tuple(column for column in table.c if isinstance(column.type, Encrypted))
        marked = tuple(column for column in table.c if FINGERPRINT_OF in column.info)
        [*rows] = {column.type.row for column in sealed if isinstance(column.type, Encrypted)}
        if rows:
            found.append(SealedTable(table, sealed, marked, *rows))
    return found


def reseal(session: Session, kind: SealedTable, after: int, rows: int = A_BATCH) -> Batch | None:
    """Seal the next rows of a table with the first key; none when all are. The caller commits.

    Parameters
    ----------
    after
        The number of the last row looked at; 0 to begin.
    rows
        At most so many.
    """
    table = kind.table
    due = _raw(kind).where(kind.is_due(), table.c.id > after).order_by(table.c.id)
    found = session.execute(due.limit(rows).with_for_update()).all()
    if not found:
        return None
    lost = []
    for number, row, *values in found:
        try:
            opened = _open_all(kind, row, values)
        except NoKeyOpensError:
            lost.append(number)
        else:
            session.execute(update(table).where(table.c.id == number).values(opened))
    return Batch(found[-1].id, len(found) - len(lost), tuple(lost))


def open_everything(session: Session) -> tuple[int, list[str]]:
    """Open each sealed row and change none; return how many, and those that no key given opens."""
    opened, lost = 0, list[str]()
    for kind in sealed_tables():
        for number, row, *values in session.execute(_raw(kind)):
            try:
                _open_all(kind, row, values)
            except NoKeyOpensError:
                lost.append(f"{kind.table.name} {number}")
            else:
                opened += 1
    return opened, lost


def _raw(kind: SealedTable) -> Select[Any]:
    """Select the number of each row, the number it is bound to, and what is sealed, unopened."""
    raw = [coerce(column, LargeBinary).label(column.name) for column in kind.sealed]
    return select(kind.table.c.id, kind.table.c[kind.row], *raw)


def _open_all(kind: SealedTable, row: int, values: list[bytes | None]) -> dict[str, str | None]:
    """Return what a row is to hold, in words: its columns seal it on the way in."""
    held: dict[str, str | None] = {
        column.name: None if value is None else Bound.to(row, column.type.open(bytes(value), row))
        for column, value in zip(kind.sealed, values, strict=True)
        if isinstance(column.type, Encrypted)
    }
    for column in kind.fingerprints:
        plain = held[column.info[FINGERPRINT_OF]]
        held[column.name] = None if plain is None else Cipher.fingerprint(plain)
    return held
