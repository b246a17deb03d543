"""A ready file that loses what rounds need: said at once, on the boards, and by no round taken."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_round, a_slot
from tests.page import Page
from webapp.ground.errors import RuleBroken
from webapp.models import Companions, Party, PartyState, User
from webapp.services.rounds import overview
from webapp.services.rounds.snapshot import build_problem
from webapp.services.visits import places

LEFT_OUT = "is ready, but no round takes them along while this is missing"


@pytest.fixture
def party(db: Session, caseworker: User) -> Party:
    return a_party(db, caseworker.organisation)


def without_a_number(desk: Page, party: Party) -> None:
    desk.visit(f"/casework/parties/{party.id}/contact").submit({"phone": ""}, button="Save")


def without_days(desk: Page, party: Party) -> None:
    desk.visit(f"/casework/parties/{party.id}/availability").submit(button="Remove")


def with_children_only(desk: Page, party: Party) -> None:
    (person,) = party.persons
    desk.visit(f"/casework/parties/{party.id}/people/{person.id}")
    desk.submit({"birth_year": "2020"}, button="Save")


@pytest.mark.parametrize(
    ("lose", "what"),
    [
        (without_a_number, "A telephone number"),
        (without_days, "Days on which they can be away"),
        (with_children_only, "An adult among them"),
    ],
)
def test_a_ready_file_that_loses_something_says_so_at_once_and_until_it_is_back(
    lose: Callable[[Page, Party], None], what: str, desk: Page, party: Party
) -> None:
    assert "Ready, but left out" not in desk.visit("/casework/").text
    lose(desk, party)
    assert f"{party.code} {LEFT_OUT}: {what}." in desk.text
    assert party.state is PartyState.READY
    desk.visit(f"/casework/parties/{party.id}")
    assert "They are ready, but no round takes them along while this is missing:" in desk.text
    desk.visit("/casework/")
    assert f"Ready, but left out of every round 1 {party.code}" in desk.text
    assert f"Missing: {what}" in desk.text


def test_another_change_to_a_file_that_lacks_something_says_it_again(
    desk: Page, db: Session, party: Party
) -> None:
    party.set_phone(None)
    desk.visit(f"/casework/parties/{party.id}/needs").submit(button="Save")
    assert LEFT_OUT in desk.text


def test_a_whole_file_is_saved_without_a_warning(desk: Page, party: Party) -> None:
    desk.visit(f"/casework/parties/{party.id}/needs").submit(button="Save")
    assert LEFT_OUT not in desk.text


def test_a_file_that_is_paused_may_lack_what_it_likes(
    desk: Page, db: Session, party: Party
) -> None:
    party.pause()
    without_a_number(desk, party)
    assert LEFT_OUT not in desk.text
    assert "left out of every round" not in desk.visit("/casework/").text


def test_no_round_takes_along_who_cannot_be_reached_nor_their_companions(
    db: Session, caseworker: User, party: Party
) -> None:
    friend = a_party(db, caseworker.organisation)
    friend.companions = party.companions = Companions(organisation_id=party.organisation_id)
    this_round = a_round(db, caseworker.organisation, created_by=caseworker)
    a_slot(db)
    assert len(build_problem(db, this_round).parties) == 2
    party.set_phone(None)
    assert build_problem(db, this_round).parties == ()
    aside = overview.look_over(db, this_round).aside
    assert aside == [(party, "incomplete"), (friend, "companions")]


def test_nobody_is_proposed_who_cannot_be_reached(db: Session, party: Party) -> None:
    slot = a_slot(db)
    places.check(db, party, slot, lift_reason=None)
    party.set_phone(None)
    with pytest.raises(RuleBroken, match="party-not-ready"):
        places.check(db, party, slot, lift_reason=None)
