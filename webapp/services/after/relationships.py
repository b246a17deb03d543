"""Staying in contact: proposed by one side, open when both said yes, closed by either."""

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from webapp.ground.at_once import Query, given
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Relationship, RelationshipState, Side, Tie, User, Visit
from webapp.services.after import sharing
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit, parts
from webapp.services.visits import proposing
from webapp.services.visits.unseen import is_unseen

ASKED: Final = "visit-relationship-asked"
OPENED: Final = "visit-relationship-open"


def other(side: Side) -> Side:
    """Return the other side of a visit."""
    return Side.FARM if side is Side.PARTY else Side.PARTY


def may_begin(visit: Visit) -> bool:
    """Whether the two sides of a visit may stay in contact: they met, and both are still there.

    With a farm that is on hold or stopped nobody may.
    """
    gone = visit.party.anonymous_since is not None
    return have_met(visit) and not gone and not is_stopped(visit)


def have_met(visit: Visit) -> bool:
    """Whether a visit took place: before, there is nobody to stay in contact with."""
    return visit.state in TOOK_PLACE


def is_stopped(visit: Visit) -> bool:
    """Whether the programme has stopped the farm of a visit that is over, or holds it.

    Not while the farm must not notice that it is held.
    """
    held = visit.farm.on_hold_since is not None and not is_unseen(visit.farm)
    return held or not visit.is_open_to_farm


def of_visit(session: Session, visit: Visit) -> Relationship | None:
    """Return what is between the two of a visit, whichever of their visits it began with.

    The last one, if it was closed before.
    """
    return session.scalar(_last(visit))


def _last(visit: Visit) -> Select[Relationship]:
    is_over = Relationship.state == RelationshipState.CLOSED
    return (
        select(Relationship).where(*_of(visit)).order_by(is_over, Relationship.id.desc()).limit(1)
    )


def _of(visit: Visit) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Relationship.party_id == visit.party_id, Relationship.farm_id == visit.farm_id


def _lock(session: Session, visit: Visit) -> Relationship | None:
    """Keep a visit, its farm and what came of it as they are, and read them anew."""
    proposing.lock(session, visit)
    return session.scalar(_last(visit).execution_options(populate_existing=True))


def between_the_two() -> Query:
    """Ask for what is or was between the two of a visit."""
    return select(Relationship).where(
        Relationship.party_id == given("party"), Relationship.farm_id == given("farm")
    )


def listed(organisation_id: int, state: str = "") -> Select[Relationship]:
    """Ask for the relationships of an association's people, those with news first.

    Parameters
    ----------
    state
        Of which state; empty: of all.
    """
    query = select(Relationship).join(Visit, Visit.id == Relationship.visit_id)
    query = query.where(Visit.organisation_id == organisation_id)
    if state:
        query = query.where(Relationship.state == state)
    said = Relationship.party_said_at, Relationship.farm_said_at, Relationship.closed_at
    last = select(func.max(Tie.on)).where(Tie.relationship_id == Relationship.id).scalar_subquery()
    return query.order_by(func.greatest(*said, last).desc(), Relationship.id.desc())


def may_be_seen(session: Session, visit: Visit) -> bool:
    """Whether there is something to say of staying in contact: it may begin, or once did."""
    return is_offered(session, visit) or of_visit(session, visit) is not None


def is_offered(session: Session, visit: Visit) -> bool:
    """Whether staying in contact may begin, in a programme that uses it."""
    return may_begin(visit) and parts.uses(session, "contact")


def say_yes(
    session: Session, visit: Visit, side: Side, shares: list[str], by: User | None = None
) -> Relationship:
    """Propose it, or say yes to what the other side proposed; or share something else from now.

    The other side is asked once, however often it is proposed and taken back; and once more after
    the programme had ended it.

    Parameters
    ----------
    by
        Who says so for the farm.
    """
    found = _lock(session, visit)
    begins = found is None or found.may_be_begun_anew(side)
    if not may_begin(visit) or (begins and not parts.uses(session, "contact")):
        raise RuleBroken("changed-meanwhile")
    ended = found.id if found is not None and found.is_ended_by_programme else None
    if found is None or found.may_be_begun_anew(side):
        found = Relationship.of(visit, side, state=RelationshipState.PROPOSED)
        session.add(found)
    before = found.state
    if set(shares) - set(sharing.to_share(visit, side, by)):
        raise RuleBroken("answer-missing")
    found.say_yes(side, shares, sharing.told(visit, side, shares, by))
    if side is Side.FARM:
        found.farm_by = by
    session.flush()
    audit.record(session, "visit.relationship-agreed", visit, side=side.value, shares=len(shares))
    if found.state is RelationshipState.PROPOSED:
        occasion = f"after-{ended}" if ended else "once"
        proposing.tell(session, visit, other(side), ASKED, occasion=occasion)
    elif before is RelationshipState.PROPOSED:
        proposing.tell(session, visit, other(side), OPENED, occasion=str(found.id))
    return found


def close(session: Session, visit: Visit, by: Side) -> None:
    """End it, at once, for one side; the other is told nothing and sees nothing any more.

    Where files were put together, each of which had one, both end.
    """
    found = _lock(session, visit)
    if found is None:
        raise RuleBroken("changed-meanwhile")
    found.close(by)
    stands = Relationship.state != RelationshipState.CLOSED, Relationship.id != found.id
    for each in session.scalars(select(Relationship).where(*_of(visit), *stands)):
        each.close(by)
    session.flush()
    audit.record(session, "visit.relationship-closed", visit, side=by.value)


def note(session: Session, visit: Visit, kind: str, on: date, by: User) -> None:
    """Keep what has come of a relationship that is open."""
    found = _lock(session, visit)
    if found is None:
        raise RuleBroken("changed-meanwhile")
    if on < found.visit.arrival:
        raise RuleBroken("tie-before-the-visit")
    if any((each.kind, each.on) == (kind, on) for each in found.ties):
        raise RuleBroken("tie-noted-already")
    found.note(kind, on, by)
    session.flush()
    audit.record(session, "visit.tie-noted", visit, kind=kind)


def take_back(session: Session, visit: Visit, tie_id: int) -> None:
    """Keep no more what was noted by mistake to have come of a relationship, open or ended."""
    found = _lock(session, visit)
    tie = next((each for each in found.ties if each.id == tie_id), None) if found else None
    if tie is None:
        raise RuleBroken("changed-meanwhile")
    session.delete(tie)
    session.flush()
    session.refresh(found, ["ties"])
    audit.record(session, "visit.tie-taken-back", visit, kind=tie.kind)


def asked_of_farm(session: Session, farm: Farm) -> list[Visit]:
    """Return the visits whose guests have proposed it, and wait for the farm's answer."""
    theirs = proposed_by_guests().where(Relationship.farm_id == farm.id)
    numbers = theirs.with_only_columns(Relationship.visit_id)
    query = select(Visit).where(Visit.id.in_(numbers)).order_by(Visit.id)
    return [visit for visit in session.scalars(query) if may_begin(visit)]


def proposed_by_guests() -> Select[Relationship]:
    """Ask for those that guests have proposed and that wait for the farm's answer."""
    proposed = Relationship.state == RelationshipState.PROPOSED
    return select(Relationship).where(proposed, Relationship.proposed_by == Side.PARTY)


def shown_to(session: Session, visit: Visit, side: Side) -> sharing.Shared | None:
    """Return what a side may see of the other; none unless both say yes at this moment."""
    found = of_visit(session, visit)
    if found is None or found.state is not RelationshipState.OPEN or not may_begin(visit):
        return None
    return sharing.shared_by(found, visit, other(side))
