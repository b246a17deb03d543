"""What stands around some places: visits, and what a round has planned and told nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

import matching
from webapp.ground.clock import today
from webapp.models import MatchingRound, Party, PlannedMatch, Slot, Visit
from webapp.services.engine.barriers import barriers
from webapp.services.engine.ids import number_of, pair_ids, party_id, slot_id
from webapp.services.rounds.snapshot import Part, take_snapshot
from webapp.services.rounds.weights import USUAL, weights_of


@dataclass(frozen=True)
class Reason:
    """Why somebody is named for a place, and what stands in the way."""

    facts: matching.MatchFacts
    barriers: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Some places as a round sees them, by its rules and the usual weights.

    Parameters
    ----------
    told, planned
        Who is where: of visits, and of plans so far as they can still be.
    """

    problem: matching.Problem
    told: tuple[matching.Match, ...]
    planned: tuple[matching.Match, ...]

    @property
    def matches(self) -> tuple[matching.Match, ...]:
        """Everyone who has a place, told of it or not."""
        return self.told + self.planned

    def reason(self, party: int, slot: int) -> Reason:
        """Return why a party, by number, is named for a slot, beside the guests who are told."""
        who, place = self.problem.party_of[party_id(party)], self.problem.slot_of[slot_id(slot)]
        there = [
            self.problem.party_of[each] for each, where in self.problem.pinned if where == place.id
        ]
        return Reason(matching.match_facts(self.problem, who, place), barriers(who, place, there))


def planned_of(session: Session, organisation_id: int) -> list[PlannedMatch]:
    """Return what plans keep for the parties of an association."""
    query = (
        select(PlannedMatch)
        .join(PlannedMatch.party)
        .join(PlannedMatch.slot)
        .where(Party.organisation_id == organisation_id, Slot.arrival > today())
        .options(contains_eager(PlannedMatch.slot))
        .order_by(PlannedMatch.id)
    )
    return list(session.scalars(query))


def look_at(
    session: Session,
    organisation_id: int,
    slots: Collection[Slot],
    planned: Iterable[PlannedMatch],
    *,
    let_go: Sequence[Visit] = (),
    parties: Collection[int] | Select[int] | None = None,
    apart: Slot | None = None,
) -> Standing:
    """Return some slots of an association's round of today, and who is where.

    Parameters
    ----------
    let_go
        Visits whose parties may move: they have their places as those of a plan do.
    parties
        Those who take part, by number, or what asks for them; none for all that are ready.
    apart
        A slot for which pairs kept apart for safety count as possible: the caller tells them.
    """
    of_these_days = MatchingRound(
        name="",
        organisation_id=organisation_id,
        first_day=min(slot.arrival for slot in slots),
        last_day=max(slot.departure for slot in slots),
        weights=weights_of(USUAL),
        answer_by=today(),
    )
    part = Part(
        frozenset(slot.id for slot in slots),
        frozenset(parties) if isinstance(parties, Collection) else parties,
        tuple(let_go),
    )
    snapshot = take_snapshot(session, of_these_days, part)
    allowed = {
        pair for pair in snapshot.safeguarded if apart is not None and pair[1] == slot_id(apart.id)
    }
    problem = replace(snapshot.problem, excluded=snapshot.problem.excluded - allowed)
    movable = [pair_ids(visit.party_id, visit.slot_id) for visit in let_go]
    told = _known(problem, [*problem.pinned, *movable])
    wished = [pair_ids(each.party_id, each.slot_id) for each in planned]
    return Standing(problem, told, _fitting(problem, told, _known(problem, wished)))


def _known(
    problem: matching.Problem, pairs: Iterable[tuple[str, str]]
) -> tuple[matching.Match, ...]:
    return tuple(
        matching.Match(party, slot)
        for party, slot in sorted(set(pairs))
        if party in problem.party_of and slot in problem.slot_of
    )


def _fitting(
    problem: matching.Problem,
    told: tuple[matching.Match, ...],
    wished: tuple[matching.Match, ...],
) -> tuple[matching.Match, ...]:
    """Keep what of a plan breaks no rule beside the visits, slot by slot; mostly it is all."""
    before = set(matching.breaches(problem, told))
    if set(matching.breaches(problem, told + wished)) <= before:
        return wished
    kept: tuple[matching.Match, ...] = ()
    for slot in sorted({match.slot for match in wished}, key=number_of):
        more = kept + tuple(match for match in wished if match.slot == slot)
        if set(matching.breaches(problem, told + more)) <= before:
            kept = more
    return kept
