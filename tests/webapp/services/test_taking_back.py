"""A sending approved by mistake is taken back before anybody is told: the round is as before."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party, a_programme, a_slot, an_offer
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    MatchingRound,
    Message,
    Organisation,
    PlannedMatch,
    Programme,
    RoundState,
    Side,
    Slot,
    User,
    Visit,
)
from webapp.services import rounds
from webapp.services.rounds import backfill, taking_back
from webapp.services.visits import answers, proposing, undoing, unmaking

LATER = proposing.TAKEN_BACK_FOR + timedelta(seconds=1)


@pytest.fixture
def sent(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> list[Visit]:  # fmt: skip
    """The two visits of a round that was published a moment ago."""
    a_party(db, home)
    a_party(db, home)
    solved(db, sessions, this_round)
    return rounds.publish(db, this_round, caseworker).visits


def nothing_is_left(db: Session, slot: Slot) -> bool:
    written = db.scalars(select(Visit)).all() or db.scalars(select(Message)).all()
    return not written and slot.people_held == 0


def test_a_sending_is_taken_back_whole(
    db: Session, sent: list[Visit], this_round: MatchingRound, slot: Slot, caseworker: User
) -> None:
    assert taking_back.take_back(db, this_round) == len(sent) == 2
    assert nothing_is_left(db, slot)
    assert (this_round.state, this_round.published_at) == (RoundState.SOLVED, None)
    assert this_round.approved_by_id is None
    assert taking_back.taken_back_until(this_round) is None
    assert len(rounds.publish(db, this_round, caseworker).visits) == 2


def test_after_a_minute_a_sending_stands(
    db: Session, sent: list[Visit], this_round: MatchingRound
) -> None:
    with time_machine.travel(now() + LATER), pytest.raises(RuleBroken, match="too-late-to-undo"):
        taking_back.take_back(db, this_round)
    assert all(visit.holds for visit in sent)


def test_a_sending_of_which_somebody_was_told_stands(
    db: Session, sent: list[Visit], this_round: MatchingRound
) -> None:
    db.scalars(select(Message).where(Message.visit_id == sent[1].id)).all()[0].send()
    with pytest.raises(RuleBroken, match="too-late-to-undo"), db.begin_nested():
        taking_back.take_back(db, this_round)


def test_a_sending_that_was_answered_stands(
    db: Session, sent: list[Visit], this_round: MatchingRound
) -> None:
    answers.answer(db, sent[0], Side.PARTY, Answer.YES, late=True)
    with pytest.raises(RuleBroken, match="too-late-to-undo"), db.begin_nested():
        taking_back.take_back(db, this_round)


def test_what_was_planned_is_planned_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    a_party(db, home)
    solved(db, sessions, this_round)
    programme = db.get_one(Programme, 1)
    programme.notice_days = 1
    rounds.publish(db, this_round, caseworker)
    [planned] = db.scalars(select(PlannedMatch)).all()
    assert this_round.keeps_a_plan
    pair = planned.party_id, planned.slot_id
    programme.notice_days = 90
    rounds.publish(db, this_round, caseworker)
    assert this_round.is_published
    taking_back.take_back(db, this_round)
    [again] = db.scalars(select(PlannedMatch)).all()
    assert (this_round.state, this_round.keeps_a_plan) == (RoundState.PLANNED, True)
    assert (again.party_id, again.slot_id) == pair
    assert slot.people_held == 0


def test_a_place_given_by_hand_is_taken_back(db: Session, home: Organisation) -> None:
    slot = a_slot(db, an_offer(db))
    party = a_party(db, home)
    a_programme(db)
    [visit] = backfill.propose(db, slot, party)
    assert unmaking.unmade_until(visit) is not None
    assert undoing.undone_until(visit) is None
    unmaking.unmake(db, unmaking.made_with(db, visit))
    assert nothing_is_left(db, slot)
