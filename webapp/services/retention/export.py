"""All that is kept of a party, as one file that they may have (GDPR, articles 15 and 20)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.models import Event, Party, Side, Visit
from webapp.services.parties import merging
from webapp.services.retention.data_map import End, Of, by_table, rows_of

OF_OTHERS: Final = {
    "incidents.told", "incidents.place", "incidents.reached_at", "incidents.finding",
    "incident_steps.words", "merges.before", "urgent_readings.reason",
}  # fmt: skip
"""What tells of more people than these: what somebody told of an incident, perhaps in fear, and
what its readers wrote; two files as they were before they were made one, perhaps by mistake."""
SECRETS: Final = {"digest", "idempotency_key", "phone_fingerprint", "identity"}
"""Columns by which something is found again; they say nothing of anybody."""
OF_ONE_SIDE: Final = {"feedbacks", "follow_ups"}
"""Tables where each side of a visit has rows of its own, of which the other reads nothing."""
ABOUT: Final = (
    "Everything that this programme keeps about the people of this file. Times are in UTC. "
    "Left out: what others wrote about other people as well, and what only serves to find a row."
)


def everything_kept(session: Session, party: Party) -> dict[str, Any]:
    """Return every mapped column of a party, by table, and what was done to its file.

    Files that were put into it are of the same people, and are told of with it.
    """
    files = [each.id for each in merging.with_merged(session, [party])]
    with seeing_everyone(session):  # that an incident was told of is theirs to know, by whoever
        tables = {
            table.name: _rows(session, table, [entry.column.name for entry in entries], files)
            for table, entries in by_table(Of.PARTY).items()
            if {entry.end for entry in entries} != {End.BLANKED}
        }
    return {"about": ABOUT, "made": now(), **tables, "acts": _acts(session, files)}


def as_json(kept: dict[str, Any]) -> str:
    """Return it as text; days and instants as ISO 8601 writes them."""
    return json.dumps(kept, default=_written, ensure_ascii=False, indent=2) + "\n"


def _rows(
    session: Session, table: Table, names: Sequence[str], files: list[int]
) -> list[dict[str, Any]]:
    told = [
        table.c[name]
        for name in names
        if name not in SECRETS and f"{table.name}.{name}" not in OF_OTHERS
    ]
    theirs = [rows_of(Of.PARTY, table, files)]
    if table.name in OF_ONE_SIDE:
        theirs.append(table.c.side == Side.PARTY)
    rows = session.execute(select(*told).where(*theirs).order_by(*table.primary_key))
    return [dict(row) for row in rows.mappings()]


def _acts(session: Session, files: list[int]) -> list[dict[str, Any]]:
    visits = select(Visit.id).where(Visit.party_id.in_(files))
    theirs = ((Event.subject == "parties") & Event.subject_id.in_(files)) | (
        (Event.subject == "visits") & Event.subject_id.in_(visits)
    )
    told = select(Event.at, Event.act, Event.actor, Event.facts).where(theirs).order_by(Event.id)
    return [dict(row) for row in session.execute(told).mappings()]


def _written(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Range):
        return f"{value.lower} / {value.upper}"
    return str(value)
