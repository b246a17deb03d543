"""Committees for tests."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Committee, CommitteeLine, CommitteeState, LineKind, User
from webapp.services.committees import keeping


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


def two_coordinators(db: Session) -> tuple[User, User]:
    """Two who can be at a committee."""
    a_programme(db)
    one, other = (a_coordinator(db, language="en", last_seen_at=now()) for _two in range(2))
    return one, other


def to_sign(db: Session, *present: User) -> Committee:
    """A committee whose minutes these people are to sign."""
    committee = a_line(db, that_meets(db), decision="Yes.").committee
    keeping.close(db, committee, {"title": "Comité"}, present, present[0])
    db.flush()
    return committee


def minutes_of(page: Page, committee: Committee) -> bytes:
    """Return the minutes of a committee, as they are printed."""
    return bytes(page.visit(f"/programme/committees/{committee.id}/minutes.pdf").response.data)
