"""Who did or read what, written in the transaction it tells of: no audit, no act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from webapp.ground.database import Base
from webapp.models import Event


@dataclass(frozen=True)
class Actor:
    """Who acts in a session: a user, a job, or whoever has a link (a side, animator, speaker)."""

    kind: Literal["user", "party", "farm", "animator", "speaker", "job", "nobody"] = "nobody"
    id: int | None = None


NUMBERS = "events_id_seq"
ADDED: Final = insert(Event.metadata.tables["events"]).inline()
NOBODY = Actor()
JOB = Actor("job")


def set_actor(session: Session, actor: Actor) -> None:
    """Say who acts in this session from now on."""
    session.info["actor"] = actor


def record(session: Session, act: str, subject: Base | None = None, **facts: Any) -> None:
    """Add the audit row of an act, such as `visit.answered`.

    `facts` are codes, counts and days; never a name, a number or an address.
    """
    if subject is not None:
        session.flush()  # a new subject gets its number
    _add(session, [_row(session, act, subject, facts)])


def record_numbered(session: Session, act: str, subject: Base, **facts: Any) -> int:
    """Add the audit row of an act, as `record` does, and return its number."""
    session.flush()
    number: int = session.scalars(select(func.nextval(NUMBERS))).one()
    _add(session, [{"id": number, **_row(session, act, subject, facts)}])
    return number


def record_each(session: Session, act: str, subjects: Sequence[Base], **facts: Any) -> None:
    """Add an audit row of one act on each of many things, which have their numbers."""
    _add(session, [_row(session, act, subject, facts) for subject in subjects])


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    """Add rows without asking for anything back: whoever adds one may not be let to read it."""
    if rows:
        session.execute(ADDED, rows, execution_options={"autoflush": False})


def _row(session: Session, act: str, subject: Base | None, facts: dict[str, Any]) -> dict[str, Any]:
    actor: Actor = session.info.get("actor", NOBODY)
    return {
        "actor": actor.kind,
        "actor_id": actor.id,
        "act": act,
        "subject": subject.__tablename__ if subject is not None else act.partition(".")[0],
        "subject_id": getattr(subject, "id", None),
        "organisation_id": getattr(subject, "organisation_id", None),
        "facts": facts,
    }


def last_of(
    session: Session, subject: str, subject_id: int, acts: Collection[str], **facts: str
) -> Event | None:
    """Return the last of these acts that was done to a thing, by the name of its table.

    Parameters
    ----------
    facts
        What the act must say, such as the side that answered.
    """
    mine = [Event.subject == subject, Event.subject_id == subject_id, Event.act.in_(acts)]
    mine += [Event.facts[name].astext == value for name, value in facts.items()]
    return session.scalar(select(Event).where(*mine).order_by(Event.id.desc()).limit(1))


def last_of_any(
    session: Session, subject: str, numbers: Collection[int], acts: Collection[str]
) -> Event | None:
    """Return the last of these acts that was done to any of these things."""
    theirs = Event.subject == subject, Event.subject_id.in_(numbers), Event.act.in_(acts)
    return session.scalar(select(Event).where(*theirs).order_by(Event.id.desc()).limit(1))


READINGS: Final = ("%.read", "%-read", "%.roll-opened")
"""How acts are called by which something was looked at, and is as it was."""


def last_change(session: Session, subject: str, subject_id: int) -> Event | None:
    """Return the last act on a thing, by the name of its table; to read it is none."""
    acts = select(Event).where(
        Event.subject == subject,
        Event.subject_id == subject_id,
        *(Event.act.not_like(end) for end in READINGS),
    )
    return session.scalar(acts.order_by(Event.id.desc()).limit(1))
