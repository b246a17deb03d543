"""A visit that ended by mistake stands again where nothing is in the way, and else says what is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_visit
from tests.page import Page
from webapp.models import Answer, FarmState, PartyState, Visit, VisitState
from webapp.services.visits import stays

pytestmark = pytest.mark.usefixtures("spring")


def an_incident(visit: Visit) -> None:
    visit.farm.put_on_hold()


def a_suspended_farm(visit: Visit) -> None:
    visit.farm.state = FarmState.SUSPENDED


def a_party_that_left(visit: Visit) -> None:
    visit.party.state = PartyState.LEFT


def other_days(visit: Visit) -> None:
    visit.slot.departure += timedelta(days=1)


def a_dog(visit: Visit) -> None:
    """Something that no rule of a place that is taken again looks at."""
    visit.farm.features = ["step-free"]


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (an_incident, "An incident is open at this farm"),
        (a_suspended_farm, "This farm is stopped"),
        (a_party_that_left, "These people have left the programme."),
        (other_days, "The days of this place, or who travels, have changed"),
        (a_dog, ""),
    ],
)
def test_a_visit_is_offered_to_be_restored_only_where_it_can_be_or_the_page_says_why_not(
    page: Page, db: Session, happens: Callable[[Visit], None], said: str
) -> None:
    visit = a_visit(db, state=VisitState.CONFIRMED, party_answer=Answer.YES, farm_answer=Answer.YES)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    stays.cancel(db, visit, None, "weather")
    visit.undo = None
    db.flush()
    page.visit(f"/casework/visits/{visit.id}")
    happens(visit)
    page.submit(button="Restore the visit")
    assert (visit.state is VisitState.CONFIRMED) == (not said)
    assert said in page.text
    page.visit(f"/casework/visits/{visit.id}")
    assert (
        "Restore the visit" in page.text,
        "It cannot be restored for now. " + said in page.text,
    ) == (
        False,
        bool(said),
    )
