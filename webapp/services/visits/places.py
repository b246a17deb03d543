"""Whether a party can have a place in a slot now, and the locks under which this stays true.

Rows are always locked in one order (farms, offers, parties, slots, visits; each by number), so
that two acts wait for each other and never deadlock. An act on many pairs locks them all first.
"""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import CTE, Select, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.ground.at_once import given
from webapp.ground.database import Base, seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    Farm,
    Offer,
    Party,
    PartyState,
    PersonStay,
    Refusal,
    Slot,
    Visit,
)
from webapp.services.engine import grouping
from webapp.services.visits.counted import count_guests, count_visits, month_of
from webapp.services.visits.past_answers import past_answers
from webapp.services.visits.receiving import check_receives
from webapp.services.visits.safeguarding import needs_lift


def lock(session: Session, parties: Collection[int], slots: Collection[int]) -> list[Base]:
    """Keep these parties and slots, with their farms and offers, as they are until the end.

    They are returned for whoever goes on with them: a session forgets what nobody holds.
    """
    rows = session.execute(_around(), {"ids": list(slots)}).all()
    return [
        *hold(session, Farm, {row.farm_id for row in rows}),
        *hold(session, Offer, {row.offer_id for row in rows}),
        *hold(session, Party, parties),
        *hold(session, Slot, slots),
    ]


@cache
def _around() -> Select[int, int]:
    return select(Slot.offer_id, Slot.farm_id).where(Slot.id.in_(bindparam("ids", expanding=True)))


def lock_around(session: Session, visit_id: int) -> None:
    """Keep a visit, and what `lock` keeps around it, as they are until the end, in one question.

    It reads nothing: whoever goes on reads everything after it.
    """
    session.execute(_one_after_the_other(), {"visit": visit_id})


@cache
def _one_after_the_other() -> Select[int]:
    """Return a question whose parts lock in the order of all: each looks for the one before."""
    around = select(Visit.party_id, Slot.id.label("slot_id"), Slot.farm_id, Slot.offer_id)
    of_it = around.join_from(Visit, Slot, Slot.id == Visit.slot_id)
    whose = of_it.where(Visit.id == given("visit")).cte("whose")
    held: list[CTE] = []
    for kind in (Farm, Offer, Party, Slot, Visit):
        row = kind.__table__.c.id
        named = whose.c.get(f"{kind.__name__.lower()}_id")
        number = given("visit") if named is None else select(named).scalar_subquery()
        query = select(row).where(row == number)
        if held:
            query = query.where(select(func.count()).select_from(held[-1]).scalar_subquery() >= 0)
        query = query.with_for_update(of=kind, key_share=True)
        held.append(query.cte(f"held_{kind.__tablename__}"))
    return select(func.count()).select_from(held[-1])


def lock_farm(session: Session, farm: Farm) -> None:
    """Keep a farm as it is until the end, and read it anew: nobody proposes it meanwhile."""
    hold(session, Farm, {farm.id})


def hold(session: Session, kind: type[Base], ids: Collection[int]) -> Sequence[Base]:
    """Keep these rows as they are until the end, in their order, and read them anew."""
    return session.scalars(_held(kind), {"ids": list(ids)}).all()


@cache
def _held(kind: type[Base]) -> Select[Base]:
    column = kind.__table__.c.id
    query = select(kind).where(column.in_(bindparam("ids", expanding=True))).order_by(column)
    # No key changes: a foreign key to the row need not wait, another taker does.
    held = query.with_for_update(of=kind, key_share=True)
    return held.execution_options(populate_existing=True)


def check(
    session: Session,
    party: Party,
    slot: Slot,
    *,
    lift_reason: str | None,
    beside: Sequence[tuple[Party, Slot]] = (),
    but: Visit | None = None,
) -> None:
    """Raise the first rule that keeps this party from this slot; nothing is written.

    What holds now holds later only for a caller with the locks.

    Parameters
    ----------
    beside
        The pairs that will be proposed before this one, in the same act.
    but
        A visit whose own end does not count: it is taken up again.
    """
    there = [each for each, taken in beside if taken is slot]
    check_receives(slot, but)
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-has-left")
    if party.state is not PartyState.READY:
        raise RuleBroken("party-not-taking-part")
    if missing := party.what_is_missing():
        raise RuleBroken("party-not-ready", missing=missing)
    _check_is_free(session, party, slot, beside)
    with seeing_everyone(session):
        refused = _is_refused(session, party, slot, but)
        crowded = grouping.breaks_a_rule(session, slot, party, there)
    beds_free = slot.beds_free - sum(each.people for each in there)
    if refused:
        raise RuleBroken("pair-refused")
    _check_limits(session, party, slot, beside)
    if needs_lift(party, slot.farm, slot.arrival) and not lift_reason:
        raise RuleBroken("lift-needed")
    if party.people > beds_free:
        raise RuleBroken("slot-is-full", beds_free=max(0, beds_free))
    if crowded:
        raise RuleBroken("group-does-not-fit")


def _check_limits(
    session: Session, party: Party, slot: Slot, beside: Sequence[tuple[Party, Slot]]
) -> None:
    """Reject a party beyond what the farm may receive in a season, or wishes to in a month."""
    farm = slot.farm
    season = count_visits(session, farm)[farm.id, slot.arrival.year]
    season += sum(_same_season(each, slot) for _party, each in beside)
    if season >= farm.season_limit:
        raise RuleBroken("season-is-full", limit=farm.season_limit)
    month = count_guests(session, farm)[farm.id, month_of(slot.arrival)]
    month += sum(who.people for who, each in beside if _same_month(each, slot))
    if farm.month_limit is not None and month + party.people > farm.month_limit:
        raise RuleBroken("month-is-full", limit=farm.month_limit)


def _check_is_free(
    session: Session, party: Party, slot: Slot, beside: Sequence[tuple[Party, Slot]]
) -> None:
    """Reject a party that is elsewhere on these days, and one of whose people anyone is."""
    with seeing_everyone(session):
        taken, away = _is_taken(session, party, slot), _are_elsewhere(session, party, slot)
    others = [each for each, other in beside if _share_days(other, slot)]
    if taken or party in others:
        raise RuleBroken("party-is-taken")
    people = {person.identity for person in party.persons}
    if away or any(person.identity in people for each in others for person in each.persons):
        raise RuleBroken("person-is-taken")


def _is_taken(session: Session, party: Party, slot: Slot) -> bool:
    days = Range(slot.arrival, slot.departure, bounds="[]")
    held = exists().where(
        Visit.party_id == party.id, Visit.state.in_(HOLDING), Visit.stay.overlaps(days)
    )
    return bool(session.scalar(select(held)))


def _are_elsewhere(session: Session, party: Party, slot: Slot) -> bool:
    """Whether a member is on a visit of another party, of whichever association."""
    days = Range(slot.arrival, slot.departure, bounds="[]")
    of_others = exists().where(
        PersonStay.identity.in_([person.identity for person in party.persons]),
        PersonStay.stay.overlaps(days),
        PersonStay.visit_id == Visit.id,
        Visit.party_id != party.id,
    )
    return bool(session.scalar(select(of_others)))


def _is_refused(session: Session, party: Party, slot: Slot, but: Visit | None) -> bool:
    refusal = exists().where(Refusal.party_id == party.id, Refusal.farm_id == slot.farm_id)
    if session.scalar(select(refusal)):
        return True
    others = Visit.party_id == party.id, Visit.id != (but.id if but else 0)
    return past_answers(session, *others).against(party, slot) is not None


def _same_season(one: Slot, other: Slot) -> bool:
    return (one.farm_id, one.arrival.year) == (other.farm_id, other.arrival.year)


def _same_month(one: Slot, other: Slot) -> bool:
    return one.farm_id == other.farm_id and month_of(one.arrival) == month_of(other.arrival)


def _share_days(one: Slot, other: Slot) -> bool:
    return one.arrival <= other.departure and other.arrival <= one.departure
