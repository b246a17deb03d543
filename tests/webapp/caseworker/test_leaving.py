"""A party leaves the programme: read before, told to both sides, and not for ever."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party, a_slot, a_visit
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Companions, Message, Party, PartyState, Side, User, Visit, VisitState
from webapp.services.parties import companions, leaving
from webapp.services.visits import places, undoing


def leave(desk: Page, party: Party, outcome: str) -> None:
    desk.visit(f"/casework/parties/{party.id}/departure")
    desk.submit({"outcome": outcome}, button="Record the departure")


def test_what_leaving_cancels_is_read_before_and_told_to_both_sides(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party, state=VisitState.CONFIRMED)
    desk.visit(f"/casework/parties/{party.id}/departure")
    assert "1 visit will be cancelled" in desk.text
    assert visit.farm.name in desk.text
    assert re.search("told (in a minute|this morning|tomorrow morning)", desk.text)
    desk.submit({"outcome": "unknown"}, button="Record the departure")
    assert (party.state, visit.state) == (PartyState.LEFT, VisitState.CANCELLED)
    assert (visit.ended_by, visit.end_reason) == (Side.PARTY, "left")
    assert visit.slot.people_held == 0
    told = select(Message.side).where(Message.kind == "visit-cancelled")
    assert set(db.scalars(told)) == set(Side)


def test_nobody_is_said_to_have_cancelled_what_was_recorded_by_mistake(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party)
    leave(desk, party, "by-mistake")
    assert "recorded by mistake" in desk.text
    assert (visit.state, visit.ended_by) == (VisitState.CANCELLED, None)
    assert visit.end_reason == "by-mistake"


def test_nobody_leaves_the_programme_while_on_a_visit(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party, a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)
    desk.visit(f"/casework/parties/{party.id}/departure")
    assert "record its end before they leave" in desk.text
    assert "Record the departure" not in desk.text
    with pytest.raises(RuleBroken, match="party-is-away"):
        leaving.leave(db, party, "unknown")
    assert (party.state, visit.state) == (PartyState.READY, VisitState.UNDER_WAY)


def test_whoever_leaves_binds_no_companion_any_more(
    desk: Page, db: Session, caseworker: User
) -> None:
    party, friend = (a_party(db, caseworker.organisation) for _ in range(2))
    companions.join(db, party, friend)
    desk.visit(f"/casework/parties/{party.id}/departure")
    assert friend.code in desk.text
    leave(desk, party, "moved")
    assert (party.companions, friend.companions) == (None, None)
    assert db.scalar(select(Companions)) is None
    desk.visit(f"/casework/parties/{friend.id}")
    assert "File changed" in desk.text


def test_of_three_companions_two_still_travel_together(db: Session, caseworker: User) -> None:
    party, friend, third = (a_party(db, caseworker.organisation) for _ in range(3))
    companions.join(db, party, friend)
    companions.join(db, party, third)
    leaving.leave(db, party, "unknown")
    assert party.companions is None
    assert friend.companions is third.companions is not None


@pytest.mark.parametrize("outcome", ["own-wish", "by-mistake"])
def test_whoever_left_comes_back_with_the_file_as_it_was(
    desk: Page, db: Session, caseworker: User, outcome: str
) -> None:
    party = a_party(db, caseworker.organisation, waiting_since=today())
    leave(desk, party, outcome)
    desk.submit(button="Take them back into the programme")
    assert (party.state, party.outcome) == (PartyState.ENROLLED, None)
    desk.submit(button="Ready to take part")
    assert (party.state, party.waiting_since) == (PartyState.READY, today())


def test_a_visit_cancelled_by_leaving_does_not_stand_again_without_them(
    db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party)
    leaving.leave(db, party, "unknown")
    for stand_again in (undoing.undo, undoing.restore):
        with pytest.raises(RuleBroken, match="party-has-left"), db.begin_nested():
            stand_again(db, visit)
    leaving.come_back(db, party)
    party.make_ready(today())
    undoing.restore(db, visit)
    assert visit.holds


@pytest.mark.parametrize("outcome", ["own-wish", "by-mistake"])
def test_a_place_lost_by_leaving_can_be_proposed_to_them_again(
    db: Session, caseworker: User, outcome: str
) -> None:
    party = a_party(db, caseworker.organisation)
    visit: Visit = a_visit(db, party)
    leaving.leave(db, party, outcome)
    leaving.come_back(db, party)
    party.make_ready(today())
    places.check(db, party, visit.slot, lift_reason=None)


def test_a_visit_proposed_after_the_page_was_opened_is_read_before_it_is_cancelled(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/departure")
    visit = a_visit(db, party)
    desk.submit({"outcome": "unknown"}, button="Record the departure")
    assert visit.holds
    assert "1 visit will be cancelled" in desk.text
    desk.submit(button="Record the departure")
    assert visit.state is VisitState.CANCELLED
