"""The data map: of whom each column of each table tells, and what becomes of it in the end.

`data_map.csv` has a row for every column there is; a column without one fails the tests, so that
nobody adds a fact about people without deciding how it ends.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Column, ColumnElement, Select, Table, or_, select

from webapp.ground.database import Base
from webapp.models import AbsenceReview, Agreement, Farm, Incident, Party, Seat, Slot, User, Visit

FILE: Final = Path(__file__).with_name("data_map.csv")


class Of(StrEnum):
    """Of whom a column tells."""

    PARTY = "party"
    FARM = "farm"
    USER = "user"
    NOBODY = "nobody"


class End(StrEnum):
    """What becomes of a column when the people it tells of are made anonymous."""

    KEPT = "kept"
    """It says nothing of anybody once the others are gone: states, counts, days of visits."""
    EMPTIED = "emptied"
    REMOVED = "removed"
    """Its whole row goes."""
    ROUNDED = "rounded"
    """A coordinate, to a whole degree: some hundred kilometres."""
    DRAWN = "drawn"
    """Something else stands there that tells nothing: `anonymising.DRAWN`."""
    BLANKED = "blanked"
    """A problem of the engine, in which the party keeps its size and nothing else."""


@dataclass(frozen=True)
class Entry:
    """A row of the map."""

    column: Column[object]
    of: Of
    end: End


SUBJECTS: Final[dict[Of, type[Base]]] = {Of.PARTY: Party, Of.FARM: Farm, Of.USER: User}
"""The table with one row for each that is made anonymous."""
LEADS: Final[dict[Of, dict[str, Select[int, int] | None]]] = {
    Of.PARTY: {
        "party_id": None,
        "visit_id": select(Visit.id, Visit.party_id),
        "incident_id": select(Incident.id, Visit.party_id).join(Incident.visit),
        "seat_id": select(Seat.id, Seat.party_id),
        "review_id": select(AbsenceReview.id, AbsenceReview.party_id),
        "agreement_id": select(Agreement.id, Agreement.party_id),
    },
    Of.FARM: {
        "farm_id": None,
        "slot_id": select(Slot.id, Slot.farm_id),
        "visit_id": select(Visit.id, Visit.farm_id),
    },
    Of.USER: {"user_id": None},
}
"""By which columns a row is found: the first that it always has, or any of them."""


@cache
def entries() -> tuple[Entry, ...]:
    """Return the whole map, in the order of its file."""
    tables = Base.metadata.tables
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Entry(tables[row["table"]].c[row["column"]], Of(row["of"]), End(row["end"]))
            for row in csv.DictReader(lines)
        )


@cache
def by_table(of: Of) -> dict[Table, list[Entry]]:
    """Return what tells of parties, of farms or of users, by the table where it stands."""
    found: dict[Table, list[Entry]] = defaultdict(list)
    for entry in entries():
        if entry.of is of:
            found[entry.column.table].append(entry)
    return dict(found)


def rows_of(of: Of, table: Table, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return which rows of a table tell of these."""
    if table is SUBJECTS[of].__table__:
        return table.c.id.in_(numbers)
    if "user_id" not in table.c and "session_id" in table.c:
        sessions = Base.metadata.tables["user_sessions"]
        return table.c.session_id.in_(select(sessions.c.id).where(sessions.c.user_id.in_(numbers)))
    if of is Of.PARTY and "kept_id" in table.c:
        return or_(table.c.kept_id.in_(numbers), table.c.merged_id.in_(numbers))
    if of is Of.PARTY and "one_id" in table.c:
        return or_(table.c.one_id.in_(numbers), table.c.other_id.in_(numbers))
    ways = []
    for name, way in LEADS[of].items():
        if name not in table.c:
            continue
        if way is None:
            ways.append(table.c[name].in_(numbers))
        else:
            number, owner = way.selected_columns
            theirs = way.with_only_columns(number).where(owner.in_(numbers))
            ways.append(table.c[name].in_(theirs))
        if not table.c[name].nullable:
            break
    if not ways:
        raise LookupError(f"no way from {table.name} to a {of}")
    return or_(*ways)
