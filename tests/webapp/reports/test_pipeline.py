"""What is under way is read from files, referrals and dates as they are."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_party, a_programme, a_slot, an_offer
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import FarmState, OfferState, Referral
from webapp.services.parties import leaving
from webapp.services.reports import loading


def a_referral(db: Session, organisation_id: int, **given: Any) -> Referral:
    found = Referral(organisation_id=organisation_id, prescriber="other", language="fr", **given)
    db.add(found)
    db.flush()
    return found


def test_who_left_is_known_by_the_day_and_a_file_made_by_mistake_counts_nowhere(
    db: Session,
) -> None:
    gone, mistaken, stays = a_party(db), a_party(db), a_party(db)
    leaving.leave(db, gone, "farm-work")
    leaving.leave(db, mistaken, leaving.BY_MISTAKE)
    db.flush()
    people = {person.id: person for person in loading.load(db).people}
    assert people.keys() == {each.id for party in (gone, stays) for each in party.persons}
    left, still = people[gone.persons[0].id], people[stays.persons[0].id]
    assert (left.left_on, left.way_out, still.left_on) == (today(), "farm-work", None)
    leaving.come_back(db, gone)
    db.flush()
    [back, _] = loading.load(db).people
    assert back.left_on is None


def test_who_was_sent_is_being_recruited_until_they_have_a_file_or_do_not_go_on(
    db: Session,
) -> None:
    home = a_party(db).organisation_id
    a_referral(db, home)
    a_referral(db, home, enrolled_at=now())
    a_referral(db, home, ended_at=now())
    settled = [each.settled_on for each in loading.load(db).referrals]
    assert settled == [None, today(), today()]


def test_a_place_is_a_free_bed_and_open_where_farm_and_offer_are(db: Session) -> None:
    a_slot(db, rooms=(2,), people_held=1)
    a_slot(db, an_offer(db, state=OfferState.PAUSED), rooms=(3,))
    a_slot(db, an_offer(db, a_farm(db, state=FarmState.MET)), rooms=(2,))
    a_slot(db, an_offer(db, state=OfferState.CLOSED), rooms=(2,))
    a_slot(db, an_offer(db, a_farm(db, state=FarmState.SUSPENDED)), rooms=(2,))
    places = loading.load(db).places
    assert [place.is_open for place in places] == [True] + [False] * 5
    assert len({place.id for place in places}) == len(places)
    assert {place.arrival for place in places} == {today() + timedelta(days=30)}


def test_the_page_of_indicators_says_what_is_under_way(db: Session, page: Page) -> None:
    a_programme(db)
    a_referral(db, a_party(db).organisation_id)
    a_slot(db, rooms=(2,))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/indicators")
    for said in ("People being recruited", "Places to come", "Ways out", "Visits by territory"):
        assert said in page.text
