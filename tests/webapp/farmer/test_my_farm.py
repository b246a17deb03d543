"""A farmer describes the farm, a topic a page, each saved alone."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer
from tests.page import SITE, Page
from webapp.geography import Commune, Location, Point, Precision
from webapp.models import Event, Farm, FarmState
from webapp.portals.farmer.topics import topic_after
from webapp.services.farms import changes, vetting


@pytest.fixture
def farm(db: Session) -> Farm:
    """A farm of which only the name is known."""
    made = Farm(name="Ferme des Trois Chênes")
    db.add(made)
    db.flush()
    return made


@pytest.fixture
def farmer(page: Page, db: Session, farm: Farm) -> Page:
    return page.sign_in(a_farmer(db, farm))


def test_a_new_farm_sees_what_is_to_be_told_and_what_happens_next(farmer: Page) -> None:
    farmer.visit("/farm/my-farm")
    assert farmer.text.count("À compléter") == 4
    assert "Deux personnes du programme agréent votre ferme" in farmer.text


def test_a_farmer_tells_everything_a_topic_at_a_time(farmer: Page, farm: Farm) -> None:
    farmer.visit("/farm/my-farm").follow("Nom et productions")
    farmer.submit({"productions": ["sheep-goats", "bees"]}, button="Enregistrer")
    farmer.submit({"commune": "Carentan", "address": "12 chemin du Marais"}, button="Enregistrer")
    farmer.submit(
        {
            "host_names": "Anne et Luc",
            "phone": "06 12 34 56 78",
            "adults": "2",
            "woman_host": "yes",
            "languages": ["fr", "en"],
            "other_languages": ["prs"],
        },
        button="Enregistrer",
    )
    farmer.follow("Ajouter une chambre")
    farmer.submit({"name": "Chambre bleue", "beds": "2", "lockable": "y"}, button="Enregistrer")
    farmer.follow("Continuer").submit(button="Enregistrer")
    farmer.submit(button="Enregistrer")
    assert farmer.path == "/farm/my-farm"
    assert "À compléter" not in farmer.text
    assert farm.missing_topics == []
    assert (farm.commune, farm.phone) == ("50099", "+33612345678")
    assert farm.languages == ["fr", "en", "prs"]
    assert (farm.features, farm.woman_host, farm.rooms[0].lockable) == ([], True, True)


@pytest.mark.parametrize(
    ("known", "told", "following"),
    [
        ({}, "identity", "place"),
        ({"commune": "50099", "address": "12 chemin du Marais"}, "identity", "household"),
        ({}, "station", "identity"),
        ({"productions": ["bees"]}, "station", "place"),
        ({"hazards": ["dogs"]}, "rooms", "station"),
    ],
)
def test_the_topic_after_one_is_the_next_of_which_nothing_is_told(
    farm: Farm, known: dict[str, Any], told: str, following: str
) -> None:
    for name, value in known.items():
        setattr(farm, name, value)
    assert topic_after(farm, told) == following


def test_what_may_be_left_out_is_asked_for_once_and_of_newcomers_only(db: Session) -> None:
    farm = a_farm(db, state=FarmState.MET, station=None, features=[], hazards=[])
    passed = [topic_after(farm, topic) for topic in ("household", "welcome", "station")]
    assert passed == ["welcome", "station", None]
    farm.state = FarmState.APPROVED
    assert topic_after(farm, "household") is None


def test_a_farmer_may_go_back_to_the_farm_from_every_topic(farmer: Page) -> None:
    for topic in ("name", "place", "household", "rooms", "welcome", "station"):
        farmer.visit(f"/farm/my-farm/{topic}").follow("Revenir à ma ferme")
        assert farmer.path == "/farm/my-farm"


def test_what_is_to_be_completed_leads_to_its_own_page(farmer: Page) -> None:
    farmer.visit("/farm/my-farm/name").submit({"productions": ["bees"]}, button="Enregistrer")
    farmer.visit("/farm/").follow("chambres")
    assert farmer.path == "/farm/my-farm/rooms"


WHOLE = {
    "commune": "Carentan", "address": "12 chemin du Marais", "productions": ["bees"],
    "phone": "06 12 34 56 78", "adults": "2", "woman_host": "yes",
}  # fmt: skip


def test_who_comes_tells_all_on_one_page_and_goes_on_to_an_offer(
    farmer: Page, farm: Farm, db: Session
) -> None:
    farm.users[0].name = "Anne Lebrun"
    farmer.visit("/farm/").follow("Présenter votre ferme")
    farmer.submit(WHOLE, button="Enregistrer")
    assert farmer.path == "/farm/offers/new"
    assert farm.missing_topics == []
    [room] = farm.rooms
    assert (farm.host_names, farm.languages) == ("Anne", ["fr"])
    assert (room.name, room.beds) == ("Chambre 1", 2), "what was suggested is left as it is"
    told = db.scalars(select(Event.facts).where(Event.act == "farm.changed"))
    assert {each["topic"] for each in told} == {"identity", "place", "household", "rooms"}
    assert farmer.visit("/farm/my-farm/begin").path == "/farm/my-farm"


def test_a_mistake_on_the_one_page_keeps_nothing_and_loses_nothing(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/my-farm/begin").submit(
        {**WHOLE, "adults": "0", "commune": "Saint-Aubin"}, button="Enregistrer"
    )
    assert "Saisissez un nombre de 1 à 30" in farmer.text
    assert farm.has_told_nothing
    farmer.submit({"adults": "2", "commune_code": "59529"}, button="Enregistrer")
    assert (farm.commune, farm.address, farm.adults) == ("59529", "12 chemin du Marais", 2)


class HouseFinder:
    """A geocoder that knows every house, and counts who asked."""

    asked = 0

    def locate(self, address: str, commune: Commune) -> Location:
        self.asked += 1
        return Location(Point(49.25, -1.5), Precision.ADDRESS, "test")


def test_the_point_is_the_house_where_the_geocoder_finds_it(
    farmer: Page, farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder = HouseFinder()
    monkeypatch.setitem(farmer.client.application.extensions, "geocoder", finder)
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "50500", "address": "12 chemin du Marais"}, button="Enregistrer")
    farmer.submit({"commune_code": "50099"}, button="Enregistrer")
    assert (farm.latitude, farm.longitude) == (49.25, -1.5)
    farmer.visit("/farm/my-farm/place").submit(button="Enregistrer")
    assert finder.asked == 1


def test_without_a_geocoder_the_point_is_the_commune(farmer: Page, farm: Farm) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "Carentan", "address": "12 chemin du Marais"}, button="Enregistrer")
    assert farm.latitude == pytest.approx(49.3, abs=0.1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"adults": "0"}, "Saisissez un nombre de 1 à 30"),
        ({"adults": "two"}, "Saisissez un nombre en chiffres"),
        ({"phone": "12"}, "Saisissez un numéro de téléphone"),
        ({"host_names": ""}, "Saisissez les prénoms"),
    ],
)
def test_a_mistake_is_named_on_top_and_beside_the_field(
    farmer: Page, given: dict[str, Any], told: str
) -> None:
    whole = {
        "host_names": "Anne", "phone": "0612345678", "adults": "2", "woman_host": "no",
        "languages": ["fr"],
    }  # fmt: skip
    farmer.visit("/farm/my-farm/household").submit({**whole, **given}, button="Enregistrer")
    assert farmer.text.count(told) == 2


def test_dogs_cannot_be_there_and_not_there(farmer: Page) -> None:
    farmer.visit("/farm/my-farm/welcome")
    farmer.submit({"features": ["no-dogs"], "hazards": ["dogs"]}, button="Enregistrer")
    assert "n’en gardez qu’une" in farmer.text


def test_what_one_page_tells_is_kept_when_another_is_saved(farmer: Page, farm: Farm) -> None:
    farmer.visit("/farm/my-farm/station")
    farmer.submit({"station": "Carentan", "features": ["station-pickup"]}, button="Enregistrer")
    farmer.visit("/farm/my-farm/welcome")
    farmer.submit({"features": ["vegetarian"], "hazards": []}, button="Enregistrer")
    assert farm.features == ["station-pickup", "vegetarian"]
    farmer.visit("/farm/my-farm/station").submit({"features": None}, button="Enregistrer")
    assert farm.features == ["vegetarian"]


@pytest.mark.parametrize("beds", ["0", "7", ""])
def test_a_room_sleeps_one_to_six(farmer: Page, farm: Farm, beds: str) -> None:
    farmer.visit("/farm/my-farm/rooms/new")
    farmer.submit({"name": "Dortoir", "beds": beds}, button="Enregistrer")
    assert farm.rooms == []


def test_another_farms_room_is_not_found(farmer: Page, db: Session) -> None:
    room = a_farm(db).rooms[0]
    db.commit()
    answer = farmer.client.get(f"/farm/my-farm/rooms/{room.id}", base_url=SITE)
    assert answer.status_code == 404
    assert room.name not in answer.text


def test_an_approved_farm_keeps_its_approval_when_it_changes_and_the_change_is_kept(
    page: Page, db: Session
) -> None:
    farm = a_farm(db, state=FarmState.MET)
    for until in (farm.approved_until, farm.approved_until):
        assert until is not None
        vetting.approve(db, farm, a_coordinator(db), until)
    assert changes.changed_since_approval(db, farm) == set()
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm/place")
    page.submit({"address": "3 rue Neuve"}, button="Enregistrer")
    assert farm.is_approved
    assert changes.changed_since_approval(db, farm) == {"address"}
    event = db.scalars(select(Event).where(Event.act == "farm.changed")).one()
    assert event.facts == {"topic": "place", "things": ["address"]}


def test_saving_without_a_change_is_no_change(page: Page, db: Session) -> None:
    page.sign_in(a_farmer(db, a_farm(db, features=["quiet-place"])))
    for topic in ("name", "place", "household", "welcome", "station"):
        page.visit(f"/farm/my-farm/{topic}").submit(button="Enregistrer")
    changes = db.scalars(select(Event.facts).where(Event.act == "farm.changed")).all()
    assert changes == []
