"""Two people vet a farm on a complete checklist; what it changes afterwards is shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_slot, an_offer, papers_in_order
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Farm, FarmState, Message, Room
from webapp.models.farms import CHECKLIST
from webapp.services.farms import offers, telling, vetting
from webapp.wording import compose

YEAR = timedelta(days=365)


def a_farm_to_vet(db: Session, **given: Any) -> Farm:
    return a_farm(db, **{"state": FarmState.MET, "approved_until": None, **given})


def test_the_second_approval_by_another_person_opens_the_farm(page: Page, db: Session) -> None:
    farm = a_farm_to_vet(db)
    slot = a_slot(db, an_offer(db, farm))
    window = slot.arrival, slot.departure
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}").follow("Agréer")
    page.submit(button="Agréer")
    assert "Une deuxième personne doit" in page.text
    assert offers.matchable_slots(db, *window) == []
    page.visit(f"/programme/farms/{farm.id}/approval").submit(button="Agréer")
    assert page.soup.select("#until-error")
    assert list(farm.yeses.values()) == [today() + YEAR]
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/approval")
    page.submit(button="Agréer")
    assert (farm.state, farm.approved_until) == (FarmState.APPROVED, today() + YEAR)
    assert offers.matchable_slots(db, *window) == [slot]
    opened = db.scalars(
        select(Event.facts).where(Event.act == "farm.approved").order_by(Event.id)
    ).all()
    assert [facts["opened"] for facts in opened] == [False, True]


@pytest.mark.parametrize("name", CHECKLIST)
def test_nothing_of_the_checklist_may_miss(db: Session, name: str) -> None:
    farm = a_farm_to_vet(db, **{name: None if papers_in_order()[name] is not True else False})
    with pytest.raises(RuleBroken, match="farm-not-ready") as broken:
        vetting.approve(db, farm, a_coordinator(db), today() + YEAR)
    assert broken.value.facts["missing"] == [name]


@pytest.mark.parametrize(
    ("name", "topic"),
    [("address", "place"), ("phone", "household"), ("woman_host", "household"), ("rooms", "rooms")],
)
def test_nothing_that_a_farm_must_tell_may_miss(db: Session, name: str, topic: str) -> None:
    farm = a_farm_to_vet(db)
    setattr(farm, name, [] if name == "rooms" else None)
    with pytest.raises(RuleBroken, match="farm-not-ready") as broken:
        vetting.approve(db, farm, a_coordinator(db), today() + YEAR)
    assert broken.value.facts["missing"] == [topic]


def test_an_insurance_that_is_over_is_missing(db: Session) -> None:
    farm = a_farm_to_vet(db, insured_until=today() - timedelta(days=1))
    assert farm.missing_checks == ["insured_until"]


def test_an_approval_to_a_day_that_is_over_is_refused(page: Page, db: Session) -> None:
    farm = a_farm_to_vet(db)
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/approval")
    page.submit({"until": today().isoformat()}, button="Agréer")
    assert page.soup.select("#until-error")
    assert farm.decisions == []


def test_the_approval_is_renewed_only_as_far_as_two_people_say(db: Session) -> None:
    farm = a_farm_to_vet(db)
    one, other, third = (a_coordinator(db) for _ in range(3))
    first, later = today() + YEAR, today() + 2 * YEAR
    for coordinator in (one, other):
        vetting.approve(db, farm, coordinator, first)
    vetting.prolong(db, farm, one, later, "Seen again in spring.")
    assert farm.approved_until == first
    vetting.prolong(db, farm, third, later, "Seen with Camille.")
    assert farm.approved_until == later


def test_the_checklist_is_saved_in_pieces_and_a_meeting_moves_the_farm_on(
    page: Page, db: Session
) -> None:
    farm = Farm(name="Ferme du Gué")
    db.add(farm)
    page.sign_in(a_coordinator(db)).visit("/programme/farms").follow("Ferme du Gué")
    page.follow("Remplir la liste")
    page.submit({"met_on": today().isoformat(), "record_seen": "y"}, button="Enregistrer")
    assert (farm.state, farm.record_seen) == (FarmState.MET, True)
    event = db.scalars(select(Event).where(Event.act == "farm.checked")).one()
    assert event.facts == {"things": ["met_on", "record_seen"]}


def test_a_checklist_that_is_complete_leads_to_the_approval_and_that_to_the_next_farm(
    page: Page, db: Session
) -> None:
    unseen = {"charter_signed_on": None, "host_trained_on": None, "met_on": None}
    farm = a_farm_to_vet(db, state=FarmState.APPLIED, **unseen)
    following = a_farm_to_vet(db, name="Ferme du Gué")
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/checklist")
    told = {"met_on": today().isoformat(), "same_day": "y"}
    page.submit(told, button="Enregistrer")
    assert page.path == f"/programme/farms/{farm.id}/approval"
    assert (farm.charter_signed_on, farm.host_trained_on) == (today(), today())
    page.submit(button="Agréer").follow("Prochaine ferme à examiner : Ferme du Gué")
    assert page.path == f"/programme/farms/{following.id}"


def test_a_day_to_come_is_not_yet_a_meeting(page: Page, db: Session) -> None:
    farm = a_farm_to_vet(db, met_on=None, state=FarmState.APPLIED)
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/checklist")
    page.submit({"met_on": (today() + YEAR).isoformat()}, button="Enregistrer")
    assert "Ce jour est encore à venir" in page.text
    assert farm.state is FarmState.APPLIED


def test_what_an_approval_stands_on_is_not_taken_away_beneath_it(page: Page, db: Session) -> None:
    farm = a_farm(db)
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/checklist")
    page.submit({"references_seen": None}, button="Enregistrer")
    assert "Suspendez d’abord la ferme" in page.text
    assert farm.references_seen


def test_what_a_farm_changes_after_its_approval_is_shown(page: Page, db: Session) -> None:
    farm = a_farm_to_vet(db)
    for _ in range(2):
        vetting.approve(db, farm, a_coordinator(db), today() + YEAR)
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}")
    assert "Changé depuis l’agrément" not in page.text
    telling.tell(db, farm, "household", adults=1)
    telling.tell(db, farm, "station", station="Lison")
    db.add(Room(farm_id=farm.id, name="Grenier", beds=4))
    telling.tell_rooms(db, farm)
    page.visit(f"/programme/farms/{farm.id}")
    assert "Changé depuis l’agrément : nombre d’adultes, chambres." in page.text.replace(
        "\u00a0", " "
    )
    assert farm.is_approved
    assert "changée depuis" in page.visit("/programme/farms").text


def test_stays_that_look_like_labour_are_shown_to_the_programme(page: Page, db: Session) -> None:
    farm = a_farm(db, rooms=(3,))
    offer = an_offer(db, farm, production="vineyard")
    for week in range(3):
        a_slot(db, offer, date(today().year, 9, 6) + timedelta(days=7 * week))
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}")
    assert "3 créneaux tombent dans des mois de forte activité" in page.text
    assert "au-delà de ce que conseille la charte" in page.text


@pytest.fixture
def many(db: Session) -> list[Farm]:
    made = [a_farm(db, name=f"Ferme {number:03d}", commune="14118") for number in range(28)]
    made.append(a_farm(db, name="Les Trois Chênes", state=FarmState.SUSPENDED))
    made[0].approved_until = date(2031, 1, 1)
    return made


def test_farms_are_found_by_name_commune_and_state(
    page: Page, db: Session, many: list[Farm]
) -> None:
    page.sign_in(a_coordinator(db)).visit("/programme/farms?text=chênes")
    assert "1 ferme" in page.text
    assert "Les Trois Chênes" in page.text
    assert "28 fermes" in page.visit("/programme/farms?text=Caen").text
    assert "1 ferme" in page.visit("/programme/farms?state=suspended").text
    assert "Aucune ferme ne correspond" in page.visit("/programme/farms?text=zzz%25").text


@pytest.mark.parametrize("typed", ["Cherbourg", "octeville", "cherbourg en cotentin", "50100"])
def test_a_farm_is_found_by_any_name_of_its_commune(page: Page, db: Session, typed: str) -> None:
    a_farm(db, name="Les Trois Chênes", commune="50129")
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms?text={typed}")
    assert "Les Trois Chênes" in page.text


def test_farms_are_sorted_and_shown_a_page_at_a_time(
    page: Page, db: Session, many: list[Farm]
) -> None:
    page.sign_in(a_coordinator(db)).visit("/programme/farms?sort=until&direction=descending")
    rows = page.soup.select("tbody tr th a")
    assert (len(rows), rows[0].get_text()) == (25, "Ferme 000")
    page.visit("/programme/farms?page=2")
    assert [row.get_text() for row in page.soup.select("tbody tr th a")][-1] == "Les Trois Chênes"
    page.visit("/programme/farms?page=99999999999999999999&sort=nothing&state=nothing")
    assert len(page.soup.select("tbody tr")) == 25


def test_an_approved_farm_is_written_until_when_and_what_comes_next(
    app: Flask, db: Session
) -> None:
    farm = a_farm_to_vet(db)
    farmer = a_farmer(db, farm)
    vetting.approve(db, farm, a_coordinator(db), today() + YEAR)
    assert db.scalars(select(Message)).all() == []
    vetting.approve(db, farm, a_coordinator(db), today() + 2 * YEAR)
    [message] = db.scalars(select(Message)).all()
    assert (message.kind, message.user) == ("farm-approved", farmer)
    with app.app_context():
        told = compose(message)
    assert f"{(today() + YEAR).year}" in told.body
    assert "/farm/" in told.body


def test_the_second_approval_says_what_the_first_one_said(page: Page, db: Session) -> None:
    farm, first = a_farm_to_vet(db), a_coordinator(db, name="Camille Moreau")
    vetting.approve(db, farm, first, today() + timedelta(days=100))
    page.sign_in(a_coordinator(db)).visit(f"/programme/farms/{farm.id}/approval")
    assert "Agréée par Camille Moreau jusqu’au" in page.text
    page.submit(button="Agréer")
    assert farm.approved_until == today() + timedelta(days=100)
