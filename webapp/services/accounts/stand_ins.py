"""No association is left alone with visits that stand: whoever goes last names who takes over.

Held where it is written: whatever shuts a person out, moves or deletes them, a session that would
leave visits without anybody refuses to write it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, event, exists, func, inspect, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import HOLDING, Organisation, StandIn, User, Visit
from webapp.services.records import audit, staff


@dataclass(frozen=True)
class Alone:
    """An association of which nobody can come in."""

    organisation: Organisation
    standing: int
    """Its visits ahead or under way."""
    invited: int
    """Its caseworkers who have an invitation and have not come yet."""
    stand_in: User | None


def left_alone() -> Select[int]:
    """Return the numbers of the associations of which nobody can come in, for a query."""
    of_it = User.organisation_id == Organisation.id
    return select(Organisation.id).where(~exists().where(of_it, *staff.can_come_in()))


def alone(session: Session) -> list[Alone]:
    """Return the associations of which nobody can come in, by name."""
    query = select(Organisation).where(Organisation.id.in_(left_alone()))
    query = query.order_by(Organisation.name)
    return [_as_alone(session, each) for each in session.scalars(query)]


def _as_alone(session: Session, organisation: Organisation) -> Alone:
    waiting = select(func.count()).where(
        User.organisation_id == organisation.id, User.suspended_at.is_(None)
    )
    row = session.get(StandIn, organisation.id)
    return Alone(
        organisation,
        standing_of(session, organisation.id),
        session.scalar(waiting) or 0,
        row.user if row and row.user.suspended_at is None else None,
    )


def standing_of(session: Session, organisation_id: int) -> int:
    """Return how many visits of an association are ahead or under way."""
    standing = Visit.organisation_id == organisation_id, Visit.state.in_(HOLDING)
    return session.scalar(select(func.count()).where(*standing)) or 0


def left_by(session: Session, user: User) -> list[Organisation]:
    """Return the associations whose visits nobody would look after without this person."""
    theirs = select(StandIn.organisation_id).where(StandIn.user_id == user.id)
    home = _before(user, "organisation_id")
    found = [session.get_one(Organisation, each) for each in session.scalars(theirs)]
    found += [session.get_one(Organisation, home)] if home else []
    return [each for each in found if _needs(session, each.id, without=user)]


def _needs(session: Session, organisation_id: int, *, without: User) -> bool:
    present = staff.caseworkers(session, organisation_id)
    others = [each for each in present if each.id != without.id]
    return not others and standing_of(session, organisation_id) > 0


def may_stand_in(session: Session, leaving: User) -> list[User]:
    """Return who may take over from someone who leaves."""
    return [each for each in staff.coordinators(session) if each.id != leaving.id]


def name(session: Session, organisation: Organisation, who: User | None) -> None:
    """Say who looks after an association from now on; nobody, where it has people of its own."""
    row = session.get(StandIn, organisation.id)
    if row is not None:
        session.delete(row)
        session.flush()
    if who is not None:
        session.add(StandIn(organisation_id=organisation.id, user_id=who.id))
        session.flush()
        audit.record(session, "organisation.taken-over", organisation, by=who.id)


def come_back(session: Session, user: User) -> None:
    """End what a stand-in does for an association: somebody of its own comes in."""
    if user.organisation is not None:
        name(session, user.organisation, None)


@event.listens_for(Session, "before_flush")
def _hold(session: Session, _context: object, _instances: object) -> None:
    rows = [row for row in {*session.dirty, *session.deleted} if isinstance(row, User)]
    leaving = [user for user in rows if _leaves(session, user)]
    if not leaving:
        return
    with seeing_everyone(session):
        broken = [each for user in leaving for each in _left_alone(session, user)]
        visits = [standing_of(session, each.id) for each in broken]
    if broken:
        raise RuleBroken("left-alone", association=broken[0].name, standing=visits[0])


def _leaves(session: Session, user: User) -> bool:
    could_come_in = user.password_hash is not None or user.has_come
    if not could_come_in or _before(user, "suspended_at") is not None:
        return False
    moved = any(_before(user, name) != getattr(user, name) for name in ("organisation_id", "role"))
    return user in session.deleted or user.suspended_at is not None or moved


def _before(user: User, name: str) -> Any:
    """Return what the database still says."""
    history = inspect(user).attrs[name].history
    if history.deleted:
        return history.deleted[0]
    return None if history.added else getattr(user, name)


def _left_alone(session: Session, user: User) -> list[Organisation]:
    """Return the associations that would be without anybody, visits and all."""
    taken_over = {
        row.organisation_id
        for row in session.scalars(select(StandIn))
        if row.user in may_stand_in(session, user)
    }
    return [each for each in left_by(session, user) if each.id not in taken_over]
