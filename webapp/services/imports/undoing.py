"""A whole import is undone, as long as nobody has done anything with what it made."""

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Event, Import, Party, PartyState, Visit
from webapp.models.parties import by_code
from webapp.services.records import audit

HARMLESS = ("party.recorded", "party.read")
"""Acts after which a file is still as it was brought in."""
MOST_NAMED = 10


def files_in_use(session: Session, about: Import) -> list[Party]:
    """Return the files of an import with which something was done, by code."""
    found = session.scalars(_made(about).where(_is_in_use()))
    return sorted(found, key=lambda party: by_code(party.code))


def undo(session: Session, about: Import) -> None:
    """Remove every file that an import made.

    Raises
    ------
    RuleBroken
        With the codes of the files with which something was done.
    """
    session.scalars(_made(about).with_for_update(of=Party)).all()
    if used := files_in_use(session, about):
        codes = [party.code for party in used[:MOST_NAMED]]
        raise RuleBroken("import-in-use", codes=codes)
    about.undo()
    session.execute(delete(Party).where(Party.import_id == about.id))
    audit.record(session, "import.undone", about, made=about.made)


def _made(about: Import) -> Select[Party]:
    return select(Party).where(Party.import_id == about.id)


def _is_in_use() -> ColumnElement[bool]:
    acts = exists().where(
        Event.subject == Party.__tablename__,
        Event.subject_id == Party.id,
        Event.act.not_in(HARMLESS),
    )
    return or_(
        Party.state != PartyState.ENROLLED,
        Party.companions_id.is_not(None),
        acts,
        exists().where(Visit.party_id == Party.id),
    )
