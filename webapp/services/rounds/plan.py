"""The plan of a round: which of its pairs are due now, and what waits for its day, untold.

A visit is due as many days before its first as the programme's notice says, or as a party of it
needs to know; what stands or falls together is due together. A plan holds nothing: it is planned
again with every run, and what a proposal has taken meanwhile is no longer in it.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import (
    Centre,
    Farm,
    MatchingRound,
    Party,
    PlannedMatch,
    Programme,
    Slot,
    Visit,
    VisitState,
)
from webapp.models.centres import longer
from webapp.services.engine.ids import number_of, numbers_of, pair_ids, party_id
from webapp.services.records import audit
from webapp.services.rounds.result import Pair, Result, read_result

NOTHING: Final = None, None


class DueRound(NamedTuple):
    """A round that has visits to send, and how many; its result, which is megabytes, unread."""

    id: int
    name: str
    visits: int


def together(result: Result, pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Return the pairs that stand or fall together: companions, and slots with a minimum."""
    grouped: dict[tuple[str, ...], list[Pair]] = {}
    for party, slot in sorted(pairs, key=lambda pair: (number_of(pair[1]), pair[0])):
        alone = result.problem.slot_of[slot].min_people <= 1
        key = (slot, *result.problem.companions[party]) if alone else (slot,)
        grouped.setdefault(key, []).append((party, slot))
    return list(grouped.values())


def due_days(session: Session, result: Result) -> dict[Pair, date]:
    """Return the first day on which each pair of a result is to be proposed."""
    usual = session.get_one(Programme, 1).notice_days
    asks = _asks(session, (party for party, _ in result.pairs))
    days: dict[Pair, date] = {}
    for pairs in together(result, result.pairs):
        slot = result.problem.slot_of[pairs[0][1]]
        arrival, nights = slot.arrival, (slot.departure - slot.arrival).days
        longest = max(usual, *(longer(*asks.get(party, NOTHING), nights) for party, _ in pairs))
        days |= dict.fromkeys(pairs, arrival - timedelta(days=longest))
    return days


def _asks(session: Session, parties: Iterable[str]) -> dict[str, tuple[int | None, Centre | None]]:
    """Return what the file of each party says of its notice, and the centre where it lives."""
    wanted = Party.id.in_(numbers_of(parties))
    query = select(Party.id, Party.notice_days, Centre).outerjoin(Party.centre).where(wanted)
    return {party_id(number): (own, centre) for number, own, centre in session.execute(query)}


def told(session: Session, of_round: MatchingRound) -> set[Pair]:
    """Return the pairs of the present result that became visits, whatever became of these."""
    query = select(Visit.party_id, Visit.slot_id).where(Visit.round_id == of_round.id)
    if of_round.solved_at is not None:
        query = query.where(Visit.created_at >= of_round.solved_at)
    return {pair_ids(party, slot) for party, slot in session.execute(query)}


def answers_until(session: Session, rounds: Collection[int]) -> dict[int, date]:
    """Return until when an answer is awaited of visits of these rounds, where one is."""
    query = (
        select(MatchingRound.id, func.max(Visit.answer_by))
        .join(Visit, Visit.round_id == MatchingRound.id)
        .where(MatchingRound.id.in_(rounds), Visit.state == VisitState.PROPOSED)
        .group_by(MatchingRound.id)
    )
    return dict(session.execute(query).all())


def keep(session: Session, of_round: MatchingRound, pairs: Collection[Pair]) -> None:
    """Keep these pairs of a round as its plan, in the place of what was planned before."""
    give_up(session, of_round)
    result = read_result(of_round)
    if result is None or not pairs:
        return
    days = due_days(session, result)
    session.add_all(
        PlannedMatch(
            round_id=of_round.id,
            party_id=number_of(party),
            slot_id=number_of(slot),
            due_on=days[party, slot],
        )
        for party, slot in sorted(pairs)
    )
    session.flush()


def give_up(session: Session, of_round: MatchingRound) -> None:
    """Take everything out of a round's plan."""
    session.execute(delete(PlannedMatch).where(PlannedMatch.round_id == of_round.id))


def plan_anew(session: Session, of_round: MatchingRound) -> None:
    """Take a new result as the plan of a round that keeps one; a round not approved has none."""
    result = read_result(of_round)
    if of_round.keeps_a_plan and result is not None:
        keep(session, of_round, result.pairs)


def end(session: Session, of_round: MatchingRound) -> None:
    """End a round with what was sent: nothing more of its plan is."""
    sent = select(exists().where(Visit.round_id == of_round.id))
    of_round.end_plan(sent=bool(session.scalar(sent)))
    give_up(session, of_round)
    audit.record(session, "round.plan-ended", of_round)


def due_rounds(session: Session, organisation_id: int | None) -> list[DueRound]:
    """Return the rounds of a desk that have visits to send today."""
    whose = MatchingRound.organisation_id.is_not_distinct_from(organisation_id)
    query = (
        due_matches()
        .where(whose)
        .with_only_columns(
            MatchingRound.id,
            MatchingRound.name,
            func.count(PlannedMatch.id),
            maintain_column_froms=True,
        )
    )
    grouped = query.group_by(MatchingRound.id).order_by(MatchingRound.id)
    return [DueRound(*row) for row in session.execute(grouped)]


def due_matches() -> Select[PlannedMatch]:
    """Ask for the planned visits that are to be sent today, of whichever desk."""
    query = select(PlannedMatch).join(MatchingRound, PlannedMatch.round_id == MatchingRound.id)
    return query.where(PlannedMatch.due_on <= at(today))


def expected(session: Session, farm: Farm) -> dict[Slot, date]:
    """Return the slots of a farm for which somebody is planned, with the day it is asked."""
    query = planned_at(farm.id).group_by(Slot.id).order_by(Slot.arrival, Slot.id)
    return dict(session.execute(query.add_columns(func.min(PlannedMatch.due_on))).all())


def planned_at(farm_id: Any) -> Select[Slot]:
    """Ask for the slots to come of a farm for which somebody is planned."""
    query = select(Slot).join(PlannedMatch, PlannedMatch.slot_id == Slot.id)
    return query.where(Slot.farm_id == farm_id, Slot.arrival > at(today))


def planned_with(session: Session, slot: Slot, parties: Iterable[int]) -> list[PlannedMatch]:
    """Return what is planned in a slot, and for these parties anywhere, as the reader may see."""
    query = (
        select(PlannedMatch)
        .where(or_(PlannedMatch.slot_id == slot.id, PlannedMatch.party_id.in_(list(parties))))
        .options(joinedload(PlannedMatch.party), joinedload(PlannedMatch.slot))
        .order_by(PlannedMatch.due_on, PlannedMatch.id)
    )
    return list(session.scalars(query))
