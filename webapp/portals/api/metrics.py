"""The figures of an operator in the text form of Prometheus: counts and instants, of nobody.

They are counted in the database, so any process may be asked, and none keeps a counter.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from flask import Response

from webapp.portals.api import portal
from webapp.portals.api.views import want_scope
from webapp.services.records import operations
from webapp.services.records.operations import JOB_STATES, WORRIES, Backup, Condition
from webapp.web import figures
from webapp.web.extensions import db

FORM: Final = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]
"""The labels of a figure, which are codes of ours, and its value."""


def one(value: float | None) -> list[Sample]:
    """Return the samples of a figure that stands alone; none where it is not known."""
    return [] if value is None else [({}, value)]


def _instant(at: datetime | None) -> list[Sample]:
    return one(at.timestamp() if at else None)


def _at(what: Backup | None) -> list[Sample]:
    return _instant(what.at if what else None)


def _fact(what: Backup | None, name: str) -> list[Sample]:
    return one(what.facts.get(name) if what else None)


FIGURES: Final[dict[str, tuple[str, Callable[[Condition], Iterable[Sample]]]]] = {
    "sillon_jobs": (
        "Jobs by state; those put off wait for their time.",
        lambda seen: [({"state": each}, seen.jobs[each]) for each in JOB_STATES],
    ),
    "sillon_job_oldest_seconds": (
        "How long the job waits whose time came first; 0 where none does.",
        lambda seen: one((seen.at - seen.oldest).total_seconds() if seen.oldest else 0),
    ),
    "sillon_workers": ("Workers that were heard of just now.", lambda seen: one(seen.workers)),
    "sillon_messages": (
        "Messages of the last seven days, and all that are queued, by way and state.",
        lambda seen: [
            ({"channel": way.channel.value, "state": state.value}, number)
            for way in seen.ways
            for state, number in sorted(way.counted.items())
        ],
    ),
    "sillon_way_up": (
        "0 where a message failed and none has left since.",
        lambda seen: [({"channel": way.channel.value}, not way.is_down) for way in seen.ways],
    ),
    "sillon_backup_timestamp_seconds": ("The last backup.", lambda seen: _at(seen.backup)),
    "sillon_backup_bytes": ("Its size.", lambda seen: _fact(seen.backup, "bytes")),
    "sillon_restore_timestamp_seconds": ("The last try of a restore.", lambda s: _at(s.restore)),
    "sillon_restore_seconds": ("How long it took.", lambda seen: _fact(seen.restore, "seconds")),
    "sillon_database_bytes": ("Size of the database.", lambda seen: one(seen.database_bytes)),
    "sillon_migrations_newest": (
        "1 where the tables are as new as the code.",
        lambda seen: one(seen.migration == seen.newest_migration),
    ),
    "sillon_replica_lag_seconds": (
        "By how much the replica for reports lags at most; none where it is away.",
        lambda seen: one(None if seen.replica_lag is None else seen.replica_lag.total_seconds()),
    ),
    "sillon_audit_head": ("The newest chained row of the audit.", lambda seen: one(seen.head)),
    "sillon_audit_unchained": (
        "Rows of the audit that should be chained by now.",
        lambda seen: one(seen.unchained),
    ),
    "sillon_audit_checked_timestamp_seconds": (
        "The last check of the whole chain.",
        lambda seen: _instant(seen.checked.at if seen.checked else None),
    ),
    "sillon_worry": (
        "1 for what somebody has to see to.",
        lambda seen: [({"what": each}, each in seen.worries) for each in WORRIES],
    ),
}


@portal.get("/metrics")
def show_metrics() -> Response:
    """Give all figures. No row of the audit is written: they tell of nobody, every few seconds."""
    want_scope("metrics")
    return Response(written(operations.look(db, figures.replica())), content_type=FORM)


def written(seen: Condition) -> str:
    """Return the figures as text, each with what it means."""
    lines: list[str] = []
    for name, (meaning, samples) in FIGURES.items():
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(labels)} {float(value):.12g}" for labels, value in samples(seen)]
    return "\n".join(lines) + "\n"


def _labels(labels: dict[str, str]) -> str:
    said = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"{{{said}}}" if said else ""
