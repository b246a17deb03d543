"""Freezes what a round may know: ready parties and open slots, as `services.engine` sees them."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

import matching
from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.models import (
    Companions,
    DecisionKind,
    MatchingRound,
    Party,
    PartyState,
    Programme,
    Refusal,
    Side,
    Slot,
    Visit,
)
from webapp.services.engine.courses import courses_of_loaded
from webapp.services.engine.free_days import free_days
from webapp.services.engine.ids import is_party, pair_ids
from webapp.services.engine.immersions import immersions_of
from webapp.services.engine.views import as_guests, as_party, as_slot, counted, may_bring_a_child
from webapp.services.farms.offers import matchable_slots
from webapp.services.rounds.held_visits import HeldVisits, find_held_visits
from webapp.services.rounds.weeks import weeks_left
from webapp.services.visits.past_answers import past_answers
from webapp.services.visits.safeguarding import needs_lift

Pair = tuple[str, str]
SAFEGUARDING = "safeguarding"
"""Why a pair is excluded when it is for the safety of the people, and not by a choice."""


@dataclass(frozen=True)
class Snapshot:
    """A frozen problem, with the pairs excluded for the safety of the people."""

    problem: matching.Problem
    safeguarded: frozenset[Pair]
    refused: frozenset[Pair]
    """Pairs that one side has said no to, or that came to nothing, and that nobody has lifted."""
    too_long_away: frozenset[Pair]
    """Pairs that would take more hours of a course than visits may."""
    on_an_immersion: frozenset[Pair]
    """Pairs of which somebody is at work on a farm on some of the days."""


@dataclass(frozen=True)
class Part:
    """A part of a round, to be looked at by itself.

    Parameters
    ----------
    slots
        The slots, by number, the full ones too.
    parties
        The parties, by number, or what asks for them; none for all that take part.
    let_go
        Visits that count as if they were not: their parties may have another place.
    """

    slots: frozenset[int]
    parties: frozenset[int] | Select[int] | None = None
    let_go: tuple[Visit, ...] = ()


def build_problem(session: Session, of_round: MatchingRound) -> matching.Problem:
    """Return the problem of a round as things stand now."""
    return take_snapshot(session, of_round).problem


def take_snapshot(session: Session, of_round: MatchingRound, part: Part | None = None) -> Snapshot:
    """Return the problem of a round as things stand now, and what was excluded for safety."""
    with seeing_everyone(session):
        slots = _slots(session, of_round, part)
        held = find_held_visits(session, of_round, slots, part.let_go if part else ())
        slots = [slot for slot in slots if slot.id not in held.broken]
        parties = _parties(session, of_round, held, part)
        days = {party.id: _day_of_counting(party, slots) for party in parties}
        safeguarded = _safeguarded(of_round, parties, slots)
        refused_by = _refused_by_farms(session, parties)
        weeks = weeks_left(session, slots, parties, held)
        until = _told_until(session)
        problem = matching.Problem(
            today=today(),
            parties=tuple(
                _as_party(party, of_round, held, on=days[party.id], until=until)
                for party in parties
            )
            + tuple(as_guests(visit) for visit in held.guests),
            slots=tuple(
                as_slot(slot, guests=held.people_in(slot), refuses=refused_by.get(slot.farm_id, ()))
                for slot in slots
            ),
            farm_limits=held.farm_limits(slots),
            month_limits=held.month_limits(slots),
            interpreter_weeks=weeks.calls,
            referent_weeks=weeks.departures,
            weights=matching.Weights(**of_round.weights),
            told_until=until,
        )
        refused = _refused_before(session, parties, slots)
        away = _too_long_away(session, parties, slots, held)
        elsewhere = immersions_of(session, {party.id for party in parties}).shut(slots)
        excluded: frozenset[Pair] = safeguarded | refused | away | elsewhere
        excluded |= _otherwise_counted(days, parties, slots)
        excluded |= _perhaps_children(parties, slots)
    frozen = _with_decisions(problem, of_round, excluded, held)
    return Snapshot(frozen, safeguarded, refused, away, elsewhere)


def _told_until(session: Session) -> date | None:
    """Return up to which day a visit may begin that is told as soon as the round is sent."""
    programme = session.get(Programme, 1)  # none yet: nothing is told apart
    return today() + timedelta(days=programme.notice_days) if programme else None


def _told_longer(party: Party, usual: date | None) -> date | None:
    """Return up to which day a party is told now, where it has to know longer before.

    Companions are told together: when the first of them has to know. Of a centre that asks more
    for long stays, the most counts: a place is marked as soon early rather than late.
    """
    together = party.companions.parties if party.companions else [party]
    longest = max(each.notice_for(None) for each in together)
    until = today() + timedelta(days=longest)
    return until if usual is not None and until > usual else None


def _slots(session: Session, of_round: MatchingRound, part: Part | None) -> list[Slot]:
    window = of_round.first_day, of_round.last_day
    found = matchable_slots(session, *window, among=part.slots if part else None)
    return [slot for slot in found if slot.arrival > today()]


def _parties(
    session: Session, of_round: MatchingRound, held: HeldVisits, part: Part | None
) -> list[Party]:
    query = select(Party).where(Party.state == PartyState.READY).order_by(Party.id)
    if part and part.parties is not None:
        query = query.where(Party.id.in_(part.parties))
    if of_round.organisation_id is not None:
        query = query.where(Party.organisation_id == of_round.organisation_id)
    loaded = query.options(
        selectinload(Party.persons),
        selectinload(Party.availabilities),
        selectinload(Party.engagements),
        selectinload(Party.refusals),
        joinedload(Party.companions).selectinload(Companions.parties),
        joinedload(Party.centre),
    )
    apart = held.received | set(of_round.without or ())
    whole = (party for party in session.scalars(loaded) if party.takes_part)
    found = [party for party in whole if party.id not in apart]
    return [party for party in found if _comes_whole(party, found)]


def _comes_whole(party: Party, found: list[Party]) -> bool:
    """Whether everyone it travels with takes part too: companions go together or not at all."""
    together = party.companions.parties if party.companions else []
    return all(other in found for other in together)


def _as_party(
    party: Party, of_round: MatchingRound, held: HeldVisits, *, on: date, until: date | None
) -> matching.Party:
    first, last = of_round.first_day, of_round.last_day
    return as_party(
        party,
        on,
        available=free_days(party, first, last, held.by_party.get(party.id, ())),
        past_visits=held.past.get(party.id, 0),
        told_until=_told_longer(party, until),
    )


def _day_of_counting(party: Party, slots: list[Slot]) -> date:
    """Return an arrival on which the party counts as on most others.

    Somebody may come of age within a window: then the party counts otherwise at some arrivals,
    and those slots are left for a round of their own (`_otherwise_counted`).
    """
    arrivals = [slot.arrival for slot in slots] or [today()]
    one_of_each = {day.year: day for day in arrivals}  # ages are counted by years
    counts = {year: counted(party, day) for year, day in one_of_each.items()}
    usual, _ = Counter(counts[day.year] for day in arrivals).most_common(1)[0]
    return next(day for day in arrivals if counts[day.year] == usual)


def _otherwise_counted(days: dict[int, date], parties: list[Party], slots: list[Slot]) -> set[Pair]:
    return {
        pair_ids(party.id, slot.id)
        for party in parties
        for slot in slots
        if slot.arrival.year != days[party.id].year
        and counted(party, slot.arrival) != counted(party, days[party.id])
    }


def _perhaps_children(parties: list[Party], slots: list[Slot]) -> set[Pair]:
    return {
        pair_ids(party.id, slot.id)
        for party in parties
        for slot in slots
        if may_bring_a_child(party, slot)
    }


def _refused_by_farms(session: Session, parties: list[Party]) -> dict[int, list[int]]:
    """Return, by farm, the parties of the round that it does not wish to receive.

    Of another association's files the round knows nothing, not even which a farm refuses.
    """
    found: dict[int, list[int]] = {}
    here = {party.id for party in parties}
    query = select(Refusal.farm_id, Refusal.party_id).where(Refusal.side == Side.FARM)
    for farm_id, party in session.execute(query):
        if party in here:
            found.setdefault(farm_id, []).append(party)
    return found


def _refused_before(session: Session, parties: list[Party], slots: list[Slot]) -> frozenset[Pair]:
    said = past_answers(session)
    return frozenset(
        pair_ids(party.id, slot.id)
        for party in parties
        for slot in slots
        if said.against(party, slot) is not None
    )


def _too_long_away(
    session: Session, parties: list[Party], slots: list[Slot], held: HeldVisits
) -> frozenset[Pair]:
    courses = courses_of_loaded(session, parties)
    closed = courses.too_much(slots, {visit.id for visit in held.let_go})
    return frozenset(pair_ids(party, slot) for party in closed for slot in closed[party])


def _safeguarded(
    of_round: MatchingRound, parties: list[Party], slots: list[Slot]
) -> frozenset[Pair]:
    lifted = {
        (each.party_id, each.slot_id)
        for each in of_round.decisions
        if each.kind is DecisionKind.LIFT
    }
    return frozenset(
        pair_ids(party.id, slot.id)
        for slot in slots
        if slot.farm.host_lives_alone
        for party in parties
        if needs_lift(party, slot.farm, slot.arrival) and (party.id, slot.id) not in lifted
    )


def _with_decisions(
    problem: matching.Problem,
    of_round: MatchingRound,
    excluded: frozenset[Pair],
    held: HeldVisits,
) -> matching.Problem:
    """Add the pins, the exclusions and the solution before, as far as they still exist."""

    def known(pairs: Any) -> frozenset[Pair]:
        return frozenset(
            (party, slot)
            for party, slot in pairs
            if party in problem.party_of and slot in problem.slot_of
        )

    decided: dict[DecisionKind, set[Pair]] = {kind: set() for kind in DecisionKind}
    for each in of_round.decisions:
        decided[each.kind].add(pair_ids(each.party_id, each.slot_id))
    before = (of_round.solution or {}).get("matches", ())
    previous = frozenset(pair for pair in known(before) if is_party(pair[0]))
    return replace(
        problem,
        pinned=known(decided[DecisionKind.PIN]) | known(held.pins),
        excluded=known(decided[DecisionKind.FORBID]) | excluded,
        previous=previous,
        previous_rooms=frozenset(
            (each["party"], each["slot"], each["room"])
            for each in (of_round.solution or {}).get("rooms", ())
            if (each["party"], each["slot"]) in previous
        )
        | held.rooms,
        max_moves=of_round.max_moves if previous else None,
    )
