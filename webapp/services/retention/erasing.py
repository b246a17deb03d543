"""A file is erased because the people ask for it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Export, Incident, Party
from webapp.services.parties import leaving
from webapp.services.records import audit, for_later
from webapp.services.retention.anonymising import anonymise_parties
from webapp.services.visits import incidents, places


def erase(session: Session, party: Party) -> None:
    """Make a party anonymous at once; what is counted stays, as the law lets it.

    Raises
    ------
    RuleBroken
        While a visit of theirs stands, which both sides must hear the end of first, or while an
        incident that concerns them is open; of a file that was put into another, which holds what
        tells of these people.
    """
    places.lock(session, [party.id], set())
    session.refresh(party, ["visits", "merged_into_id"])
    if party.merged_into_id is not None:
        raise RuleBroken("merged-already")
    if leaving.expected_visits(party):
        raise RuleBroken("erased-with-a-visit")
    with seeing_everyone(session):
        told_of = session.scalar(select(Incident.id).where(incidents.speaks_of(party)).limit(1))
    if told_of is not None:
        raise RuleBroken("erased-in-an-incident")
    theirs = Export.organisation_id == party.organisation_id, Export.kind == "parties"
    session.execute(delete(Export).where(*theirs))  # a table on its way may tell of them
    with seeing_everyone(session):
        for_later.forget_of(session, party.organisation_id)
    audit.record(session, "party.erasure-asked", party)
    anonymise_parties(session, [party])
