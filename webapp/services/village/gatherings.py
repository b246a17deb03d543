"""Gatherings: planned, told of once their farm has said yes, changed and cancelled."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import Query, at, given
from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Gathering, GatheringState, Visit, VisitState
from webapp.services.records import audit, outbox
from webapp.services.visits.unseen import is_unseen

ASKED, CANCELLED = "gathering-asked", "gathering-cancelled"
"""What is written to the farm's people."""
CERTAIN: Final = (VisitState.CONFIRMED, VisitState.UNDER_WAY)
"""The states of a visit during which a farm may open its door."""
FARMS_WORDS: Final = ("title", "words", "day", "starts", "ends", "venue")
"""What a farm's yes stands on: another of these, and it is asked anew."""


def announce(session: Session, facts: dict[str, Any]) -> Gathering:
    """Plan a gathering of the programme in a commune; everybody may read of it at once."""
    gathering = Gathering(**facts)
    gathering.announce()
    session.add(gathering)
    audit.record(session, "gathering.announced", gathering)
    return gathering


def propose(session: Session, visit: Visit, facts: dict[str, Any]) -> Gathering:
    """Ask the farm of a visit to open its door; nobody reads of it before its yes.

    Raises
    ------
    RuleBroken
        The visit is not certain, or the farm takes no part, or it is not during the visit.
    """
    session.refresh(visit, with_for_update={"of": Visit})
    if visit.state not in CERTAIN:
        raise RuleBroken("gathering-visit-not-certain")
    if not visit.is_open_to_farm:
        raise RuleBroken("farm-has-left")
    _is_during(visit, facts["day"])
    gathering = Gathering(
        **facts,
        visit_id=visit.id,
        farm_id=visit.farm_id,
        commune=visit.slot.stands_at.commune,
    )
    gathering.ask_farm()
    session.add(gathering)
    audit.record(session, "gathering.proposed", gathering)
    _write(session, gathering, ASKED, gathering.id)
    return gathering


def change(session: Session, gathering: Gathering, facts: dict[str, Any]) -> None:
    """Change what is told of it; a farm is asked anew, and nobody reads where until its yes."""
    hold(session, gathering)
    if rule := closed_to_change(gathering):
        raise rule
    if gathering.visit is not None:
        _is_during(gathering.visit, facts.get("day", gathering.day))
    changed = [name for name, value in facts.items() if getattr(gathering, name) != value]
    for name in changed:
        setattr(gathering, name, facts[name])
    if not changed:
        return
    number = audit.record_numbered(session, "gathering.changed", gathering)
    if gathering.farm_id is None:
        gathering.announce()
        return
    gathering.ask_farm()
    session.flush()
    _write(session, gathering, ASKED, f"{gathering.id}-{number}")


def answer(session: Session, gathering: Gathering, *, yes: bool) -> None:
    """Take the word of its farm."""
    hold(session, gathering)
    if yes:
        gathering.agree()
    else:
        gathering.decline()
    audit.record(session, "gathering.answered", gathering, yes=yes)


def cancel(session: Session, gathering: Gathering) -> None:
    """Say on its page that it does not take place, and write to its farm."""
    hold(session, gathering)
    if rule := closed_to_cancel(gathering):
        raise rule
    gathering.cancel()
    audit.record(session, "gathering.cancelled", gathering)
    _write(session, gathering, CANCELLED, gathering.id)


def closed_to_change(gathering: Gathering) -> RuleBroken | None:
    """Return why nothing of it can be changed any more, if so."""
    if gathering.state is GatheringState.CANCELLED or gathering.is_over:
        return RuleBroken("gathering-over")
    return RuleBroken("gathering-begun") if gathering.has_begun else None


def closed_to_cancel(gathering: Gathering) -> RuleBroken | None:
    """Return why it cannot be cancelled any more, if so."""
    if any(each.voices for each in gathering.heard):  # people have come, and said so
        return RuleBroken("gathering-has-voices")
    if gathering.state is GatheringState.DECLINED:
        return RuleBroken("gathering-declined")
    return None if gathering.may_be_cancelled else RuleBroken("gathering-over")


def hold(session: Session, gathering: Gathering) -> None:
    """Keep a gathering as it is, and read it anew: nobody else changes it now."""
    session.refresh(gathering, with_for_update={"of": Gathering})


def visits_to_open(session: Session) -> Sequence[Visit]:
    """Return the visits during which a farm may still open its door, the first to come first."""
    query = select(Visit).where(Visit.state.in_(CERTAIN))
    query = query.options(joinedload(Visit.farm), joinedload(Visit.party))
    found = session.scalars(query.order_by(Visit.stay, Visit.id)).all()
    return [visit for visit in found if visit.departure >= today() and visit.is_open_to_farm]


def coming(session: Session, *which: ColumnElement[bool]) -> Sequence[Gathering]:
    """Return those of today and of days to come, the first first."""
    return _listed(session, Gathering.day >= today(), *which, later=False)


def past(session: Session) -> Sequence[Gathering]:
    """Return those of days gone by, the last first."""
    return _listed(session, Gathering.day < today(), later=True)


def of_farm(session: Session, farm: Farm) -> Sequence[Gathering]:
    """Return those on a farm's ground, the last first."""
    return _listed(session, Gathering.farm_id == farm.id, later=True)


def is_told(session: Session, gathering: Gathering) -> bool:
    """Whether everybody may read that it takes place, where, and why: nothing fell away since."""
    with seeing_everyone(session):  # whoever reads its page sees no visit
        session.refresh(gathering, ["visit", "farm"])
        return gathering.takes_place and (gathering.is_over or not lost_its_visit(gathering))


def of_visit(session: Session, visit: Visit) -> list[Gathering]:
    """Return those to come while somebody is a guest, which they need not attend."""
    found = coming(session, Gathering.visit_id == visit.id)
    return [each for each in found if is_told(session, each) and not each.is_over]


def may_come() -> Query:
    """Ask for those to come during a visit; whether they take place is another question."""
    return select(Gathering).where(Gathering.visit_id == given("visit"), Gathering.day >= at(today))


def of_guests(session: Session, visit: Visit) -> Sequence[Gathering]:
    """Return those during a visit, in whichever state, for its association: it changes none."""
    return _listed(session, Gathering.visit_id == visit.id, later=False)


def to_answer(session: Session, farm: Farm) -> list[Gathering]:
    """Return those to which a farm has not said yes or no."""
    asked = Gathering.farm_id == farm.id, Gathering.state == GatheringState.ASKED
    return [each for each in coming(session, *asked) if each.awaits_farm]


def farms_are_asked() -> Select[Gathering]:
    """Ask for those, past or to come, to which a farm has not said yes or no."""
    asked = Gathering.farm_id.is_not(None), Gathering.state == GatheringState.ASKED
    return select(Gathering).where(*asked)


def to_look_at(session: Session) -> list[Gathering]:
    """Return those to come that their farm refused, or whose visit or farm fell away."""
    found = session.scalars(_to_look_at())
    return [each for each in found if not each.may_be_cancelled or lost_its_visit(each)]


@cache
def _to_look_at() -> Select[Gathering]:
    farm = Farm.state, Farm.on_hold_since
    whole = joinedload(Gathering.farm).load_only(*farm), joinedload(Gathering.visit)
    query = that_may_need_a_look().options(*whole)
    return query.order_by(Gathering.day, Gathering.starts, Gathering.id)


def that_may_need_a_look() -> Select[Gathering]:
    """Ask for those to come that their farm refused, or that may have lost their visit or farm."""
    refused = Gathering.state == GatheringState.DECLINED, Gathering.cancelled_by_farm
    stands = Gathering.state.in_((GatheringState.ASKED, GatheringState.ANNOUNCED))
    return select(Gathering).where(Gathering.day >= at(today), or_(*refused, stands))


def lost_its_visit(gathering: Gathering) -> bool:
    """Whether nobody is on the farm any more when it opens its door, or the farm takes no part.

    A farm on hold opens no door, unless it must not notice the hold.
    """
    farm, visit = gathering.farm, gathering.visit
    if gathering.farm_id is None or farm is None:
        return gathering.farm_id is not None
    stands = visit is not None and visit.state in (*CERTAIN, VisitState.COMPLETED)
    held = farm.on_hold_since is not None and not is_unseen(farm)
    return not (stands and gathering.farm_opens) or held


def _listed(session: Session, *which: ColumnElement[bool], later: bool) -> Sequence[Gathering]:
    days = Gathering.day, Gathering.starts, Gathering.id
    query = select(Gathering).where(*which)
    query = query.options(joinedload(Gathering.farm), joinedload(Gathering.visit))
    return session.scalars(query.order_by(*(each.desc() if later else each for each in days))).all()


def _is_during(visit: Visit, day: Any) -> None:
    if not visit.arrival <= day <= visit.departure:
        raise RuleBroken("gathering-outside-visit", first=visit.arrival, last=visit.departure)


def _write(session: Session, gathering: Gathering, kind: str, key: object) -> None:
    """Write to everyone with an account at its farm."""
    for user in gathering.farm.users if gathering.farm else ():
        outbox.write_to_user(session, user, kind, key=f"{kind}-{key}-{user.id}")
