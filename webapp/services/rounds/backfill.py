"""A place that is free again: who could take it, best first, and proposing it to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Availability, Party, PlannedMatch, Programme, Slot, Visit
from webapp.services.engine.ids import number_of, slot_id
from webapp.services.rounds.held_visits import with_a_visit_ahead
from webapp.services.rounds.standing import Reason, Standing, look_at, planned_of
from webapp.services.visits import places, proposing
from webapp.services.visits.safeguarding import needs_lift, written

SHOWN = 3
LOOKED_AT = 200
"""More than enough."""


Group = list[Party]
"""A party with its companions: they come together or not at all."""


@dataclass(frozen=True)
class Possible:
    """Who could take a place, best first.

    Parameters
    ----------
    groups
        Those to whom it may be proposed at once.
    apart
        Those kept apart for their safety: it is proposed to them with a written reason only.
    """

    groups: list[Group]
    apart: list[Group]
    reasons: Mapping[int, Reason] = field(default_factory=dict)
    """By party's number."""
    followers: Mapping[int, "Follower"] = field(default_factory=dict)
    """By the number of somebody planned elsewhere: who could have that place then."""

    @classmethod
    def split(
        cls,
        groups: list[Group],
        slot: Slot,
        reasons: Mapping[int, Reason],
        followers: Mapping[int, "Follower"],
    ) -> "Possible":
        """Tell those who are kept apart from the others."""
        apart = [
            group
            for group in groups
            if any(needs_lift(each, slot.farm, slot.arrival) for each in group)
        ]
        return cls([group for group in groups if group not in apart], apart, reasons, followers)


@dataclass(frozen=True)
class Follower:
    """Who has no place yet, and could have one that somebody planned there would leave."""

    group: Group
    slot: Slot
    reasons: Mapping[int, Reason]


def could_come(session: Session, slot: Slot, organisation_id: int) -> Possible:
    """Return an association's parties who could take a place.

    The engine judges, with every rule of a round and its usual weights. Nobody who was told of a
    place moves. First are those with whom most people have a place, those counted that a plan has:
    somebody without one, or somebody planned elsewhere whom another can follow there. The others
    who are planned elsewhere come after, since nobody gains a place by them.
    """
    planned = [each for each in planned_of(session, organisation_id) if each.slot_id != slot.id]
    elsewhere = {each.slot_id: each.slot for each in planned}
    slots = [slot, *elsewhere.values()]
    who = who_may_come(slot, planned)
    standing = look_at(session, organisation_id, slots, planned, parties=who, apart=slot)
    here = slot_id(slot.id)
    if here not in standing.problem.slot_of:
        return Possible([], [])
    found = [
        each
        for matches in (standing.matches, standing.told)
        for each in matching.replacements(standing.problem, matches, here, limit=LOOKED_AT)
    ]
    return _named(session, standing, slot, elsewhere, found)


def who_may_come(slot: Slot, planned: Sequence[PlannedMatch]) -> Select[int]:
    """Ask for those who said they are free on a slot's first and last day, or where a plan is.

    Nobody else can come or follow: to read what the engine asks of everybody takes longer than to
    judge it.
    """

    def said_free(first: date, last: date) -> ColumnElement[bool]:
        return Party.availabilities.any(
            (Availability.first_day <= last) & (Availability.last_day >= first)
        )

    first, last = slot.arrival, slot.departure
    who: list[ColumnElement[bool]] = [said_free(first, first) & said_free(last, last)]
    if planned:
        movers = [each.party_id for each in planned]
        beside = select(Party.companions_id).where(Party.id.in_(movers))
        first = min(each.slot.arrival for each in planned)
        last = max(each.slot.departure for each in planned)
        who += [said_free(first, last), Party.id.in_(movers), Party.companions_id.in_(beside)]
    return select(Party.id).where(or_(*who))


def _named(
    session: Session,
    standing: Standing,
    slot: Slot,
    elsewhere: Mapping[int, Slot],
    found: Sequence[matching.Replacement],
) -> Possible:
    """Name those who come, each once and by their best answer, with who follows them."""
    best = {each.party: each for each in reversed(found)}
    answers = sorted(best.values(), key=found.index)
    coming = [_numbers(each, slot) for each in answers]
    loaded = _load(session, {number_of(who) for each in answers for who, _ in each.matches})
    followers: dict[int, Follower] = {}
    for each in answers:
        if each.moved_from is not None:
            left = elsewhere[number_of(each.moved_from)]
            after = _numbers(each, left)
            reasons = {number: standing.reason(number, left.id) for number in after}
            group = [loaded[number] for number in after]
            followers[number_of(each.party)] = Follower(group, left, reasons)
    reasons = {number: standing.reason(number, slot.id) for numbers in coming for number in numbers}
    people = [[loaded[number] for number in numbers] for numbers in coming]
    return Possible.split(people, slot, reasons, followers)


def _numbers(answer: matching.Replacement, slot: Slot) -> list[int]:
    return sorted(number_of(party) for party, place in answer.matches if place == slot_id(slot.id))


def _load(session: Session, numbers: set[int]) -> dict[int, Party]:
    query = select(Party).where(Party.id.in_(numbers)).options(selectinload(Party.persons))
    return {party.id: party for party in session.scalars(query)}


def propose(session: Session, slot: Slot, party: Party, lift: str | None = None) -> list[Visit]:
    """Propose a free place to a party and its companions, if it still suits them.

    Parameters
    ----------
    lift
        Why it is safe, in a caseworker's words, for those who are kept apart for their safety.

    Raises
    ------
    RuleBroken
        When someone else was quicker, something changed, or a reason is missing.
    """
    reason = None if lift is None else written(lift)
    together = party.companions.parties if party.companions else [party]
    places.lock(session, [each.id for each in together], [slot.id])
    if party.people > slot.beds_free:
        raise RuleBroken("place-just-taken")
    if party.id in with_a_visit_ahead(session):
        raise RuleBroken("party-has-a-visit")
    possible = could_come(session, slot, party.organisation_id)
    group = next((each for each in possible.groups + possible.apart if party in each), None)
    if group is None:
        raise RuleBroken("group-does-not-fit")
    return [
        proposing.propose(
            session,
            party=each,
            slot=slot,
            round=None,
            answer_by=answer_by(session, slot),
            lift_reason=reason if needs_lift(each, slot.farm, slot.arrival) else None,
        )
        for each in group
    ]


def answer_by(session: Session, slot: Slot) -> date:
    """Return until when a place that is proposed by hand today can be answered."""
    days = timedelta(days=session.get_one(Programme, 1).answer_days)
    return proposing.last_to_answer(today() + days, slot.arrival)
