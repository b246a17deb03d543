"""Before a farm is stopped one reads whom it concerns; after, guests are called and ticked off."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from tests.page import Page
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    Event,
    Farm,
    GuestCall,
    Message,
    Organisation,
    Side,
    Visit,
    VisitState,
)
from webapp.services.farms import stopping
from webapp.services.records.tokens import visit_token
from webapp.services.visits import guest_calls
from webapp.wording import compose


@pytest.fixture
def home(db: Session) -> Organisation:
    return an_organisation(db, name="Entraide", phone="+33231000022")


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db, name="Ferme du Bocage")


@pytest.fixture
def here(db: Session, farm: Farm, home: Organisation) -> Visit:
    """Guests who are in the house."""
    a_programme(db, on_duty_phone="+33699000001")
    slot = a_slot(db, an_offer(db, farm), today() - timedelta(days=1))
    both = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    return a_visit(db, a_party(db, home), slot, state=VisitState.UNDER_WAY, **both)


@pytest.fixture
def far(db: Session, farm: Farm, home: Organisation) -> Visit:
    """Guests who come in a month, and read messages."""
    return a_visit(db, a_party(db, home), a_slot(db, farm.offers[0]), state=VisitState.CONFIRMED)


def test_before_a_farm_is_stopped_one_reads_whom_it_concerns_and_whom_to_call(
    page: Page, db: Session, farm: Farm, here: Visit, far: Visit
) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}/suspend")
    [first, second] = page.soup.select("#whom + ul li")
    assert "In the house now" in first.text
    assert here.party.persons[0].first_name in first.text
    numbers = [str(link["href"]) for link in first.select("a")]
    assert numbers == [f"tel:{here.party.phone}", "tel:+33231000022"]
    assert far.party.code in second.text
    assert far.party.persons[0].first_name not in second.text
    read = select(Event.subject_id).where(Event.act == "visit.guests-to-call-read")
    assert db.scalars(read).all() == [here.id]


def test_the_guests_to_call_stand_on_both_boards_until_one_ticks_them_off(
    page: Page, db: Session, farm: Farm, home: Organisation, here: Visit
) -> None:
    coordinator, caseworker = (
        a_coordinator(db, language="en"),
        a_caseworker(db, home, language="en"),
    )
    page.sign_in(coordinator).visit(f"/programme/farms/{farm.id}/suspend")
    page.submit({"reason": "An incident is looked at."}, button="Suspend now")
    assert f"tel:{here.party.phone}" in str(page.soup)
    assert "Guests to call" in page.visit("/programme/").text
    page.sign_in(a_caseworker(db)).visit("/casework/")
    assert "Guests to call" not in page.text
    page.sign_in(caseworker).visit("/casework/")
    assert f"tel:{here.party.phone}" in str(page.soup)
    page.submit(button="They were called")
    assert "It is noted that you have called them." in page.text
    [call] = db.scalars(select(GuestCall)).all()
    assert (call.made_by, call.made_at is None) == (caseworker, False)
    assert "Guests to call" not in page.visit("/casework/").text
    assert "Guests to call" not in page.sign_in(coordinator).visit("/programme/").text
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        guest_calls.make(db, call, coordinator)


def test_the_association_and_the_number_on_duty_are_written_to_at_any_hour(
    app: Flask, db: Session, farm: Farm, home: Organisation, here: Visit
) -> None:
    caseworker = a_caseworker(db, home, last_seen_at=here.created_at)
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    kinds = ("guests-to-call", "guests-to-call-now", "farm-stopped")
    written = db.scalars(
        select(Message).where(Message.kind.in_(kinds)).order_by(Message.kind)
    ).all()
    readers = [(each.kind, each.user or each.side) for each in written]
    assert readers == [
        ("farm-stopped", Side.PARTY),
        ("guests-to-call", caseworker),
        ("guests-to-call-now", None),
    ]
    assert all(is_true(each) and may_ring_at_night(each) for each in written)
    with app.app_context():
        bodies = [compose(each).body for each in written]
    names = (farm.name, home.name, here.party.persons[0].first_name)
    assert not [name for name in names for body in bodies if name in body]
    [call] = guest_calls.waiting(db)
    guest_calls.make(db, call, caseworker)
    assert [is_true(each) for each in written] == [True, False, False]


@pytest.mark.parametrize(
    ("days", "channel", "needed"), [(2, "sms", True), (30, "sms", False), (30, "phone-call", True)]
)
def test_guests_to_come_are_called_when_they_set_out_soon_or_read_no_messages(
    db: Session, farm: Farm, days: int, channel: str, needed: bool
) -> None:
    slot = a_slot(db, an_offer(db, farm), today() + timedelta(days=days))
    visit = a_visit(db, a_party(db, channel=channel), slot, state=VisitState.CONFIRMED)
    called = stopping.suspend(db, farm, a_coordinator(db), "A word")
    assert called == ([visit] if needed else [])
    assert [call.visit for call in guest_calls.waiting(db)] == called


def test_a_farm_that_is_stopped_already_is_not_stopped_again_and_its_guests_are_called_once(
    db: Session, farm: Farm, here: Visit
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        stopping.suspend(db, farm, a_coordinator(db), "Another word")
    assert len(guest_calls.waiting(db)) == 1


def test_a_guest_in_the_house_calls_for_help_from_the_page_that_was_open_before(
    page: Page, db: Session, farm: Farm, here: Visit
) -> None:
    page.visit(f"/v/{visit_token(here, Side.PARTY)}?lang=en")
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    page.submit(button="I need help")
    assert "Whom to call" in page.text
    assert [call.side for call in here.help_calls] == [Side.PARTY]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_guests_in_the_house_read_first_that_the_farm_is_stopped_and_whom_to_call(
    page: Page, db: Session, farm: Farm, here: Visit, language: str
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    page.visit(f"/v/{visit_token(here, Side.PARTY)}?lang={language}")
    [first, *_others] = page.soup.select("main .stack > *")
    assert "notice" in (first.get("class") or [])
    assert page.soup.select(".confirm") == []
    numbers = [str(link["href"]) for link in page.soup.select("main a[href^=tel]")]
    assert numbers[:3] == ["tel:+33231000022", "tel:+33699000001", "tel:112"]


def test_hosts_of_a_stopped_farm_do_not_read_what_their_guests_are_told(
    page: Page, db: Session, farm: Farm, here: Visit
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    page.visit(f"/v/{visit_token(here, Side.FARM)}?lang=fr")
    assert "sont arrêtées" not in page.text
