"""Who seeks a farm's dates: counts alone, small ones masked, and what would have helped."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.farmer.sites import a_site
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import Availability, Engagement, Farm, PartyState, SlotState
from webapp.services.farms import seekers

pytestmark = pytest.mark.usefixtures("spring")
FAR: dict[str, Any] = {"commune": "13055", "latitude": 43.3, "longitude": 5.4}


def free(first: date, last: date) -> list[Availability]:
    return [Availability(first_day=first, last_day=last)]


def in_april(db: Session, number: int) -> None:
    for _ in range(number):
        a_party(db, availabilities=free(date(2027, 4, 1), date(2027, 4, 30)))


def told(db: Session, farm: Farm) -> dict[date, int | None]:
    set_scope(db, Scope("farm", farm.id))  # as the farmer's own page asks
    found = {each.arrival: each.households for each in seekers.demand(db, farm, today()).open}
    set_scope(db, EVERYONE)
    return found


def test_a_farm_reads_how_many_could_come_and_never_who(page: Page, db: Session) -> None:
    farm = a_farm(db)
    offer = an_offer(db, farm)
    wanted, lonely = (
        a_slot(db, offer, arrival=day) for day in (date(2027, 4, 5), date(2027, 5, 3))
    )
    in_april(db, 5)
    assert told(db, farm) == {wanted.arrival: 5, lonely.arrival: None}
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/offers").follow(
        "Who seeks my dates"
    )
    assert "Apr 5 to Fri, Apr 9 5 households could come" in page.text.replace("April", "Apr")
    assert "fewer than 5, or nobody" in page.text
    assert "Nour" not in page.text


def test_who_has_a_visit_a_course_no_days_or_too_far_a_way_is_not_counted(db: Session) -> None:
    farm = a_farm(db)
    slot = a_slot(db, an_offer(db, farm), arrival=date(2027, 4, 5))
    in_april(db, 5)
    days = free(date(2027, 4, 1), date(2027, 4, 30))
    course = Engagement(
        kind="course", first_day=slot.arrival, last_day=date(2027, 6, 1), weekdays=[2]
    )
    a_party(db, availabilities=list(days), engagements=[course])
    a_party(db, availabilities=free(date(2027, 4, 1), date(2027, 4, 8)))
    a_party(db, availabilities=free(date(2027, 4, 1), date(2027, 4, 30)), **FAR)
    a_party(db, availabilities=free(date(2027, 4, 1), date(2027, 4, 30)), state=PartyState.PAUSED)
    visited = a_party(db, availabilities=free(date(2027, 4, 1), date(2027, 4, 30)))
    a_visit(db, visited, a_slot(db, arrival=date(2027, 6, 7)))
    assert told(db, farm) == {slot.arrival: 5}


def test_the_way_to_a_date_is_that_to_the_site_where_its_offer_stands(db: Session) -> None:
    farm = a_farm(db, **FAR)
    offer = an_offer(db, farm)
    slot = a_slot(db, offer, arrival=date(2027, 4, 5))
    in_april(db, 5)
    assert told(db, farm) == {slot.arrival: None}
    offer.site_id = a_site(db, farm).id
    db.flush()
    db.expire(offer)
    assert told(db, farm) == {slot.arrival: 5}
    weeks = seekers.demand(db, farm, today()).weeks
    assert max(each.households or 0 for each in weeks) == 5, "where it has an offer counts"


def test_days_that_would_have_helped_stand_beside_a_date_nobody_came_to(db: Session) -> None:
    farm = a_farm(db)
    offer = an_offer(db, farm)
    past = {"state": SlotState.PAST}
    helped = a_slot(db, offer, arrival=date(2027, 2, 8), **past)
    helpless = a_slot(db, offer, arrival=date(2026, 11, 9), **past)
    came = a_slot(db, offer, arrival=date(2027, 1, 11), **past)
    a_visit(db, a_party(db), came, state="completed", arrived_at=came.created_at)
    for _ in range(6):
        a_party(db, availabilities=free(date(2027, 2, 15), date(2027, 2, 20)))
    missed = seekers.demand(db, farm, today()).missed
    assert [each.slot for each in missed] == [helped, helpless]
    better = missed[0].better
    assert better is not None
    assert (better.arrival, better.households) == (date(2027, 2, 15), 6)
    assert missed[1].better is None


def test_the_weeks_to_come_are_those_of_the_farms_own_habit(db: Session) -> None:
    farm = a_farm(db)
    offer = an_offer(db, farm)
    for weeks in range(3):
        day = date(2027, 3, 5) + timedelta(weeks=weeks)
        a_slot(db, offer, arrival=day, departure=day + timedelta(days=2))
    weeks_to_come = seekers.demand(db, farm, today()).weeks
    assert len(weeks_to_come) == seekers.WEEKS
    assert {each.arrival.weekday() for each in weeks_to_come} == {4}
    assert {(each.departure - each.arrival).days for each in weeks_to_come} == {2}
