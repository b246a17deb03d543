"""The programme ends what guests and farm had agreed to: no contact outlives a farm's stop."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.models import Farm, Relationship, RelationshipState
from webapp.services.records import audit
from webapp.services.visits import places, unseen


def end_due(session: Session) -> int:
    """End those with farms on hold whose guests have left: until then the farm notices nothing."""
    stands = Relationship.state != RelationshipState.CLOSED
    kept = set(session.scalars(select(Relationship.farm_id).where(stands)))
    ended = [farm for farm in unseen.held_and_seen(session) if farm.id in kept]
    for farm in ended:
        places.lock_farm(session, farm)
        end_all(session, farm)
    return len(ended)


def end_all(session: Session, farm: Farm) -> None:
    """End every relationship with a farm, proposed or open; none opens again by itself.

    The caller holds the farm, as does whoever says yes. Of whose act it came is read on the farm
    and its incidents, not on the visits of other people.
    """
    with seeing_everyone(session):
        session.flush()
        query = (
            select(Relationship)
            .where(Relationship.farm_id == farm.id, Relationship.state != RelationshipState.CLOSED)
            .order_by(Relationship.id)
            .with_for_update(of=Relationship)
            .execution_options(populate_existing=True)
        )
        ended = session.scalars(query).all()
        for each in ended:
            each.close(None)
        session.flush()
        before = session.info.get("actor", audit.NOBODY)
        audit.set_actor(session, audit.JOB)
        visits = [each.visit for each in ended]
        audit.record_each(session, "visit.relationship-closed", visits, by="programme")
        audit.set_actor(session, before)
