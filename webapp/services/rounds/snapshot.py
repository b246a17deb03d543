"""Freezes what a round may know: ready parties and open slots, as ids, sizes and dates.

No name, number or address crosses into the engine: a party is `p12`, a slot `s34`, a farm
`farm-3`, and the guests of a visit that already stands are `v56`.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.models import MatchingRound, Party, PartyState, Refusal, Side, Slot
from webapp.services.engine.free_days import free_days
from webapp.services.farms.offers import matchable_slots
from webapp.services.rounds.held_visits import Standing, as_guest, find_standing
from webapp.services.visits.safeguarding import needs_lift

Pair = tuple[str, str]
SAFEGUARDING = "safeguarding"
"""Why a pair is excluded when it is for the safety of the people, and not by a choice."""


@dataclass(frozen=True)
class Snapshot:
    """A frozen problem, with the pairs excluded for the safety of the people."""

    problem: matching.Problem
    safeguarded: frozenset[Pair]


def build_problem(session: Session, of_round: MatchingRound) -> matching.Problem:
    """Return the problem of a round as things stand now."""
    return take_snapshot(session, of_round).problem


def take_snapshot(session: Session, of_round: MatchingRound) -> Snapshot:
    """Return the problem of a round as things stand now, and what was excluded for safety."""
    with seeing_everyone(session):
        slots = [
            slot
            for slot in matchable_slots(session, of_round.first_day, of_round.last_day)
            if slot.arrival > today()
        ]
        standing = find_standing(session, of_round, slots)
        slots = [slot for slot in slots if slot.id not in standing.broken]
        parties = _parties(session, of_round, standing)
        safeguarded = _safeguarded(of_round, parties, slots)
        refusals = _refusals(session, Side.FARM)
        problem = matching.Problem(
            today=today(),
            parties=tuple(as_party(party, of_round, standing) for party in parties)
            + tuple(as_guest(visit) for visit in standing.guests),
            slots=tuple(as_slot(slot, refusals, standing) for slot in slots),
            farm_limits=standing.farm_limits(slots),
            weights=matching.Weights(**of_round.weights),
        )
    return Snapshot(_with_decisions(problem, of_round, safeguarded, standing), safeguarded)


def party_id(party: Party) -> str:
    """Return what the engine calls a party."""
    return f"p{party.id}"


def slot_id(slot: Slot) -> str:
    """Return what the engine calls a slot."""
    return f"s{slot.id}"


def number_of(engine_id: str) -> int:
    """Return the row's number behind an id of the engine (`p12`, `s34`, `v56`, `farm-3`)."""
    return int(engine_id.lstrip("abcdefghijklmnopqrstuvwxyz-"))


def _parties(session: Session, of_round: MatchingRound, standing: Standing) -> list[Party]:
    query = select(Party).where(Party.state == PartyState.READY).order_by(Party.id)
    if of_round.organisation_id is not None:
        query = query.where(Party.organisation_id == of_round.organisation_id)
    loaded = query.options(
        selectinload(Party.persons),
        selectinload(Party.availabilities),
        selectinload(Party.engagements),
        selectinload(Party.refusals),
    )
    found = [party for party in session.scalars(loaded) if party.id not in standing.received]
    return [party for party in found if _comes_whole(party, found)]


def _comes_whole(party: Party, found: list[Party]) -> bool:
    """Whether everyone it travels with takes part too: companions go together or not at all."""
    together = party.companions.parties if party.companions else []
    return all(other in found for other in together)


def as_party(party: Party, of_round: MatchingRound, standing: Standing) -> matching.Party:
    """Return a party as the engine knows it."""
    first, last = of_round.first_day, of_round.last_day
    men, women, children = party.count(first)
    refused = [each.farm_id for each in party.refusals if each.side is Side.PARTY]
    return matching.Party(
        id=party_id(party),
        men=men,
        women=women,
        children=children,
        home=(party.latitude, party.longitude),
        reach_km=party.reach_km,
        languages=tuple(party.languages),
        french=party.french,
        interpreter=party.interpreter,
        available=free_days(party, first, last, standing.held.get(party.id, ())),
        needs=tuple(party.needs),
        wishes=tuple(party.wishes),
        frames=tuple(party.frames),
        waiting_since=party.waiting_since,
        past_visits=standing.past.get(party.id, 0),
        refuses=tuple(f"farm-{farm_id}" for farm_id in sorted(refused)),
        together=f"c{party.companions_id}" if party.companions_id else None,
        private=party.shares_no_room,
    )


def as_slot(slot: Slot, refusals: dict[int, list[int]], standing: Standing) -> matching.Slot:
    """Return a slot as the engine knows it, with all its rooms: its guests are pinned into it."""
    farm, offer = slot.farm, slot.offer
    guests = sum(visit.people for visit in standing.in_slot(slot))
    return matching.Slot(
        id=slot_id(slot),
        farm=f"farm-{farm.id}",
        place=(farm.latitude or 0.0, farm.longitude or 0.0),
        arrival=slot.arrival,
        departure=slot.departure,
        rooms=tuple(slot.rooms),
        languages=tuple(farm.languages),
        min_french=offer.min_french,
        features=_features(slot),
        production=offer.production,
        frame=offer.frame,
        children=offer.children,
        women_only=offer.women_only,
        exclusive=offer.exclusive,
        min_people=min(offer.min_people, guests) if guests else offer.min_people,
        refuses=tuple(f"p{number}" for number in sorted(refusals.get(farm.id, []))),
    )


def _features(slot: Slot) -> tuple[str, ...]:
    farm = slot.farm
    has = set(farm.features)
    has |= {"woman-host"} if farm.woman_host else set()
    has |= {"lockable-room"} if farm.rooms and all(room.lockable for room in farm.rooms) else set()
    has -= {"no-dogs"} if "dogs" in {*slot.offer.hazards, *farm.hazards} else set()
    return tuple(sorted(has))


def _refusals(session: Session, side: Side) -> dict[int, list[int]]:
    """Return, by farm, the parties that one side does not wish to be paired with."""
    found: dict[int, list[int]] = {}
    query = select(Refusal.farm_id, Refusal.party_id).where(Refusal.side == side)
    for farm_id, party in session.execute(query):
        found.setdefault(farm_id, []).append(party)
    return found


def _safeguarded(
    of_round: MatchingRound, parties: list[Party], slots: list[Slot]
) -> frozenset[Pair]:
    lifted = {(each.party_id, each.slot_id) for each in of_round.decisions if each.kind == "lift"}
    return frozenset(
        (party_id(party), slot_id(slot))
        for slot in slots
        if slot.farm.host_lives_alone
        for party in parties
        if needs_lift(party, slot.farm, slot.arrival) and (party.id, slot.id) not in lifted
    )


def _with_decisions(
    problem: matching.Problem,
    of_round: MatchingRound,
    safeguarded: frozenset[Pair],
    standing: Standing,
) -> matching.Problem:
    """Add the pins, the exclusions and the solution before, as far as they still exist."""

    def known(pairs: Any) -> frozenset[Pair]:
        return frozenset(
            (party, slot)
            for party, slot in pairs
            if party in problem.party_of and slot in problem.slot_of
        )

    decided: dict[str, set[Pair]] = {"pin": set(), "forbid": set(), "lift": set()}
    for each in of_round.decisions:
        decided[each.kind].add((f"p{each.party_id}", f"s{each.slot_id}"))
    before = (of_round.solution or of_round.previous or {}).get("matches", ())
    previous = frozenset(pair for pair in known(before) if pair[0].startswith("p"))
    return replace(
        problem,
        pinned=known(decided["pin"]) | known(standing.pins),
        excluded=known(decided["forbid"]) | safeguarded,
        previous=previous,
        max_moves=of_round.max_moves if previous else None,
    )
