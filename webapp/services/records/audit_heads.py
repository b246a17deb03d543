"""The head of the chain over the audit, kept outside the database: rows cut off its end show.

A line of a file names the newest chained row and its digest. Whoever can write to the database
alone cannot take rows away that a line names.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import EventLink


@dataclass(frozen=True)
class Head:
    """The newest row of the chain, as it was at an instant."""

    event_id: int
    digest: str


def keep(session: Session, file: Path) -> bool:
    """Add the present head to the file, unless it stands there; return whether it was added."""
    newest = session.scalar(select(EventLink).order_by(EventLink.event_id.desc()).limit(1))
    if newest is None or _last(file) == (head := Head(newest.event_id, newest.digest)):
        return False
    told = {"at": now().isoformat(), "event": head.event_id, "digest": head.digest}
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(told) + "\n")
    return True


def first_missing(session: Session, file: Path) -> int | None:
    """Return the first row that the file names and the chain does not hold as it does; or none."""
    kept = dict(session.execute(select(EventLink.event_id, EventLink.digest)).all())
    gone = (each.event_id for each in heads(file) if kept.get(each.event_id) != each.digest)
    return next(gone, None)


def heads(file: Path) -> Iterator[Head]:
    """Return the heads in the file, oldest first; a line that was cut off in the middle is none."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                told = json.loads(line)
                yield Head(told["event"], told["digest"])
            except (ValueError, KeyError, TypeError):
                continue


def _last(file: Path) -> Head | None:
    found = None
    for found in heads(file):  # noqa: B007 (the last one is what is looked for)
        pass
    return found
