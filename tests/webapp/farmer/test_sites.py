"""A farm with several sites: an offer stands at one, and its guests go there and nowhere else."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_help_call,
    a_party,
    a_person,
    a_round,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from tests.page import Page
from tests.webapp.farmer.sites import BAYEUX, a_site
from tests.webapp.visits.nearby import a_local_referent
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Farm, Offer, Side, Site, Visit, VisitState
from webapp.models.attestations import Attestation
from webapp.services.farms import offers, sites
from webapp.services.rounds.snapshot import build_problem
from webapp.services.visits import consent, disclosure, local_referents, misfits, overview
from webapp.services.visits.disclosure import Stage

pytestmark = pytest.mark.usefixtures("spring")
HERE = (BAYEUX["latitude"], BAYEUX["longitude"])


@pytest.fixture
def farm(db: Session) -> Farm:
    """A farm at Carentan, with its address and its station."""
    return a_farm(db, address="1 rue du Bourg", station="Carentan", languages=["fr", "ar"])


@pytest.fixture
def site(db: Session, farm: Farm) -> Site:
    return a_site(db, farm)


@pytest.fixture
def offer(db: Session, farm: Farm, site: Site) -> Offer:
    made = an_offer(db, farm)
    sites.stand(db, made, site)
    return made


@pytest.fixture
def visit(db: Session, offer: Offer) -> Visit:
    """A confirmed visit to the site."""
    said = {"party_answer": Answer.YES, "farm_answer": Answer.YES, "confirmed_at": now()}
    party = a_party(db, persons=[a_person(first_name="Amina")])
    return a_visit(db, party, a_slot(db, offer), state=VisitState.CONFIRMED, **said)


def test_a_round_measures_the_way_to_the_site(db: Session, offer: Offer) -> None:
    home = an_organisation(db)
    a_party(db, home)
    at_home = an_offer(db, offer.farm)
    there = a_slot(db, offer)
    here = a_slot(db, at_home, arrival=there.departure)
    problem = build_problem(db, a_round(db, home))
    assert problem.slot_of[f"s{there.id}"].place == HERE
    assert problem.slot_of[f"s{here.id}"].place == (offer.farm.latitude, offer.farm.longitude)


def test_before_both_say_yes_guests_read_the_commune_of_the_site_and_no_address(
    db: Session, visit: Visit
) -> None:
    view = disclosure.view(db, visit, Side.PARTY, code_given=False)
    assert view.stage is Stage.CODE
    assert view.place is not None
    assert view.place.commune == "Bayeux"
    assert view.place_sheet is None


def test_the_sheet_tells_the_address_and_the_station_of_the_site(db: Session, visit: Visit) -> None:
    sheet = disclosure.view(db, visit, Side.PARTY, code_given=True).place_sheet
    assert sheet is not None
    assert sheet.address == "3 rue des Prés"
    assert sheet.station is not None
    assert sheet.station.name == "Bayeux"
    assert "Bayeux" in sheet.town


def test_whoever_looks_after_the_visit_nearby_and_whoever_is_called_read_the_site(
    page: Page, db: Session, visit: Visit
) -> None:
    seen = local_referents.view(db, visit)
    assert (seen.town.partition(" ")[0], seen.station) == ("Bayeux", "Bayeux")
    call = a_help_call(db, visit)
    desk = page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    for address in (f"help/{call.id}", f"visits/{visit.id}"):
        told = desk.visit(f"/casework/{address}").text
        assert "3 rue des Prés" in told
        assert "1 rue du Bourg" not in told


def test_an_attestation_names_the_commune_of_the_site(visit: Visit) -> None:
    assert Attestation.of(visit, visit.party.persons[0]).commune == BAYEUX["commune"]


def test_the_board_of_visits_finds_a_visit_where_it_takes_place(db: Session, visit: Visit) -> None:
    found = {
        department: overview.count_visits(db, overview.Overview(department=department))
        for department in ("14", "50")
    }
    assert found == {"14": 1, "50": 0}
    assert {each.code for each in overview.farms_departments(db)} >= {"14", "50"}


def test_whoever_said_yes_is_told_when_the_place_becomes_another(
    db: Session, visit: Visit, site: Site
) -> None:
    consent.keep(db, visit, Side.PARTY)
    misfits.look_again(db)
    sites.stand(db, visit.slot.offer, None)
    misfits.look_again(db)
    changed = consent.changed_since_yes(db, visit, Side.PARTY)
    assert {"place", "address", "station"} <= set(changed)


def test_a_site_beyond_their_reach_is_a_misfit_at_once(
    db: Session, visit: Visit, site: Site
) -> None:
    visit.party.reach_km = 60
    misfits.look_again(db)
    site.latitude, site.longitude = 43.3, 5.4
    [found] = misfits.look_again(db)
    assert "distance" in found.rules


def test_a_copy_of_an_offer_stands_where_the_offer_does(
    db: Session, offer: Offer, site: Site
) -> None:
    assert offers.copy(db, offer).stands_at is site


def test_a_site_at_which_an_offer_stands_is_not_given_up(
    db: Session, farm: Farm, site: Site, offer: Offer
) -> None:
    with pytest.raises(RuleBroken, match="site-has-offer"):
        sites.remove(db, farm, site)


def test_a_farmer_adds_a_site_and_lets_an_offer_stand_there(
    page: Page, db: Session, farm: Farm
) -> None:
    offer = an_offer(db, farm)
    db.commit()
    page.sign_in(a_farmer(db, farm, language="en")).visit(f"/farm/offers/{offer.id}/lodging")
    assert not page.soup.select("[name=site]"), "with one place, nothing is asked"
    page.visit("/farm/my-farm/place").follow("You receive at other places too? Add a site")
    page.follow("Add a site")
    typed = {"name": "Le Verger", "commune": "Bayeux", "address": "3 rue des Prés"}
    page.submit(typed, button="Save")
    page.visit("/farm/my-farm/sites/new").submit({**typed, "name": "le verger"}, button="Save")
    assert "You have a site called “le verger” already" in page.text
    assert page.soup.select("input[name=address]")[0]["value"] == "3 rue des Prés"
    db.expire_all()
    [site] = sites.of_farm(db, farm)
    page.visit(f"/farm/offers/{offer.id}/lodging").submit({"site": str(site.id)}, button="Save")
    assert "Le Verger" in page.text
    page.visit(f"/farm/offers/{offer.id}/preview")
    assert "Bayeux" in page.text
    page.visit("/farm/my-farm/sites").submit(button="Remove")
    assert f"Your offer “{offer.title}” stands there" in page.text


def test_a_site_of_another_farm_is_neither_seen_nor_stood_at(
    page: Page, db: Session, farm: Farm
) -> None:
    other = a_site(db, a_farm(db), name="Ailleurs")
    a_site(db, farm)
    offer = an_offer(db, farm)
    db.commit()
    page.sign_in(a_farmer(db, farm, language="en"))
    assert "Ailleurs" not in page.visit("/farm/my-farm/sites").text
    page.visit(f"/farm/my-farm/sites/{other.id}", status=404)
    page.visit(f"/farm/offers/{offer.id}/lodging")
    page.submit({"site": str(other.id)}, button="Save")
    db.expire_all()
    assert offer.site_id is None


def test_coordinators_read_where_an_offer_stands_and_that_sites_changed(
    page: Page, db: Session, offer: Offer
) -> None:
    desk = page.sign_in(a_coordinator(db, language="en"))
    assert "Les Hauts, 3 rue des Prés, " in desk.visit(f"/programme/farms/{offer.farm_id}").text


def test_whoever_looks_after_the_visit_reads_the_site_on_their_own_pages(
    page: Page, db: Session, visit: Visit
) -> None:
    lise = a_local_referent(db)
    visit.local_referent_id, visit.state = lise.id, VisitState.CONFIRMED
    visit.party_answer = visit.farm_answer = Answer.YES
    db.commit()
    near = page.sign_in(lise)
    told = near.visit(f"/near/visits/{visit.id}").text
    assert "Bayeux" in told
    assert (visit.farm.station or "") not in told.replace("Bayeux", "")


def test_a_site_that_whoever_asks_may_not_see_never_becomes_the_house() -> None:
    with pytest.raises(LookupError):
        assert Offer(site_id=1, site=None).stands_at
