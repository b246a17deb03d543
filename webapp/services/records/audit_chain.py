"""The chain over the audit: a job links each row to the one before, and finds a row changed since.

A digest is keyed with the audit key, which the database does not know: whoever can write to the
database cannot make the chain fit again. Each link names its key, so a new key breaks nothing.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Event, EventLink
from webapp.services.records import audit, audit_heads
from webapp.services.records.audit_keys import AuditKeys

SETTLED = timedelta(minutes=10)
"""Older than any transaction still under way, so that no earlier row can appear afterwards."""
AT_ONCE = 5000
BEGINNING = "beginning"
CHECKED = "audit.checked"
KEY_CHANGED = "audit.key-changed"
CHECK_EVERY = timedelta(days=1, hours=12)
"""A night's check, and half a day in which it may be late."""
ONE_CHAINS = 0xC4A1
"""Key of the advisory lock: of several workers one adds to the chain."""


def extend(session: Session) -> int:
    """Chain the rows that have settled, and return how many.

    None that comes after one which has not: where clocks of several machines differ, or days were
    invented, a later row may be of an earlier moment, and the first would be left out for good.
    """
    session.execute(select(func.pg_advisory_xact_lock(ONE_CHAINS)))
    newest = select(EventLink).order_by(EventLink.event_id.desc()).limit(1)
    head = session.scalar(newest)
    digest, last = (head.digest, head.event_id) if head else (BEGINNING, 0)
    later = select(Event).where(Event.id > last).order_by(Event.id).limit(AT_ONCE)
    settled_at = now() - SETTLED
    events = list(takewhile(lambda each: each.at < settled_at, session.scalars(later)))
    key = AuditKeys.present()
    for event in events:
        digest = digest_of(event, digest, key)
        session.add(EventLink(event_id=event.id, digest=digest, key=key))
    if head and events and head.key != key:
        audit.record(session, KEY_CHANGED, before=head.key, now=key)
    session.flush()
    return len(events)


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks.

    Parameters
    ----------
    key
        The number of the key that this row needs, where it is not among those given.
    """

    event_id: int
    key: str | None = None


def first_fault(session: Session) -> Fault | None:
    """Return the first row that was changed, added or taken away since, or cannot be checked."""
    newest = session.scalar(select(func.max(EventLink.event_id))) or 0
    rows = (
        select(Event, EventLink.digest, EventLink.key)
        .outerjoin(EventLink, EventLink.event_id == Event.id)
        .where(Event.id <= newest)
        .order_by(Event.id)
        .execution_options(yield_per=AT_ONCE)
    )
    before = BEGINNING
    with session.execute(rows) as walked:
        for event, kept, key in walked:
            if key is not None and not AuditKeys.knows(key):
                return Fault(event.id, key)
            keys = AuditKeys.numbers() if key is None else [key]
            if kept not in {digest_of(event, before, each) for each in keys}:
                return Fault(event.id)
            before = kept
    return None


@dataclass(frozen=True)
class Check:
    """What a look at the whole chain found.

    Parameters
    ----------
    rows
        How many were chained.
    fault
        The number of the first that is not as it was written, or cannot be checked.
    key
        The number of the key that it needs, where that was not given.
    head
        Up to which row the chain is kept outside the database too; none: nowhere.
    """

    at: datetime
    rows: int
    fault: int | None
    key: str | None = None
    head: int | None = None

    @property
    def is_late(self) -> bool:
        """Whether another should have followed by now."""
        return now() - self.at > CHECK_EVERY


def check(session: Session, file: Path | None = None) -> Fault | None:
    """Look at the whole chain, keep what was found as an event, and return the first fault.

    Parameters
    ----------
    file
        Where the head of the chain is kept outside the database.
    """
    fault = first_fault(session)
    missing = audit_heads.first_missing(session, file) if file else None
    if missing is not None and (fault is None or missing < fault.event_id):
        fault = Fault(missing)
    kept = [head.event_id for head in audit_heads.heads(file)] if file else []
    rows = session.scalar(select(func.count()).select_from(EventLink)) or 0
    found: dict[str, Any] = {"fault": None, "key": None}
    if fault is not None:
        found = {"fault": fault.event_id, "key": fault.key}
    audit.record(session, CHECKED, rows=rows, head=kept[-1] if kept else None, **found)
    return fault


def last_check(session: Session) -> Check | None:
    """Return what the last look at the chain found; none where nobody has looked yet."""
    found = select(Event).where(
        Event.subject == "audit", Event.subject_id.is_(None), Event.act == CHECKED
    )
    event = session.scalar(found.order_by(Event.id.desc()).limit(1))
    return Check(event.at, **event.facts) if event else None


def digest_of(event: Event, before: str, key: str) -> str:
    """Return the digest of a row by the key of a number; it depends on every row before it."""
    told: list[Any] = [
        event.id,
        event.at.timestamp(),
        event.actor,
        event.actor_id,
        event.act,
        event.subject,
        event.subject_id,
        event.organisation_id,
        event.facts,
    ]
    return AuditKeys.digest(key, "audit", before, json.dumps(told, sort_keys=True))
