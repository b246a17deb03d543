"""The visits that a round finds: guests of its slots, days held, seasons used."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session, selectinload

from webapp.models import HOLDING, MatchingRound, Party, Slot, Visit, VisitState
from webapp.models.states import BEEN_AWAY
from webapp.services.engine.grouping import still_fits
from webapp.services.engine.ids import farm_id, guest_id, room_id, slot_id
from webapp.services.visits.counted import (
    FarmMonth,
    FarmSeason,
    count_guests,
    count_visits,
    month_of,
)

AHEAD = (VisitState.PROPOSED, VisitState.CONFIRMED)


@dataclass(frozen=True)
class HeldVisits:
    """The visits that a round finds and leaves as they are.

    Parameters
    ----------
    guests
        Visits in a slot of the round: their parties keep their beds and are not matched again.
    broken
        Slots whose guests no longer fit by the rules (an offer changed since): left out.
    let_go
        Visits that are looked past, as if they were not.
    received
        Parties with a visit unanswered or ahead, whatever its days, or begun in the window: one
        visit at a time, they wait for the next round.
    by_party
        Visits that hold days of the window, by party.
    past
        How often a party has been away.
    seasons
        Parties a farm receives in each season.
    months
        People a farm receives in each month, where it limits them.
    """

    guests: list[Visit]
    broken: frozenset[int]
    let_go: tuple[Visit, ...]
    received: frozenset[int]
    by_party: dict[int, list[Visit]]
    past: dict[int, int]
    seasons: Counter[FarmSeason]
    months: Counter[FarmMonth]

    @property
    def pins(self) -> list[tuple[str, str]]:
        """The guests, each in the slot where it is."""
        return [(guest_id(visit.id), slot_id(visit.slot_id)) for visit in self.guests]

    @property
    def rooms(self) -> frozenset[tuple[str, str, str]]:
        """Where the guests sleep, as the engine takes rooms that were given before."""
        return frozenset(
            (guest_id(visit.id), slot_id(visit.slot_id), room_id(room))
            for visit in self.guests
            for room, _people in visit.rooms
        )

    def people_in(self, slot: Slot) -> int:
        """Return how many people a slot holds already, those of visits looked past among them."""
        there = (*self.guests, *self.let_go)
        return sum(visit.people for visit in there if visit.slot_id == slot.id)

    def farm_limits(self, slots: Iterable[Slot]) -> dict[str, int]:
        """Return how many parties each farm may receive in this round, its guests included."""
        limits: dict[str, int] = {}
        guests = Counter(visit.farm_id for visit in self.guests)
        for slot in slots:
            used = self.seasons[slot.farm_id, slot.arrival.year] - guests[slot.farm_id]
            left = max(slot.farm.season_limit - used, guests[slot.farm_id])
            key = farm_id(slot.farm_id)
            limits[key] = min(limits.get(key, left), left)
        return limits

    def month_limits(self, slots: Iterable[Slot]) -> dict[str, dict[str, int]]:
        """Return how many people each farm may receive in each month, its guests included."""
        guests: Counter[FarmMonth] = Counter()
        for visit in self.guests:
            guests[visit.farm_id, month_of(visit.slot.arrival)] += visit.people
        limits: dict[str, dict[str, int]] = {}
        for slot in slots:
            at = slot.farm_id, month_of(slot.arrival)
            if (most := slot.farm.month_limit) is not None:
                left = max(most - self.months[at] + guests[at], guests[at])
                limits.setdefault(farm_id(slot.farm_id), {})[at[1]] = left
        return limits


def find_held_visits(
    session: Session,
    of_round: MatchingRound,
    slots: list[Slot],
    let_go: Collection[Visit] = (),
) -> HeldVisits:
    """Look up the visits held in a round's window; the session sees everyone.

    Parameters
    ----------
    let_go
        Visits to look past, as if they were not.
    """
    window = Range(of_round.first_day, of_round.last_day, bounds="[]")
    query = (
        select(Visit)
        .where(Visit.state.in_(HOLDING), Visit.stay.overlaps(window), _is_none_of(let_go))
        .options(selectinload(Visit.party).selectinload(Party.persons))
    )
    held: dict[int, list[Visit]] = {}
    for visit in session.scalars(query.order_by(Visit.id)):
        held.setdefault(visit.party_id, []).append(visit)
    of_slots = {slot.id: slot for slot in slots}
    in_slots = [visit for each in held.values() for visit in each if visit.slot_id in of_slots]
    guests = {slot.id: [visit for visit in in_slots if visit.slot_id == slot.id] for slot in slots}
    broken = frozenset(slot.id for slot in slots if not still_fits(slot, guests[slot.id]))
    return HeldVisits(
        guests=[visit for visit in in_slots if visit.slot_id not in broken],
        broken=broken,
        let_go=tuple(let_go),
        received=with_a_visit_ahead(session, let_go)
        | frozenset(
            party_id
            for party_id, visits in held.items()
            if any(visit.arrival >= of_round.first_day for visit in visits)
        ),
        by_party=held,
        past=_past(session),
        seasons=count_visits(session) - Counter(_season(visit) for visit in let_go),
        months=_less(count_guests(session), let_go),
    )


def with_a_visit_ahead(session: Session, let_go: Collection[Visit] = ()) -> frozenset[int]:
    """Return the parties to whom a visit is proposed, or who are expected, on whatever days."""
    ahead = Visit.state.in_(AHEAD), _is_none_of(let_go)
    return frozenset(session.scalars(select(Visit.party_id).where(*ahead)))


def _is_none_of(visits: Collection[Visit]) -> ColumnElement[bool]:
    return Visit.id.not_in([visit.id for visit in visits])


def _season(visit: Visit) -> FarmSeason:
    return visit.farm_id, visit.arrival.year


def _less(months: Counter[FarmMonth], let_go: Collection[Visit]) -> Counter[FarmMonth]:
    gone: Counter[FarmMonth] = Counter()
    for visit in let_go:
        gone[visit.farm_id, month_of(visit.arrival)] += visit.people
    return months - gone


def _past(session: Session) -> dict[int, int]:
    query = (
        select(Visit.party_id, func.count())
        .where(Visit.state.in_(BEEN_AWAY))
        .group_by(Visit.party_id)
    )
    return dict(session.execute(query).all())
