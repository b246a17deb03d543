"""The pages of a call for help: what the caller reads of it, and whoever it stands before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_help_call, a_slot, a_visit
from tests.page import Page
from tests.webapp.visits.test_help_calls import TEN_MINUTES, let_time_pass
from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.models import Answer, HelpCall, Rung, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import help_calls


@pytest.fixture
def visit(db: Session) -> Visit:
    """Guests in the house since today."""
    return a_visit(
        db,
        slot=a_slot(db, arrival=today()),
        state=VisitState.UNDER_WAY,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
    )


def help_page(visit: Visit, side: Side = Side.PARTY) -> str:
    return f"/v/{visit_token(visit, side)}/help?lang=en"


def test_a_farm_never_reads_that_its_guests_called(page: Page, db: Session, visit: Visit) -> None:
    a_help_call(db, visit)
    assert "call for help" not in page.visit(help_page(visit, Side.FARM)).text
    page.sign_in(a_farmer(db, visit.farm, language="en"))
    assert "call for help" not in page.visit(f"/farm/visits/{visit.id}/help").text
    set_scope(db, Scope("farm", visit.farm_id))
    assert db.scalars(select(HelpCall)).all() == []


def test_the_page_says_where_the_call_stands_and_no_more(
    page: Page, db: Session, visit: Visit
) -> None:
    theirs, association = a_caseworker(db, visit.party.organisation), visit.party.organisation.name
    page.visit(help_page(visit)).submit(button="I need help")
    assert f"{association} sees your call for help" in page.text
    assert "coordinators" not in page.text
    [call] = visit.help_calls
    a_coordinator(db)
    let_time_pass(call, 11)
    help_calls.climb_due(db, TEN_MINUTES)
    assert "The coordinators of the programme see it too" in page.visit(help_page(visit)).text
    assert "Nobody has answered it yet" in page.text
    help_calls.take(db, call, theirs, "I call them.")
    assert "takes care of it" in page.visit(help_page(visit)).text
    assert "Nobody has answered" not in page.text
    help_calls.settle(db, call, theirs, "The door is mended.")
    assert "call for help" not in page.visit(help_page(visit)).text


def test_an_association_without_anybody_is_not_said_to_see_a_call(
    page: Page, db: Session, visit: Visit
) -> None:
    page.visit(help_page(visit)).submit(button="I need help")
    assert "sees your call" not in page.text
    assert "Nobody can read your call for help at this moment" in page.text


def test_the_signed_in_farmer_calls_for_help_from_a_visit_that_stands(
    page: Page, db: Session, visit: Visit
) -> None:
    a_caseworker(db, visit.party.organisation)
    page.sign_in(a_farmer(db, visit.farm, language="en"))
    page.visit(f"/farm/visits/{visit.id}").submit(button="I need help")
    assert "sees your call for help" in page.text
    assert [call.side for call in visit.help_calls] == [Side.FARM]
    visit.complete()
    assert "I need help" not in page.visit(f"/farm/visits/{visit.id}").text


def test_the_board_says_who_calls_from_where_and_since_when(
    page: Page, db: Session, visit: Visit
) -> None:
    a_help_call(db, visit, side=Side.FARM)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit("/casework/")
    assert "The farm calls for help" in page.text
    assert visit.farm.name in page.text
    page.follow("The farm calls for help")
    for fact in ("12 chemin du Marais", "06 12 34 56 78", "06 99 00 00 00", "Anne et Luc", "Nour"):
        assert fact in page.text


def test_a_call_is_taken_and_settled_from_the_board(page: Page, db: Session, visit: Visit) -> None:
    call = a_help_call(db, visit)
    me = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(me).visit("/casework/").follow("I take care of it")
    page.submit({"note": "I call them."}, button="I take care of it")
    assert f"{me.name} sees to it" in page.visit("/casework/").text
    page.follow("It is settled").submit({"note": "The bus was late."}, button="It is settled")
    assert not call.is_open
    assert "calls for help" not in page.visit("/casework/").text


def test_coordinators_see_the_calls_that_came_to_them_only(
    page: Page, db: Session, visit: Visit
) -> None:
    call = a_help_call(db, visit)
    a_caseworker(db, visit.party.organisation)
    page.sign_in(a_coordinator(db, language="en"))
    assert "calls for help" not in page.visit("/programme/").text
    page.visit(f"/programme/help/{call.id}", status=404)
    call.reach(Rung.COORDINATORS)
    page.visit("/programme/").follow("The guests call for help")
    assert "06 99 00 00 00" in page.text


def test_who_called_says_that_it_is_no_longer_needed_and_whoever_settles_it_is_told_to_make_sure(
    page: Page, db: Session, visit: Visit
) -> None:
    theirs = a_caseworker(db, visit.party.organisation, language="en")
    page.visit(help_page(visit)).submit(button="I need help")
    page.submit(button="It was a mistake, or help is no longer needed")
    assert "you need no help any more. Somebody may still call you" in page.text
    assert "It was a mistake" not in page.text
    assert "I need help again" in page.text
    page.sign_in(theirs)
    page.visit("/casework/").follow("The guests call for help")
    assert "They say that it is no longer needed" in page.text
    assert "to be sure that they say so freely" in page.text


@pytest.mark.parametrize("state", [VisitState.PROPOSED, VisitState.UNDER_WAY, VisitState.COMPLETED])
def test_each_side_tells_of_what_is_not_right_from_the_page_of_its_visit_itself(
    page: Page, db: Session, state: VisitState
) -> None:
    yes = Answer.AWAITED if state is VisitState.PROPOSED else Answer.YES
    seen = a_visit(
        db, slot=a_slot(db, arrival=today()), state=state, party_answer=yes, farm_answer=yes
    )
    for side in Side:
        page.visit(f"/v/{visit_token(seen, side)}?lang=en")
        tells = "Tell of something that is not right" in page.text
        assert (tells, "Correct what is kept" in page.text) == (True, side is Side.PARTY)
    page.sign_in(a_farmer(db, seen.farm, language="en"))
    page.visit(f"/farm/visits/{seen.id}").follow("Tell of something that is not right")
    page.visit("/farm/").follow("Tell of something that is not right")
    assert page.path == "/incident"
