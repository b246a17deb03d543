"""Suspending a farm stops everything that depends on it, in one transaction."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import SITE, Page
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    Event,
    Farm,
    FarmState,
    Message,
    Side,
    User,
    UserSession,
    Visit,
    VisitState,
)
from webapp.services.accounts import users
from webapp.services.farms import offers, stopping, vetting
from webapp.services.records import sessions, tokens
from webapp.services.visits import links, stays
from webapp.services.visits import proposing as visit_service
from webapp.wording import compose


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db)


@pytest.fixture
def farmer(db: Session, farm: Farm) -> User:
    return a_farmer(db, farm)


@pytest.fixture
def visits(db: Session, farm: Farm) -> dict[VisitState, Visit]:
    """A visit of the farm in every state, a fortnight from each other."""
    offer = an_offer(db, farm)
    made = {}
    for number, state in enumerate(VisitState):
        slot = a_slot(db, offer, today() + timedelta(days=14 * (number + 1)))
        made[state] = a_visit(db, a_party(db), slot, state=state)
    return made


def test_visits_to_come_are_cancelled_their_beds_freed_and_both_sides_told(
    db: Session, farm: Farm, farmer: User, visits: dict[VisitState, Visit]
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    for state in (VisitState.PROPOSED, VisitState.CONFIRMED):
        visit = visits[state]
        assert (visit.state, visit.ended_by, visit.end_reason) == (
            VisitState.CANCELLED,
            None,
            "programme",
        )
        assert visit.slot.people_held == 0
        told = select(Message.side).where(
            Message.visit_id == visit.id, Message.kind == "visit-cancelled"
        )
        assert set(db.scalars(told)) == {Side.PARTY, Side.FARM}


def test_visits_that_are_over_stay_as_they_are(
    db: Session, farm: Farm, visits: dict[VisitState, Visit]
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    changed = {state for state, visit in visits.items() if visit.state is not state}
    assert changed == {VisitState.PROPOSED, VisitState.CONFIRMED}


def test_guests_in_the_house_are_told_whom_to_call_and_their_hosts_keep_their_page(
    db: Session, farm: Farm, visits: dict[VisitState, Visit]
) -> None:
    under_way = visits[VisitState.UNDER_WAY]
    assert stopping.suspend(db, farm, a_coordinator(db), "A word") == [under_way]
    told = db.scalars(select(Message).where(Message.visit_id == under_way.id)).all()
    assert {(message.kind, message.side) for message in told} == {
        ("farm-stopped", Side.PARTY),
        ("visit-link", Side.FARM),
    }


def test_every_link_to_a_visit_to_come_dies_and_a_guest_in_the_house_keeps_theirs(
    db: Session, farm: Farm, visits: dict[VisitState, Visit]
) -> None:
    standing = (VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY)
    links = {
        (state, side): tokens.visit_token(visits[state], side)
        for state in standing
        for side in Side
    }
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    assert [
        (state, side)
        for (state, side), link in links.items()
        if tokens.proves_visit(link, visits[state], side)
    ] == [(VisitState.UNDER_WAY, side) for side in Side]


@pytest.mark.parametrize(
    ("state", "who"),
    [(VisitState.UNDER_WAY, set(Side)), (VisitState.CONFIRMED, {Side.PARTY})],
)
def test_after_a_suspension_a_fresh_link_opens_for_hosts_while_the_guests_are_there_only(
    db: Session, farm: Farm, visits: dict[VisitState, Visit], state: VisitState, who: set[Side]
) -> None:
    visit = visits[state]
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    stays.renew_links(db, visit)
    fresh = {side: tokens.visit_token(visit, side) for side in Side}
    opened = {side for side, token in fresh.items() if links.find_visit(db, token)}
    assert opened == who
    set_scope(db, EVERYONE)
    visits[VisitState.UNDER_WAY].complete()
    db.flush()
    assert links.find_visit(db, tokens.visit_token(visit, Side.FARM)) is None


def test_when_one_of_its_people_is_shut_out_the_links_they_kept_die_and_the_others_get_new_ones(
    db: Session, farm: Farm, farmer: User, visits: dict[VisitState, Visit]
) -> None:
    visit = visits[VisitState.CONFIRMED]
    kept = tokens.visit_token(visit, Side.FARM)
    users.suspend(db, farmer, by=a_coordinator(db))
    assert links.find_visit(db, kept) is None
    set_scope(db, EVERYONE)
    told = select(Message.side).where(Message.visit_id == visit.id, Message.kind == "visit-link")
    assert set(db.scalars(told)) == set(Side)
    assert visits[VisitState.COMPLETED].link_version == 1


def test_the_sessions_of_its_people_end_and_nobody_elses(
    db: Session, farm: Farm, farmer: User
) -> None:
    theirs, another = sessions.open_session(db, farmer), a_farmer(db)
    other = sessions.open_session(db, another)
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    db.expire_all()
    assert sessions.find_session(db, theirs) is None
    assert sessions.find_session(db, other) is not None


def test_no_slot_of_it_is_matched(db: Session, farm: Farm) -> None:
    slot = a_slot(db, an_offer(db, farm))
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    assert offers.matchable_slots(db, slot.arrival, slot.departure) == []
    stopping.resume(db, farm, a_coordinator(db), "It was a mistake")
    assert offers.matchable_slots(db, slot.arrival, slot.departure) == [slot]


def test_another_farms_visits_are_left_alone(db: Session, farm: Farm) -> None:
    visit = a_visit(db)
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    assert (visit.state, visit.link_version) == (VisitState.PROPOSED, 1)


def test_the_audit_tells_how_much_was_stopped_and_no_reason(
    db: Session, farm: Farm, visits: dict[VisitState, Visit]
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "Luc was unkind")
    event = db.scalars(select(Event).where(Event.act == "farm.suspended")).one()
    assert event.facts == {"cancelled": 2, "under_way": 1}
    cancelled = db.scalars(select(Event).where(Event.act == "visit.cancelled")).all()
    assert len(cancelled) == 2


def test_when_something_of_it_fails_nothing_is_stopped(
    db: Session, farm: Farm, farmer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = a_visit(db, slot=a_slot(db, an_offer(db, farm)))
    sessions.open_session(db, farmer)
    db.commit()
    monkeypatch.setattr(visit_service, "tell_both", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stopping.suspend(db, farm, a_coordinator(db), "A word")
    db.rollback()
    assert (farm.state, visit.state) == (FarmState.APPROVED, VisitState.PROPOSED)
    assert db.scalars(select(UserSession.ended_at)).all() == [None]


def test_a_coordinator_suspends_with_a_reason_and_lets_it_receive_again(
    page: Page, db: Session, farm: Farm, visits: dict[VisitState, Visit]
) -> None:
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}").follow("Suspendre")
    page.submit(button="Suspendre maintenant")
    assert "Notez la raison" in page.text
    page.submit({"reason": "An incident is looked at"}, button="Suspendre maintenant")
    assert "Les invités de 1 visite sont à appeler maintenant" in page.text
    assert "An incident is looked at" in page.text
    page.follow("accueillir de nouveau")
    page.submit({"reason": "It is settled"}, button="accueillir de nouveau")
    assert farm.is_approved


def test_a_farm_is_declined_or_removed_with_a_reason(page: Page, db: Session, farm: Farm) -> None:
    applied = Farm(name="Ferme du Gué")
    db.add(applied)
    db.flush()
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{applied.id}").follow("Ne pas retenir")
    page.submit({"reason": "Too far from any station"}, button="Ne pas retenir")
    assert applied.state is FarmState.DECLINED
    assert [each.reason for each in applied.decisions] == ["Too far from any station"]
    visit = a_visit(db, slot=a_slot(db, an_offer(db, farm)))
    page.visit(f"/programme/farms/{farm.id}").follow("Retirer du programme")
    page.submit({"reason": "They sold the farm"}, button="Retirer")
    assert (farm.state, visit.state) == (FarmState.REMOVED, VisitState.CANCELLED)


@pytest.mark.parametrize(
    ("state", "decision"),
    [("applied", "suspend"), ("approved", "decline"), ("approved", "resume"),
     ("removed", "resume"), ("declined", "remove")],
)  # fmt: skip
def test_a_decision_that_does_not_fit_the_state_is_not_offered(
    page: Page, db: Session, farm: Farm, state: str, decision: str
) -> None:
    farm.state = FarmState(state)
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/{decision}", status=404)
    act = vetting.decline if decision == "decline" else getattr(stopping, decision)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        act(db, farm, a_coordinator(db), "A word")


def test_the_people_of_a_suspended_farm_see_where_they_stand_and_the_guests_in_the_house_only(
    page: Page, db: Session, farm: Farm, farmer: User, visits: dict[VisitState, Visit]
) -> None:
    here, to_come = visits[VisitState.UNDER_WAY], visits[VisitState.CONFIRMED]
    here.party_answer = here.farm_answer = Answer.YES
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    page.sign_in(farmer).visit("/farm/")
    assert "n’accueille personne pour le moment" in page.text
    leading = [str(link["href"]) for link in page.soup.select("a[href*='/visits/']")]
    assert leading == [f"/farm/visits/{here.id}"]
    page.visit(f"/farm/visits/{here.id}")
    assert here.party.persons[0].first_name in page.text
    page.visit(f"/farm/visits/{to_come.id}", status=404)
    here.complete()
    page.visit("/farm/visits")
    assert "Pas encore d’invités" not in page.text
    assert "n’accueille personne pour le moment" in page.text


@pytest.mark.parametrize(
    "place", ["farms", "farms/{0}", "farms/{0}/checklist", "farms/{0}/suspend"]
)
def test_farmers_do_not_reach_the_pages_of_vetting(
    page: Page, db: Session, farm: Farm, farmer: User, place: str
) -> None:
    page.sign_in(farmer)
    db.commit()
    address = f"/programme/{place.format(farm.id)}"
    assert page.client.get(address, base_url=SITE).status_code == 404


def test_a_farm_that_is_shut_out_gets_no_link_that_opens_nothing(
    app: Flask, db: Session, farm: Farm, farmer: User, visits: dict[VisitState, Visit]
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "A word")
    written = db.scalars(select(Message).where(Message.kind == "visit-cancelled")).all()
    with app.app_context():
        bodies = {message.side: compose(message).body for message in written}
    assert "/v/" not in bodies[Side.FARM]
    assert "/v/" in bodies[Side.PARTY]
