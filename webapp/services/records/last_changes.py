"""Whether anything was changed since a page was made: exact, and asked of the database alone.

A snapshot of PostgreSQL says which transactions a reader sees. A page stands as long as every
transaction that changed something and is seen now was seen already when its making began.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from webapp.ground import connections

UNTOLD: Final = frozenset(
    {
        "alembic_version", "attempts", "deliveries", "email_links", "event_chain", "events",
        "exports", "imports", "kept_forms", "last_changes", "phone_codes", "procrastinate_events",
        "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
        "recovery_codes", "sent_forms", "user_sessions", "visit_sessions",
    }
)  # fmt: skip
"""Tables whose changes nobody notes: many are written with each page and each message."""
SEEN: Final = "last_seen_at"
"""The column of accounts that is written whenever somebody reads: only its day is noted, and that
they were here at all."""
FARM_CHANGES: Final = "farm_changes"
"""What a statement calls the rows of the audit in which farms told of a change, and in which dates
were withdrawn: those are noted."""
NOTHING: Final = "1:1:"
"""The snapshot of somebody who has seen nothing."""
LOOK: Final = """
    SELECT pg_current_snapshot()::text,
        pg_postmaster_start_time()::text || ' ' || 'last_changes'::regclass::oid::text,
        EXISTS (SELECT FROM last_changes WHERE NOT
            pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)),
        pg_current_xact_id_if_assigned() IS NULL
"""


@dataclass(frozen=True)
class Seen:
    """What a reader sees at a moment.

    Parameters
    ----------
    snapshot
        Which transactions.
    server
        Of which server, and which tables of it: of another's, a snapshot tells nothing.
    is_changed
        Whether a change is seen now that was not in the snapshot asked about.
    only_reads
        Whether this transaction has written nothing yet, which no snapshot would tell.
    """

    snapshot: str
    server: str
    is_changed: bool
    only_reads: bool


def look(session: Session, since: str = NOTHING) -> Seen:
    """Look what is seen now, and whether anything was changed since an earlier snapshot."""
    seen = connections.first_row(session.connection(), LOOK, (since,))
    assert seen is not None  # noqa: S101 (it asks for one row, of no table)
    return Seen(*seen)
