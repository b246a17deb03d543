"""What already stands when a round begins: visits in its slots, days held, seasons used."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.models import HOLDING, MatchingRound, Party, Slot, Visit, VisitState
from webapp.services.visits.places import COUNTED

BEEN_AWAY = (
    VisitState.UNDER_WAY, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY
)  # fmt: skip
AHEAD = (VisitState.PROPOSED, VisitState.CONFIRMED)


@dataclass(frozen=True)
class Standing:
    """The visits that a round finds and leaves as they are.

    Parameters
    ----------
    guests
        Visits in a slot of the round: their parties keep their beds and are not matched again.
    broken
        Slots whose guests no longer fit by the rules (an offer changed since): left out.
    received
        Parties with a visit unanswered or ahead, whatever its days, or begun in the window: one
        visit at a time, they wait for the next round.
    held
        Visits that hold days of the window, by party.
    past
        How often a party has been away.
    seasons
        Parties a farm receives in each year, by (farm, year).
    """

    guests: list[Visit]
    broken: frozenset[int]
    received: frozenset[int]
    held: dict[int, list[Visit]]
    past: dict[int, int]
    seasons: dict[tuple[int, int], int]

    @property
    def pins(self) -> list[tuple[str, str]]:
        """The guests, each in the slot where it is."""
        return [(f"v{visit.id}", f"s{visit.slot_id}") for visit in self.guests]

    def in_slot(self, slot: Slot) -> list[Visit]:
        """Return the guests of a slot."""
        return [visit for visit in self.guests if visit.slot_id == slot.id]

    def farm_limits(self, slots: Iterable[Slot]) -> dict[str, int]:
        """Return how many parties each farm may receive in this round, its guests included."""
        limits: dict[str, int] = {}
        guests = Counter(visit.farm_id for visit in self.guests)
        for slot in slots:
            used = self.seasons.get((slot.farm_id, slot.arrival.year), 0) - guests[slot.farm_id]
            left = max(slot.farm.season_limit - used, guests[slot.farm_id])
            key = f"farm-{slot.farm_id}"
            limits[key] = min(limits.get(key, left), left)
        return limits


def find_standing(session: Session, of_round: MatchingRound, slots: list[Slot]) -> Standing:
    """Look up what stands in a round's window; the session sees everyone."""
    window = Range(of_round.first_day, of_round.last_day, bounds="[]")
    query = (
        select(Visit)
        .where(Visit.state.in_(HOLDING), Visit.stay.overlaps(window))
        .options(selectinload(Visit.party).selectinload(Party.persons))
    )
    held: dict[int, list[Visit]] = {}
    for visit in session.scalars(query.order_by(Visit.id)):
        held.setdefault(visit.party_id, []).append(visit)
    of_slots = {slot.id: slot for slot in slots}
    standing = [visit for each in held.values() for visit in each if visit.slot_id in of_slots]
    broken = frozenset(slot.id for slot in slots if _no_longer_fits(slot, standing))
    return Standing(
        guests=[visit for visit in standing if visit.slot_id not in broken],
        broken=broken,
        received=with_a_visit_ahead(session)
        | frozenset(
            party_id
            for party_id, visits in held.items()
            if any(visit.arrival >= of_round.first_day for visit in visits)
        ),
        held=held,
        past=_past(session),
        seasons=_seasons(session),
    )


def with_a_visit_ahead(session: Session) -> frozenset[int]:
    """Return the parties to whom a visit is proposed, or who are expected, on whatever days."""
    return frozenset(session.scalars(select(Visit.party_id).where(Visit.state.in_(AHEAD))))


def as_guest(visit: Visit) -> matching.Party:
    """Return the guests of a standing visit: beds and sexes count, all else is settled.

    Children whom the offer no longer welcomes, and men in what has become a women's slot, stay
    where they are: they are counted so that they keep their beds and share no room.
    """
    men, women, children = visit.party.count(visit.arrival)
    slot, offer = visit.slot, visit.slot.offer
    private = visit.party.shares_no_room
    if (children and not offer.children) or (men and offer.women_only):
        men, women, children, private = 0, men + women + children, 0, True
    only_women = "women-only-group" in visit.party.needs
    return matching.Party(
        id=f"v{visit.id}",
        men=men,
        women=women,
        children=children,
        home=(slot.farm.latitude or 0.0, slot.farm.longitude or 0.0),
        reach_km=1,
        interpreter=True,
        available=((slot.arrival, slot.departure),),
        needs=("women-only-group",) if only_women else (),
        frames=(offer.frame,),
        private=private,
        together=_bond(visit),
    )


def _bond(visit: Visit) -> str | None:
    """Companions who are already guests of one slot stay one set, for offers of one at a time."""
    bond = visit.party.companions_id
    others = [each for each in visit.slot.visits if each.holds and each is not visit]
    if bond is None or all(each.party.companions_id != bond for each in others):
        return None
    return f"g{visit.slot_id}-{bond}"


def _no_longer_fits(slot: Slot, standing: list[Visit]) -> bool:
    guests = [as_guest(visit) for visit in standing if visit.slot_id == slot.id]
    if not guests:
        return False
    place = matching.Slot(
        id="s",
        farm="f",
        place=(0.0, 0.0),
        arrival=slot.arrival,
        departure=slot.departure,
        rooms=tuple(slot.rooms),
        exclusive=slot.offer.exclusive,
    )
    return bool(matching.broken_group_rules(place, guests))


def _past(session: Session) -> dict[int, int]:
    query = (
        select(Visit.party_id, func.count())
        .where(Visit.state.in_(BEEN_AWAY))
        .group_by(Visit.party_id)
    )
    return dict(session.execute(query).all())


def _seasons(session: Session) -> dict[tuple[int, int], int]:
    year = func.extract("year", func.lower(Visit.stay))
    query = select(Visit.farm_id, year, func.count()).where(Visit.state.in_(COUNTED))
    rows = session.execute(query.group_by(Visit.farm_id, year))
    return {(farm_id, int(each)): times for farm_id, each, times in rows}
