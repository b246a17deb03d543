"""All that is kept of a party, as one file that they may have (GDPR, articles 15 and 20)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Table, and_, false, func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Event, Party, Side, Visit
from webapp.services.parties import merging
from webapp.services.retention.data_map import End, Of, by_table, rows_of

OF_OTHERS: Final = {
    "alike_files.names", "merges.before", "urgent_readings.reason",
}  # fmt: skip
"""What tells of more people than these: names that are much like theirs; two files as they were
before they were made one, perhaps by mistake; what somebody wrote about an emergency."""
BY_THE_FARM_ALONE: Final = {
    "visit.feedback-given", "visit.followed-up", "visit.follow-up-tried",
    "visit.relationship-agreed", "visit.relationship-closed", "visit.tie-noted",
    "visit.tie-taken-back", "visit.missed-said",
}  # fmt: skip
"""What a farm says or does after a visit, of which its guests are not told."""
READ: Final = ("-read", ".read", ".printed", ".saved", ".opened-urgently")
"""How the acts end by which somebody opens what tells of people, or takes it along."""
SECRETS: Final = {"closed_by", "digest", "idempotency_key", "phone_fingerprint", "identity"}
"""Columns by which something is found again, and which side ended a contact."""
FOR_FEW: Final = {"incidents", "incident_steps", "feedbacks"}
"""Tables that the association does not read, and so does not hand out either: that something was
told, of what kind and by whom, and the answers and words after a visit, are for those who read
them there. They are asked for what these hold."""
OF_ONE_SIDE: Final = {"follow_ups", "missed_words"}
"""Tables where each side of a visit has rows of its own, of which the other reads nothing."""
ABOUT: Final = (
    "Everything that this programme keeps about the people of this file. Times are in UTC. "
    "Left out: what others wrote about other people as well, and what only serves to find a row. "
    "Left out too: whatever was told of an incident, and what was said of a visit afterwards. Your "
    "association does not read it; the coordinators of the programme tell you what is kept there."
)


def everything_kept(session: Session, party: Party) -> dict[str, Any]:
    """Return what its association reads of a party, by table, and what was done to its file.

    Files that were put into it are of the same people, and are told of with it.
    """
    files = [each.id for each in merging.with_merged(session, [party])]
    tables = {
        table.name: _rows(session, table, names, files) for table, names in handed_out().items()
    }
    return {"about": ABOUT, "made": now(), **tables, "acts": _acts(session, files)}


def handed_out() -> dict[Table, list[str]]:
    """Return which columns of which tables an association hands out to the people of a file."""
    return {
        table: [
            entry.column.name
            for entry in entries
            if entry.column.name not in SECRETS and str(entry.column) not in OF_OTHERS
        ]
        for table, entries in by_table(Of.PARTY).items()
        if table.name not in FOR_FEW and {entry.end for entry in entries} != {End.BLANKED}
    }


def as_json(kept: dict[str, Any]) -> str:
    """Return it as text; days and instants as ISO 8601 writes them."""
    return json.dumps(kept, default=_written, ensure_ascii=False, indent=2) + "\n"


def _rows(
    session: Session, table: Table, names: Sequence[str], files: list[int]
) -> list[dict[str, Any]]:
    told = [table.c[name] for name in names]
    theirs = [rows_of(Of.PARTY, table, files)]
    if table.name in OF_ONE_SIDE:
        theirs.append(table.c.side == Side.PARTY)
    rows = session.execute(select(*told).where(*theirs).order_by(*table.primary_key))
    return [dict(row) for row in rows.mappings()]


def readings(session: Session, party: Party) -> int:
    """Return how often somebody opened what tells of the people of a file, or took it along."""
    acts = _acts(session, [each.id for each in merging.with_merged(session, [party])])
    return sum(each["act"].endswith(READ) for each in acts)


def _acts(session: Session, files: list[int]) -> list[dict[str, Any]]:
    visits = select(Visit.id).where(Visit.party_id.in_(files))
    theirs = ((Event.subject == "parties") & Event.subject_id.in_(files)) | (
        (Event.subject == "visits") & Event.subject_id.in_(visits)
    )
    of_farm = or_(Event.actor == "farm", Event.facts["side"].as_string() == Side.FARM)
    its_own = and_(Event.act.in_(BY_THE_FARM_ALONE), func.coalesce(of_farm, false()))
    told = select(Event.at, Event.act, Event.actor, Event.facts).where(theirs, ~its_own)
    told = told.order_by(Event.id)
    return [dict(row) for row in session.execute(told).mappings()]


def _written(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Range):
        return f"{value.lower} / {value.upper}"
    return str(value)
