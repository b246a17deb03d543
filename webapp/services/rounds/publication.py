"""A round becomes visits: its pairs are judged anew under lock; what holds and is due is written.

What is not due yet stays planned, and is judged again on the day on which it is sent.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import matching
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Party, Programme, Slot, User, Visit
from webapp.services.engine.ids import number_of, numbers_of, pair_ids, party_id, slot_id
from webapp.services.records import audit
from webapp.services.rounds import plan
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


@dataclass(frozen=True)
class Publishable:
    """A pair that would be proposed, with the reason that lifts its exclusion, if any."""

    party: Party
    slot: Slot
    due_on: date
    """The first day on which it is to be proposed."""
    lift_reason: str | None

    @property
    def is_late(self) -> bool:
        """Whether its party would know of it later than it said that it must."""
        return self.slot.arrival - timedelta(days=self.needed) < today()

    @property
    def needed(self) -> int:
        """How many days before this very stay its party must know of it."""
        return self.party.notice_for(self.slot.nights)

    @property
    def pair(self) -> Pair:
        """It, as the engine names it."""
        return pair_ids(self.party.id, self.slot.id)


@dataclass
class Examination:
    """What would become of a round's pairs, were it published now."""

    of_round: MatchingRound
    answer_by: date
    """The last day on which both sides of what is sent can answer."""
    holding: list[Publishable] = field(default_factory=list)
    """What would be proposed now."""
    planned: list[Publishable] = field(default_factory=list)
    """What holds and is not due yet."""
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def version(self) -> str:
        """What an approval names: this result, these pairs and this deadline, and nothing else."""
        sent, kept = (sorted(e.pair for e in some) for some in (self.holding, self.planned))
        read = (self.of_round.solved_at, self.answer_by, sent, kept)
        return hashlib.sha256(repr(read).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Publication:
    """What became of a round's pairs."""

    visits: list[Visit]
    planned: list[Publishable]
    left_out: list[LeftOut]


def examine(session: Session, of_round: MatchingRound, *, lock: bool = False) -> Examination:
    """Judge every pair of a solved round by the very checks of its publication; write nothing.

    Parameters
    ----------
    lock
        Whether all must stay as it was judged until the transaction ends.

    Raises
    ------
    RuleBroken
        When the round as a whole cannot be published.
    """
    result, answer_by = _publishable(session, of_round)
    parties, slots = _rows(session, set(result.pairs))
    told = plan.told(session, of_round)
    here = {pair for pair in result.pairs if number_of(pair[0]) in parties}
    open_pairs = here - told  # a file may have gone to another association since
    if lock:
        places.lock(session, parties, slots)
    now, ahead = take_snapshot(session, of_round).problem, with_a_visit_ahead(session)
    examination, due = Examination(of_round, answer_by), plan.due_days(session, result)
    grouped = plan.together(result, open_pairs)
    for pairs in sorted(grouped, key=lambda pairs: due[pairs[0]] > today()):
        day = due[pairs[0]]
        group = _Group(pairs, day, parties, slots, now, ahead)
        kept = examination.planned if day > today() else examination.holding
        try:
            kept += _judge(session, of_round, group, examination.holding + examination.planned)
        except RuleBroken as rule:
            examination.left_out += [LeftOut(*group.rows(pair), rule) for pair in pairs]
    return examination


def publish(
    session: Session, of_round: MatchingRound, by: User, approved: str | None = None
) -> Publication:
    """Propose every pair of a result that still holds and is due; the others stay planned.

    Parameters
    ----------
    by
        The person who approves the round: no round is published by a machine.
    approved
        The version of what that person read (`Examination.version`); none where nobody reads.

    Returns
    -------
    Publication
        The visits proposed, the pairs that wait for their day, and those left out with what
        changed meanwhile.

    Raises
    ------
    RuleBroken
        When what would be sent is not what was read, or is nothing.
    """
    of_round = lock_round(session, of_round.id)
    examination = examine(session, of_round, lock=True)
    if approved is not None and approved != examination.version:
        raise RuleBroken("not-what-was-read")
    if not examination.holding:
        _check_plan_alone(examination)
    of_round.publish(by, keeping=bool(examination.planned))
    of_round.left_out = [each.written() for each in examination.left_out]
    visits = [_propose(session, each, examination) for each in examination.holding]
    plan.keep(session, of_round, [each.pair for each in examination.planned])
    publication = Publication(visits, examination.planned, examination.left_out)
    told = {"visits": len(visits), "left_out": len(publication.left_out)}
    if publication.planned:
        told["planned"] = len(publication.planned)
    audit.record(session, "round.published", of_round, **told)
    return publication


def _propose(session: Session, each: Publishable, examination: Examination) -> Visit:
    beds = (examination.of_round.solution or {}).get("rooms", ())
    own = [bed for bed in beds if (bed["party"], bed["slot"]) == each.pair]
    rooms = [[number_of(bed["room"]), bed["people"]] for bed in own]
    return proposing.write(
        session,
        rooms=rooms,
        party=each.party,
        slot=each.slot,
        round=examination.of_round,
        answer_by=proposing.last_to_answer(examination.answer_by, each.slot.arrival),
        lift_reason=each.lift_reason,
    )


def _check_plan_alone(examination: Examination) -> None:
    """Raise unless there is a plan that nobody has approved yet: it is kept, and nothing sent."""
    if not examination.planned:
        raise RuleBroken("nothing-to-publish")
    if examination.of_round.keeps_a_plan:
        first = min(each.due_on for each in examination.planned)
        raise RuleBroken("nothing-is-due", first=first)


def _publishable(session: Session, of_round: MatchingRound) -> tuple[Result, date]:
    """Return what can be sent of a round, and the last day to answer it."""
    of_round.check_publishable()
    result, answer_by = read_result(of_round), of_round.answer_by
    if result is None:
        raise RuleBroken("round-not-solved")
    if of_round.keeps_a_plan:
        days = timedelta(days=session.get_one(Programme, 1).answer_days)
        answer_by = max(answer_by, today() + days)
    if answer_by < today():
        raise RuleBroken("deadline-is-over")
    if waiting := waiting_decisions(of_round):
        raise RuleBroken("decisions-are-waiting", decisions=len(waiting))
    return result, answer_by


def _rows(session: Session, pairs: set[Pair]) -> tuple[dict[int, Party], dict[int, Slot]]:
    party_ids = numbers_of(party for party, _ in pairs)
    slot_ids = numbers_of(slot for _, slot in pairs)
    parties = session.scalars(select(Party).where(Party.id.in_(party_ids)))
    slots = session.scalars(select(Slot).where(Slot.id.in_(slot_ids)))
    return {each.id: each for each in parties}, {each.id: each for each in slots}


@dataclass(frozen=True)
class _Group:
    """Pairs that are proposed all or none, their rows, and the problem as it stands now.

    `ahead` names the parties who had another visit before this round proposed any.
    """

    pairs: list[Pair]
    due_on: date
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


def _judge(
    session: Session, of_round: MatchingRound, group: _Group, before: list[Publishable]
) -> list[Publishable]:
    """Return the pairs of a group, or raise the first rule that any of them breaks."""
    holding: list[Publishable] = []
    for pair in group.pairs:
        party, slot = group.rows(pair)
        reason = lift_reason(of_round, party.id, slot.id)
        beside = [
            (each.party, each.slot)
            for each in [*before, *holding]
            if each.slot.farm_id == slot.farm_id or each.party is party
        ]
        places.check(session, party, slot, lift_reason=reason, beside=beside)
        holding.append(Publishable(party, slot, group.due_on, reason))
    group.check()
    return holding
