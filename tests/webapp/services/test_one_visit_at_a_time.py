"""Whoever has a visit waits for the next round, so that others have a first one."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_slot, a_visit
from webapp.ground.clock import today
from webapp.models import MatchingRound, Organisation, Slot, VisitState
from webapp.services.rounds.snapshot import build_problem


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


@pytest.mark.parametrize("state", [VisitState.PROPOSED, VisitState.CONFIRMED])
@pytest.mark.parametrize("arrival", [-1, 200], ids=["before the window", "after it"])
def test_whoever_has_a_visit_on_other_days_waits_for_the_next_round(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot,
    state: VisitState, arrival: int,
) -> None:  # fmt: skip
    this_round.first_day = in_days(10)
    expected, waiting = a_party(db, home), a_party(db, home)
    a_visit(db, expected, a_slot(db, arrival=in_days(arrival)), state=state)
    assert [party.id for party in build_problem(db, this_round).parties] == [f"p{waiting.id}"]


def test_whoever_is_away_takes_part_as_someone_who_has_been_away(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    party = a_party(db, home)
    a_visit(db, party, a_slot(db, arrival=in_days(-2)), state=VisitState.UNDER_WAY)
    assert build_problem(db, this_round).party_of[f"p{party.id}"].past_visits == 1
