"""How many parties a season and people a month a round may send to a farm."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from webapp.ground.clock import today
from webapp.models import MatchingRound, Organisation, SlotState, VisitState
from webapp.services.farms import resting
from webapp.services.rounds.snapshot import build_problem

pytestmark = pytest.mark.usefixtures("spring")


def test_a_farm_receives_no_more_parties_than_its_season_allows(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    farm = a_farm(db, season_limit=3)
    offer = an_offer(db, farm)
    over = a_slot(db, offer, today() - timedelta(days=20))
    a_visit(db, a_party(db, home), over, state=VisitState.COMPLETED)
    open_slot = a_slot(db, offer)
    a_visit(db, a_party(db, home), open_slot)
    a_visit(
        db,
        a_party(db, home),
        a_slot(db, offer, today() + timedelta(days=40)),
        state=VisitState.CANCELLED,
    )
    assert build_problem(db, this_round).farm_limits == {f"farm-{farm.id}": 2}


def test_a_farm_receives_no_more_people_in_a_month_than_it_wishes(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    offer = an_offer(db, a_farm(db, month_limit=4))
    open_slot = a_slot(db, offer)
    over = a_slot(db, offer, open_slot.arrival, state=SlotState.PAST)
    a_visit(db, a_party(db, home, children=1), over, state=VisitState.COMPLETED)
    a_visit(db, a_party(db, home), open_slot)
    month = f"{open_slot.arrival:%Y-%m}"
    assert build_problem(db, this_round).month_limits == {f"farm-{offer.farm_id}": {month: 2}}


def test_rests_that_touch_are_one_so_that_its_end_frees_every_day(db: Session) -> None:
    farm, day = a_farm(db), today() + timedelta(days=30)
    for first, last in ((0, 9), (5, 14), (15, 20), (0, 9), (40, 41)):
        resting.rest(db, farm, day + timedelta(days=first), day + timedelta(days=last))
    kept = sorted((each.first_day - day, each.last_day - day) for each in farm.rests)
    assert [(first.days, last.days) for first, last in kept] == [(0, 20), (40, 41)]
