"""Who looks after a visit on the spot, as its guests and its farm read it."""

from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.models import LocalReferent, User, Visit


@dataclass(frozen=True)
class LookedAfter:
    """That a volunteer near the farm looks after a visit.

    Parameters
    ----------
    first_name
        Theirs, once they have said that guests and farms may read it; empty otherwise.
    """

    first_name: str


def of_visit(session: Session, visit: Visit) -> LookedAfter | None:
    """Return who looks after a visit; none where it is given to nobody.

    A desk has read who it is with the visit.
    """
    if visit.local_referent_id is None:
        return None
    if "local_referent" not in inspect(visit).unloaded and (who := visit.local_referent):
        is_named = who.nearby is not None and who.nearby.is_named
        return LookedAfter(who.name.partition(" ")[0] if is_named else "")
    with seeing_everyone(session):  # neither side sees an account
        name = session.scalar(
            select(User.name)
            .join(LocalReferent, LocalReferent.user_id == User.id)
            .where(User.id == visit.local_referent_id, LocalReferent.is_named)
        )
    return LookedAfter((name or "").partition(" ")[0])
