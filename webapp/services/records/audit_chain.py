"""The chain over the audit: a job links each row to the one before, and finds a row changed since.

A digest is keyed with the installation's secret, which the database does not know: whoever can
write to the database cannot make the chain fit again.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Event, EventLink
from webapp.services.records import audit
from webapp.services.records.tokens import Signer

SETTLED = timedelta(minutes=10)
"""Older than any transaction still under way, so that no earlier row can appear afterwards."""
AT_ONCE = 5000
BEGINNING = "beginning"
CHECKED = "audit.checked"
CHECK_EVERY = timedelta(days=1, hours=12)
"""A night's check, and half a day in which it may be late."""
ONE_CHAINS = 0xC4A1
"""Key of the advisory lock: of several workers one adds to the chain."""


def extend(session: Session) -> int:
    """Chain the rows that have settled, and return how many."""
    session.execute(select(func.pg_advisory_xact_lock(ONE_CHAINS)))
    newest = select(EventLink).order_by(EventLink.event_id.desc()).limit(1)
    head = session.scalar(newest)
    digest, last = (head.digest, head.event_id) if head else (BEGINNING, 0)
    settled = select(Event).where(Event.id > last, Event.at < now() - SETTLED)
    events = session.scalars(settled.order_by(Event.id).limit(AT_ONCE)).all()
    for event in events:
        digest = digest_of(event, digest)
        session.add(EventLink(event_id=event.id, digest=digest))
    session.flush()
    return len(events)


def first_fault(session: Session) -> int | None:
    """Return the number of the first row that was changed, added or taken away since; or none."""
    newest = session.scalar(select(func.max(EventLink.event_id))) or 0
    rows = (
        select(Event, EventLink.digest)
        .outerjoin(EventLink, EventLink.event_id == Event.id)
        .where(Event.id <= newest)
        .order_by(Event.id)
        .execution_options(yield_per=AT_ONCE)
    )
    digest = BEGINNING
    with session.execute(rows) as walked:
        for event, kept in walked:
            digest = digest_of(event, digest)
            if kept != digest:
                return int(event.id)
    return None


@dataclass(frozen=True)
class Check:
    """What a look at the whole chain found.

    Parameters
    ----------
    rows
        How many were chained.
    fault
        The number of the first that is not as it was written.
    """

    at: datetime
    rows: int
    fault: int | None

    @property
    def is_late(self) -> bool:
        """Whether another should have followed by now."""
        return now() - self.at > CHECK_EVERY


def check(session: Session) -> int | None:
    """Look at the whole chain, keep what was found as an event, and return the first fault."""
    fault = first_fault(session)
    rows = session.scalar(select(func.count()).select_from(EventLink)) or 0
    audit.record(session, CHECKED, rows=rows, fault=fault)
    return fault


def last_check(session: Session) -> Check | None:
    """Return what the last look at the chain found; none where nobody has looked yet."""
    found = select(Event).where(
        Event.subject == "audit", Event.subject_id.is_(None), Event.act == CHECKED
    )
    event = session.scalar(found.order_by(Event.id.desc()).limit(1))
    return Check(event.at, event.facts["rows"], event.facts["fault"]) if event else None


def digest_of(event: Event, before: str) -> str:
    """Return the digest of a row, which depends on every row before it."""
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
    return Signer.digest("audit", before, json.dumps(told, sort_keys=True)).hex()
