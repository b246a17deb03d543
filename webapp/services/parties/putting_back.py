"""What was just changed in many files is put back, where nobody has changed it since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Availability, Engagement, Event, FileChange, Party, PartyState
from webapp.services.parties import file_history
from webapp.services.records import audit

LATELY: Final = timedelta(hours=1)
"""So long somebody may put back what they changed themselves."""


@dataclass(frozen=True)
class Before:
    """What the reader changed lately of some files, by the number of the file.

    Parameters
    ----------
    entrusted
        Who accompanied them and who does: the facts of the last act of giving them to somebody.
    changed
        The last change of each list of days: what it was, and what it became.
    """

    entrusted: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[int, tuple[Any, Any]]] = field(default_factory=dict)


def look_back(session: Session, parties: Sequence[Party]) -> Before:
    """Return what whoever acts now has changed lately of these files."""
    numbers = [party.id for party in parties]
    actor = session.info.get("actor", audit.NOBODY)
    by_me = Event.actor == actor.kind, Event.actor_id == actor.id, Event.at > now() - LATELY
    theirs = Event.subject == Party.__tablename__, Event.subject_id.in_(numbers)
    mine = select(Event).where(*theirs, *by_me, Event.act == "party.entrusted")
    found = Before()
    for event in session.scalars(mine.order_by(Event.id)):
        found.entrusted[event.subject_id or 0] = event.facts
    of_days = FileChange.fact.in_(("availability", "engagements"))
    changes = select(FileChange).join(Event, Event.id == FileChange.event_id)
    for each in session.scalars(changes.where(*theirs, *by_me, of_days).order_by(FileChange.id)):
        before, after = (json.loads(written or "[]") for written in (each.before, each.after))
        found.changed.setdefault(each.fact, {})[each.party_id] = before, after
    return found


def check_entrusted(party: Party, known: Before) -> None:
    """Raise unless a file is still with whom the reader gave it to lately."""
    facts = known.entrusted.get(party.id)
    if facts is None:
        raise RuleBroken("put-back-too-late")
    stands = party.referent_id, party.second_referent_id
    if stands != (facts["to"], facts["second"]):
        raise RuleBroken("put-back-changed-since")


def check_days(party: Party, known: Before, fact: str) -> None:
    """Raise unless the days of a file are still as the reader left them lately."""
    if party.id not in known.changed.get(fact, {}):
        raise RuleBroken("put-back-too-late")
    if file_history.facts_of(party)[0, fact] != known.changed[fact][party.id][1]:
        raise RuleBroken("put-back-changed-since")


def entrust(session: Session, party: Party, known: Before) -> None:
    """Give a file back to whom it was with."""
    facts = known.entrusted[party.id]
    with file_history.recording(session, "referent", party):
        party.referent_id, party.second_referent_id = facts["before"], facts["second_before"]
    again = {"before": facts["to"], "to": facts["before"]}
    again |= {"second_before": facts["second"], "second": facts["second_before"]}
    audit.record(session, "party.entrusted", party, **again)


def put_days_back(session: Session, party: Party, known: Before, fact: str) -> None:
    """Let a file have the days that it had; one that lacks something then is paused."""
    before = known.changed[fact][party.id][0]
    with file_history.recording(session, fact, party):
        if fact == "availability":
            party.availabilities[:] = [_period(*days) for days in before]
        else:
            party.engagements[:] = [Engagement.read(each) for each in before]
    if party.state is PartyState.READY and party.what_is_missing():
        party.pause()
        audit.record(session, "party.paused", party)


def _period(first: str, last: str) -> Availability:
    return Availability(first_day=date.fromisoformat(first), last_day=date.fromisoformat(last))
