"""The reception centres that are known, and who lives there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Centre, Event, FileChange, Party, PartyState
from webapp.services.parties import file_history
from webapp.services.records import audit


def names(session: Session, only: Collection[int] | None = None) -> dict[int, str]:
    """Return what centres are called, by number, in the order of their names."""
    query = select(Centre.id, Centre.name).order_by(Centre.name)
    if only is not None and not only:
        return {}
    if only is not None:
        query = query.where(Centre.id.in_(only))
    return dict(session.execute(query).all())


def was_lost_by(session: Session, party: Party, since: datetime) -> bool:
    """Whether the centre that a file was in has been removed since a moment."""
    gone = FileChange.fact == "centre_id", FileChange.party_id == party.id, Event.at > since
    query = select(FileChange).join(Event, Event.id == FileChange.event_id).where(*gone)
    with seeing_everyone(session):
        return any(file_history.is_a_name(each.before) for each in session.scalars(query))


def how_many_live_in(session: Session, centre: Centre) -> int:
    """Count the files of an association or another that are in a centre, but of who has left."""
    living = Party.centre_id == centre.id, Party.state != PartyState.LEFT
    with seeing_everyone(session):
        return session.scalar(select(func.count()).select_from(Party).where(*living)) or 0


def remove(session: Session, centre: Centre) -> None:
    """Take a centre away; files of people who have left name it in their history alone.

    Raises
    ------
    RuleBroken
        When a file is in it.
    """
    session.refresh(centre, with_for_update=True)
    if files := how_many_live_in(session, centre):
        raise RuleBroken("centre-lived-in", files=files)
    audit.record(session, "centre.removed", centre)
    with seeing_everyone(session):
        left = session.scalars(select(Party).where(Party.centre_id == centre.id)).all()
        with file_history.recording(session, "notice", *left):
            for party in left:
                party.centre = None
        session.flush()
        file_history.name_for_good(session, "centre_id", centre.id, centre.name)
    session.delete(centre)
    session.flush()
