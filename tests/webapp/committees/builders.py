"""Committees for tests."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import Committee, CommitteeLine, CommitteeState, LineKind


def a_committee(db: Session, **given: Any) -> Committee:
    """A committee of today, in preparation."""
    made = Committee(**{"day": today(), **given})
    db.add(made)
    db.flush()
    return made


def that_meets(db: Session, **given: Any) -> Committee:
    """A committee that has begun."""
    return a_committee(db, **{"state": CommitteeState.MEETING, "begun_at": now(), **given})


def a_line(db: Session, committee: Committee | None = None, **given: Any) -> CommitteeLine:
    """A line that somebody has added."""
    defaults: dict[str, Any] = {"kind": LineKind.ADDED, "facts": {}}
    if "kind" not in given:
        defaults["title"] = "The van"
    about = committee or that_meets(db)
    line = CommitteeLine(**{**defaults, **given})
    about.lines.append(line)
    db.flush()
    return line
