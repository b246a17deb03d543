"""What was refused does not come back, until someone lifts it with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farmer,
    a_party,
    a_slot,
    a_visit,
    an_organisation,
)
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, MatchingRound, Organisation, Party, Side, Slot, Visit
from webapp.services.engine.ids import pair_ids
from webapp.services.rounds import backfill
from webapp.services.rounds.snapshot import build_problem
from webapp.services.rounds.weights import USUAL, weights_of
from webapp.services.visits import answers, past_answers, places, stays


@pytest.fixture
def home(db: Session) -> Organisation:
    return an_organisation(db)


@pytest.fixture
def visit(db: Session, home: Organisation) -> Visit:
    return a_visit(db, a_party(db, home), a_slot(db))


@pytest.fixture
def later(db: Session, visit: Visit) -> Slot:
    """Other dates at the same farm."""
    return a_slot(db, visit.slot.offer, visit.departure + timedelta(days=7))


def is_closed(db: Session, home: Organisation, party: Party, slot: Slot) -> bool:
    """Whether a round over these weeks may not propose this pair."""
    this_round = MatchingRound(
        name="",
        organisation_id=home.id,
        first_day=today(),
        last_day=today() + timedelta(days=90),
        weights=weights_of(USUAL),
        answer_by=today(),
    )
    problem = build_problem(db, this_round)
    party_id, slot_id = pair_ids(party.id, slot.id)
    return slot_id not in problem.slot_of or (party_id, slot_id) in problem.excluded


@pytest.mark.parametrize(
    ("side", "reason", "everywhere_at_the_farm"),
    [
        (Side.PARTY, "course", False),
        (Side.PARTY, None, False),
        (Side.PARTY, "animals", True),
        (Side.FARM, "busy", False),
        (Side.FARM, None, True),
    ],
)
def test_a_no_keeps_apart_as_far_as_its_reason_reaches(
    db: Session,
    home: Organisation,
    visit: Visit,
    later: Slot,
    side: Side,
    reason: str | None,
    everywhere_at_the_farm: bool,
) -> None:
    answers.answer(db, visit, side, Answer.NO, reason)
    visit.slot.confirm()
    assert is_closed(db, home, visit.party, visit.slot)
    assert is_closed(db, home, visit.party, later) is everywhere_at_the_farm
    other = a_party(db, home)
    assert not is_closed(db, home, other, visit.slot)


def test_a_round_and_a_free_place_leave_out_the_same(
    db: Session, home: Organisation, visit: Visit
) -> None:
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    other = a_party(db, home)
    offered = backfill.could_come(db, visit.slot, home.id)
    assert offered.groups == [[other]]
    with pytest.raises(RuleBroken, match="pair-refused"):
        places.check(db, visit.party, visit.slot, lift_reason=None)


def test_whoever_said_no_may_still_change_their_mind(db: Session, visit: Visit) -> None:
    answers.answer(db, visit, Side.PARTY, Answer.NO, "animals")
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert visit.holds


def test_a_farm_that_changes_its_mind_keeps_its_date_open(db: Session, visit: Visit) -> None:
    answers.answer(db, visit, Side.FARM, Answer.NO)
    assert visit.slot.in_doubt_since
    answers.answer(db, visit, Side.FARM, Answer.YES)
    assert visit.holds
    assert visit.slot.in_doubt_since is None


def test_a_written_reason_lets_a_pair_be_proposed_again(
    page: Page, db: Session, home: Organisation, visit: Visit
) -> None:
    answers.answer(db, visit, Side.PARTY, Answer.NO, "animals")
    desk = page.sign_in(a_caseworker(db, home, language="en"))
    desk.visit(f"/casework/parties/{visit.party_id}/refusals").follow("May be proposed again")
    desk.submit({"reason": "no"}, button="Let it be proposed again")
    assert past_answers.of_party(db, visit.party) == [visit]
    desk.submit({"reason": "They have met the dogs since."}, button="Let it be proposed again")
    assert past_answers.of_party(db, visit.party) == []
    assert not is_closed(db, home, visit.party, visit.slot)


def test_a_farms_no_leaves_its_date_unproposed_until_the_farm_has_said(
    page: Page, db: Session, home: Organisation, visit: Visit
) -> None:
    answers.answer(db, visit, Side.FARM, Answer.NO, "busy")
    other = a_party(db, home)
    assert is_closed(db, home, other, visit.slot)
    with pytest.raises(RuleBroken, match="slot-in-doubt"):
        places.check(db, other, visit.slot, lift_reason=None)
    farmer = a_farmer(db, visit.slot.farm, language="en")
    page.sign_in(farmer).visit("/farm/").submit(button="It stays open")
    assert "stays open" in page.text
    assert not is_closed(db, home, other, visit.slot)


def test_a_visit_that_ends_for_safety_holds_the_whole_farm_until_a_coordinator_has_looked(
    page: Page, db: Session, home: Organisation, visit: Visit, later: Slot
) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    other = a_party(db, home)
    assert is_closed(db, home, other, visit.slot)
    assert is_closed(db, home, other, later)
    with pytest.raises(RuleBroken, match="farm-on-hold"):
        places.check(db, other, later, lift_reason=None)
    coordinator = a_coordinator(db, language="en")
    page.sign_in(coordinator).visit("/programme/").follow(visit.slot.farm.name)
    page.follow("Close the incident")
    page.submit({"finding": "Seen both sides, a misunderstanding."}, button="Close the incident")
    assert not is_closed(db, home, other, later)
    assert is_closed(db, home, visit.party, later)
