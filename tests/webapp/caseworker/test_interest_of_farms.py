"""Whether a farm without dates is still interested: who is asked, and who is called."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_farmer,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from tests.webapp.caseworker.waiting import NOON, by_day, who_hosts, written
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.models import Rest, SlotState, VisitState
from webapp.services.parties import asking_interest, interest
from webapp.services.records.tokens import hosts_token
from webapp.wording import compose

__all__ = ["by_day"]  # the day of these tests as well


def test_a_farm_without_dates_to_come_is_asked_and_answers_from_the_letter(
    db: Session, page: Page, app: Flask
) -> None:
    farm = who_hosts(db)
    farmer = a_farmer(db, farm, language="fr")
    assert [interest.ask_due(db) for _twice in range(2)] == [1, 0]
    [message] = written(db, interest.OF_FARM)
    assert (message.user, is_true(message)) == (farmer, True)
    with app.test_request_context():
        assert hosts_token(farm) in compose(message).body
    page.sign_in(farmer).visit("/farm/").follow("Dire oui ou non").submit(button="Oui, toujours")
    db.expire_all()
    assert (farm.interested, is_true(message)) == (True, False)


def test_a_farm_with_dates_or_at_rest_or_on_hold_is_not_asked(db: Session) -> None:
    with_dates, resting = who_hosts(db), who_hosts(db)
    who_hosts(db, on_hold_since=now())
    a_slot(db, an_offer(db, with_dates))
    resting.rests.append(Rest(first_day=today(), last_day=today() + timedelta(days=9)))
    db.flush()
    assert interest.ask_due(db) == 0
    with_dates.offers[0].slots[0].state = SlotState.WITHDRAWN
    db.flush()
    assert interest.ask_due(db) == 1


def test_a_farm_whose_guests_have_just_left_is_asked_by_hand_and_not_told_that_it_had_none(
    db: Session, app: Flask
) -> None:
    farm = who_hosts(db)
    a_farmer(db, farm, language="en")
    slot = a_slot(db, an_offer(db, farm), arrival=today() - timedelta(days=6))
    slot.departure = today() - timedelta(days=3)
    a_visit(db, slot=slot, state=VisitState.COMPLETED)
    assert asking_interest.ask_farms(db, [farm.id]) == [farm]
    [message] = written(db, interest.OF_FARM)
    with app.test_request_context():
        assert "You have no date to come. Are you still interested?" in compose(message).body


def test_a_farm_that_says_nothing_comes_to_the_coordinators_board(db: Session, page: Page) -> None:
    farm = who_hosts(db, name="Ferme du Silence")
    interest.ask_due(db)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    assert "Still interested? Call them" not in page.text
    with time_machine.travel(NOON + interest.SILENT_AFTER, tick=False):
        assert interest.farms_to_call(db) == [farm]
        interest.say(db, farm, interested=False)
        assert interest.farms_to_call(db) == [farm]
        page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
        assert "Still interested? Call them" in page.text
        page.follow(farm.name).submit(button="I have talked with them")
        assert interest.farms_to_call(db) == []
        interest.say(db, farm, interested=False)
        assert interest.farms_to_call(db) == [farm]
        interest.say(db, farm, interested=True)
        assert interest.farms_to_call(db) == []


def test_the_link_of_a_farm_opens_nothing_once_its_links_are_ended(db: Session, page: Page) -> None:
    farm = who_hosts(db)
    token = hosts_token(farm)
    farm.links_ended += 1
    db.commit()
    page.visit(f"/v/interest/{token}", status=404)
