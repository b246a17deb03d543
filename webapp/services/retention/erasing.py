"""A file is erased because the people ask for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Incident, Party, Visit
from webapp.services.parties import leaving
from webapp.services.records import audit
from webapp.services.retention.anonymising import anonymise_parties
from webapp.services.visits import places


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
    open_incident = (
        select(Incident.id)
        .join(Visit, Visit.id == Incident.visit_id)
        .where(Visit.party_id == party.id, Incident.closed_at.is_(None))
    )
    if session.scalar(open_incident.limit(1)) is not None:
        raise RuleBroken("erased-in-an-incident")
    audit.record(session, "party.erasure-asked", party)
    anonymise_parties(session, [party])
