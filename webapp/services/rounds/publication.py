"""A round becomes visits: each pair is checked again under lock, what changed is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import matching
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Party, Slot, User, Visit
from webapp.services.engine.ids import number_of, numbers_of, party_id, slot_id
from webapp.services.records import audit
from webapp.services.rounds.decisions import lift_reason, lock_round, waiting_decisions
from webapp.services.rounds.held_visits import with_a_visit_ahead
from webapp.services.rounds.result import Pair, Result, read_result
from webapp.services.rounds.snapshot import take_snapshot
from webapp.services.visits import places, proposing

CHANGED = "pair-changed"
"""What the round knew of a party or a slot is no longer so: dates, needs, sizes."""


@dataclass(frozen=True)
class LeftOut:
    """A pair that was not proposed, and the rule that kept it."""

    party: Party
    slot: Slot
    rule: RuleBroken

    def written(self) -> dict[str, Any]:
        """Return it as the JSON that the round's row keeps."""
        pair = {"party": party_id(self.party.id), "slot": slot_id(self.slot.id)}
        return {**pair, "code": self.rule.code, "facts": self.rule.facts}


@dataclass
class Publication:
    """What became of a round's pairs."""

    visits: list[Visit] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def publish(session: Session, of_round: MatchingRound, by: User) -> Publication:
    """Propose every pair of a solved round that still holds, in the caller's transaction.

    Parameters
    ----------
    by
        The person who approves the round: no round is published by a machine.

    Returns
    -------
    Publication
        The visits proposed, and the pairs left out with what changed meanwhile.
    """
    of_round = lock_round(session, of_round.id)
    of_round.publish(by)
    result = read_result(of_round)
    if result is None:
        raise RuleBroken("round-not-solved")
    if of_round.answer_by < today():
        raise RuleBroken("deadline-is-over")
    if waiting := waiting_decisions(of_round):
        raise RuleBroken("decisions-are-waiting", decisions=len(waiting))
    publication = Publication()
    parties, slots = _rows(session, result.pairs)
    places.lock(session, parties, slots)
    now, ahead = take_snapshot(session, of_round).problem, with_a_visit_ahead(session)
    for group in _groups(result):
        _propose(session, of_round, publication, _Group(group, parties, slots, now, ahead))
    of_round.left_out = [each.written() for each in publication.left_out]
    audit.record(
        session,
        "round.published",
        of_round,
        visits=len(publication.visits),
        left_out=len(publication.left_out),
    )
    return publication


def _rows(session: Session, pairs: list[Pair]) -> tuple[dict[int, Party], dict[int, Slot]]:
    party_ids = numbers_of(party for party, _ in pairs)
    slot_ids = numbers_of(slot for _, slot in pairs)
    parties = session.scalars(select(Party).where(Party.id.in_(party_ids)))
    slots = session.scalars(select(Slot).where(Slot.id.in_(slot_ids)))
    return {each.id: each for each in parties}, {each.id: each for each in slots}


def _groups(result: Result) -> Iterable[list[Pair]]:
    """Return the pairs that stand or fall together: companions, and slots with a minimum."""
    grouped: dict[tuple[str, ...], list[Pair]] = {}
    for party, slot in sorted(result.pairs, key=lambda pair: (number_of(pair[1]), pair[0])):
        alone = result.problem.slot_of[slot].min_people <= 1
        key = (slot, *result.problem.companions[party]) if alone else (slot,)
        grouped.setdefault(key, []).append((party, slot))
    return grouped.values()


@dataclass(frozen=True)
class _Group:
    """Pairs that are proposed all or none, their rows, and the problem as it stands now.

    `ahead` names the parties who had another visit before this round proposed any.
    """

    pairs: list[Pair]
    parties: dict[int, Party]
    slots: dict[int, Slot]
    now: matching.Problem
    ahead: frozenset[int]

    def rows(self, pair: Pair) -> tuple[Party, Slot]:
        """Return the rows of a pair; both are still there, for nothing deletes them."""
        return self.parties[number_of(pair[0])], self.slots[number_of(pair[1])]

    def check(self) -> None:
        """Raise when dates, needs, sizes or wishes of a side changed since the round was solved."""
        if any(number_of(party) in self.ahead for party, _ in self.pairs):
            raise RuleBroken("party-has-a-visit")
        known = all(
            party in self.now.party_of and slot in self.now.slot_of for party, slot in self.pairs
        )
        found = matching.breaches(self.now, self.pairs) if known else ()
        rules = sorted({each.rule for each in found if isinstance(each.rule, matching.Rule)})
        if rules or not known:
            raise RuleBroken(CHANGED, rules=rules)


def _propose(
    session: Session, of_round: MatchingRound, publication: Publication, group: _Group
) -> None:
    made: list[Visit] = []
    try:
        with session.begin_nested():
            for pair in group.pairs:
                party, slot = group.rows(pair)
                reason = lift_reason(of_round, party.id, slot.id)
                made.append(
                    proposing.propose(
                        session,
                        party=party,
                        slot=slot,
                        round=of_round,
                        answer_by=proposing.last_to_answer(of_round.answer_by, slot.arrival),
                        lift_reason=reason,
                    )
                )
            group.check()
    except RuleBroken as rule:
        _leave_out(publication, group, rule)
    except IntegrityError:
        _leave_out(publication, group, RuleBroken("party-is-taken"))
    else:
        publication.visits += made


def _leave_out(publication: Publication, group: _Group, rule: RuleBroken) -> None:
    publication.left_out += [LeftOut(*group.rows(pair), rule) for pair in group.pairs]
