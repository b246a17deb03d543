"""A farm writes to the association about a visit; what nobody has seen to stands on the board."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmNote, Party, User, Visit
from webapp.services.records import audit, outbox

ANSWERED = "farm-note-answered"
NEW_FOR = timedelta(days=7)
"""So long an answer stands in the farm's To do."""
MOST_WAITING = 5
"""So many of a visit wait at once: who has more to say, calls."""


def write(session: Session, visit: Visit, words: str) -> None:
    """Keep what a farm writes; the same words twice are one note.

    Raises
    ------
    RuleBroken
        There are no words, or several notes of this visit wait already.
    """
    session.refresh(visit, with_for_update={"key_share": True, "of": Visit})
    said = words.strip()
    waiting_ones = [each for each in of_visit(session, visit) if each.seen_at is None]
    if not said:
        raise RuleBroken("note-empty")
    if any(each.words == said for each in waiting_ones):
        return
    if len(waiting_ones) >= MOST_WAITING:
        raise RuleBroken("farm-notes-wait")
    session.add(FarmNote(visit_id=visit.id, words=said))
    session.flush()
    audit.record(session, "visit.farm-wrote", visit)


def see_to(session: Session, note: FarmNote, by: User, answer: str) -> None:
    """Record that a note was read, and what the farm reads in return."""
    session.refresh(note, with_for_update={"of": FarmNote})
    note.see_to(by.id, answer.strip())
    session.flush()
    audit.record(session, "visit.farm-answered", note.visit, words=bool(note.answer))
    if note.visit.farm.users:
        outbox.write_to_farm(session, note.visit, ANSWERED, key=f"{ANSWERED}-{note.id}")


def of_visit(session: Session, visit: Visit) -> list[FarmNote]:
    """Return what a farm wrote about a visit, the newest first."""
    query = select(FarmNote).where(FarmNote.visit_id == visit.id)
    return list(session.scalars(query.order_by(FarmNote.id.desc())))


def answered_lately() -> Select[FarmNote]:
    """Ask for the notes that were answered lately."""
    lately = FarmNote.seen_at > at(lambda: now() - NEW_FOR)
    return select(FarmNote).where(FarmNote.answer.is_not(None), lately)


def answered(session: Session, farm: Farm) -> list[FarmNote]:
    """Return what a farm was answered lately, the newest first; one line for each visit."""
    query = answered_lately().join(FarmNote.visit).where(Visit.farm_id == farm.id)
    whole = query.options(joinedload(FarmNote.visit)).order_by(FarmNote.seen_at, FarmNote.id)
    return list({note.visit_id: note for note in session.scalars(whole)}.values())[::-1]


def to_see_to() -> Select[FarmNote]:
    """Ask for the notes that nobody has seen to."""
    return select(FarmNote).where(FarmNote.seen_at.is_(None))


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[FarmNote]:
    """Return the notes that nobody has seen to, of these visits, the oldest first."""
    query = to_see_to().join(FarmNote.visit).where(*conditions)
    whole = joinedload(FarmNote.visit).options(
        joinedload(Visit.farm), joinedload(Visit.party).selectinload(Party.persons)
    )
    return list(session.scalars(query.options(whole).order_by(FarmNote.id)))
