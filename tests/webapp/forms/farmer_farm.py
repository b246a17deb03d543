"""My farm: the topics, a form each, and the rooms."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_person, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.farmer.sites import a_site
from tests.webapp.forms.places import audited, is_there, misfit, newest, of
from tests.webapp.forms.row import MISSING, Reading, Row, World, typed
from webapp.models import Farm, Room, Site
from webapp.portals.farmer import farm_forms as forms


def a_farm_of_mine(db: Session) -> World:
    """A farm with two rooms, whose farmer is signed in."""
    farm = a_farm(
        db,
        rooms=(2, 1),
        name="Ferme du Marais",
        languages=["fr", "ti"],
        features=["station-pickup", "vegetarian"],
        hazards=["dogs"],
    )
    return World(reader=a_farmer(db, farm, language="en"), farm=farm, room=farm.rooms[0])


def a_farm_that_has_just_come(db: Session) -> World:
    farm = Farm(name="La ferme de Zoé")
    db.add(farm)
    db.flush()
    return World(reader=a_farmer(db, farm, language="en"), farm=farm)


def of_the_room(name: str) -> Callable[[Reading], object]:
    """Return what reads something of the newest room."""
    return lambda reading: getattr(newest(Room)(reading), name, MISSING)


def a_farm_with_a_site(db: Session) -> World:
    world = a_farm_of_mine(db)
    world.site = a_site(db, world.farm)
    return world


def type_an_ambiguous_site(page: Page, world: World) -> None:
    page.visit(f"/farm/my-farm/sites/{world.site.id}")
    page.submit({"commune": "Saint-Aubin"}, button="Save")


def a_room_with_a_date(db: Session) -> World:
    """A farm of one room, on which a free date counts."""
    farm = a_farm(db, rooms=(2,))
    slot = a_slot(db, an_offer(db, farm), date(2027, 5, 3))
    return World(reader=a_farmer(db, farm, language="en"), farm=farm, room=farm.rooms[0], slot=slot)


def a_farm_that_expects_guests(db: Session) -> World:
    """The same, with a visit of people who eat no meat."""
    world = a_farm_of_mine(db)
    party = a_party(db, needs=["vegetarian"], persons=[a_person(languages=["fr"])])
    world.visit = a_visit(db, party, a_slot(db, an_offer(db, world.farm)))
    return world


def offer_no_such_meals_any_more(page: Page, _world: World) -> None:
    page.visit("/farm/my-farm/welcome").submit({"features": ["step-free"]}, button="Save")


def type_an_ambiguous_commune_first(page: Page, _world: World) -> None:
    page.visit("/farm/my-farm/begin").submit({"commune": "Saint-Aubin"}, button="Save")


def type_an_ambiguous_commune(page: Page, world: World) -> None:
    page.visit("/farm/my-farm/place").submit({"commune": "Saint-Aubin"}, button="Save")


def take_a_bed_away(page: Page, world: World) -> None:
    page.visit(f"/farm/my-farm/rooms/{world.room.id}").submit({"beds": "1"}, button="Save")


SPOKEN = ["en", "it", "ps", "uk", "Breton"]

ROWS = [
    Row(
        "farmer.tell_farm",
        a_farm_that_has_just_come,
        form=forms.WholeFarmForm,
        subject="farm",
        approach=type_an_ambiguous_commune_first,
        fields={
            "commune": typed("Saint-Aubin", "59529"),
            "commune_code": typed("59529", at="commune"),
            "address": typed("3 rue des Prés"),
            "name": typed("Chèvrerie d’en haut"),
            "productions": typed(["vegetables", "bees"]),
            "host_names": typed("Zoé et Karim"),
            "phone": typed("07 67 89 01 23", "+33767890123"),
            "adults": typed("5", 5),
            "woman_host": typed("no", becomes=False),
            "languages": typed(["en", "it"], SPOKEN),
            "other_languages": typed(["ps", "uk"], SPOKEN, at="languages"),
            "named_languages": typed("breton", SPOKEN, at="languages"),
            "room_name": typed("Chambre bleue", at=of_the_room("name")),
            "beds": typed("3", 3, at=of_the_room("beds")),
            "lockable": typed(True, at=of_the_room("lockable")),
            "features": typed(["step-free"], ["station-pickup", "step-free"]),
            "hazards": typed(["bees"]),
            "house_rules": typed(["smoke-outside", "internet"]),
            "house_words": typed(" Le poêle ne se touche pas ", "Le poêle ne se touche pas"),
            "station": typed("Bayeux, dix minutes en voiture"),
            "journey": typed(["station-pickup"], ["station-pickup", "step-free"], at="features"),
        },
    ),
    Row(
        "farmer.edit_identity",
        a_farm_of_mine,
        form=forms.IdentityForm,
        subject="farm",
        edits=True,
        fields={
            "name": typed("Chèvrerie d’en haut"),
            "productions": typed(["vegetables", "bees"]),
            "presentation": typed("Douze chèvres.\nUn verger."),
        },
        then={audited("farm.changed", "topic"): "identity"},
    ),
    Row(
        "farmer.edit_place",
        a_farm_of_mine,
        form=forms.PlaceForm,
        subject="farm",
        edits=True,
        fields={"commune": typed("Bayeux", "14047"), "address": typed("3 rue des Prés")},
        then={"latitude": 49.2773, "longitude": -0.7039},
    ),
    Row(
        "farmer.edit_place",
        a_farm_of_mine,
        case="of two communes of one name",
        form=forms.PlaceForm,
        subject="farm",
        approach=type_an_ambiguous_commune,
        fields={
            "commune": typed("Saint-Aubin", "59529"),
            "commune_code": typed("59529", at="commune"),
            "address": typed("3 rue des Prés"),
        },
    ),
    Row(
        "farmer.edit_household",
        a_farm_of_mine,
        form=forms.HouseholdForm,
        subject="farm",
        edits=True,
        fields={
            "host_names": typed("Zoé et Karim"),
            "phone": typed("07 67 89 01 23", "+33767890123"),
            "adults": typed("5", 5),
            "woman_host": typed("no", becomes=False),
            "languages": typed(["en", "it"], SPOKEN),
            "other_languages": typed(["ps", "uk"], SPOKEN, at="languages"),
            "named_languages": typed("breton", SPOKEN, at="languages"),
        },
    ),
    Row(
        "farmer.edit_welcome",
        a_farm_of_mine,
        form=forms.WelcomeForm,
        subject="farm",
        edits=True,
        fields={
            "features": typed(
                ["halal-menu", "step-free"], ["halal-menu", "station-pickup", "step-free"]
            ),
            "hazards": typed(["bees", "mud-slopes"]),
            "house_rules": typed(["shoes-off", "laundry"]),
            "house_words": typed("On ferme le portail"),
        },
    ),
    Row(
        "farmer.edit_welcome",
        a_farm_that_expects_guests,
        case="after reading which visits would no longer fit",
        form=forms.WelcomeForm,
        subject="farm",
        approach=offer_no_such_meals_any_more,
        fields={
            "features": typed(["step-free"], ["station-pickup", "step-free"]),
            "hazards": typed(["bees"]),
            "house_rules": typed(["quiet-nights"]),
            "house_words": typed("On ferme le portail"),
            "agreement": typed(True, "need:vegetarian", at=misfit),
        },
    ),
    Row(
        "farmer.edit_station",
        a_farm_of_mine,
        form=forms.StationForm,
        subject="farm",
        edits=True,
        fields={
            "station": typed("Bayeux, dix minutes en voiture"),
            "features": typed(["accompanied-trip"], ["accompanied-trip", "vegetarian"]),
        },
    ),
    Row(
        "farmer.add_room",
        a_farm_of_mine,
        form=forms.RoomForm,
        subject=newest(Room),
        fields={
            "name": typed("Chambre bleue"),
            "beds": typed("3", 3),
            "lockable": typed(True),
        },
        then={"farm_id": lambda world: world.farm.id},
    ),
    Row(
        "farmer.edit_room",
        a_farm_of_mine,
        form=forms.ChangedRoomForm,
        subject="room",
        edits=True,
        fields={
            "name": typed("Chambre verte"),
            "beds": typed("4", 4),
            "lockable": typed(True),
        },
    ),
    Row(
        "farmer.edit_room",
        a_room_with_a_date,
        case="after saying which dates change",
        form=forms.ChangedRoomForm,
        subject="room",
        approach=take_a_bed_away,
        fields={
            "name": typed("Chambre verte"),
            "beds": typed("1", 1),
            "lockable": typed(True),
            "agreed": typed(True, 1, at=of("slot", "beds")),
        },
    ),
    Row(
        "farmer.add_site",
        a_farm_of_mine,
        form=forms.SiteForm,
        subject=newest(Site),
        fields={
            "name": typed("Le Verger"),
            "commune": typed("Bayeux", "14047"),
            "address": typed("3 rue des Prés"),
            "station": typed("Bayeux"),
        },
        then={"latitude": 49.2773, "longitude": -0.7039},
    ),
    Row(
        "farmer.edit_site",
        a_farm_with_a_site,
        form=forms.SiteForm,
        subject="site",
        edits=True,
        fields={
            "name": typed("Le Verger"),
            "commune": typed("Caen", "14118"),
            "address": typed("1 place de la République"),
            "station": typed("Caen"),
        },
    ),
    Row(
        "farmer.edit_site",
        a_farm_with_a_site,
        case="of two communes of one name",
        form=forms.SiteForm,
        subject="site",
        approach=type_an_ambiguous_site,
        fields={
            "name": typed("Le Grand Pré"),
            "commune": typed("Saint-Aubin", "59529"),
            "commune_code": typed("59529", at="commune"),
            "address": typed("7 rue Haute"),
            "station": typed("Lille"),
        },
    ),
    Row(
        "farmer.remove_site",
        a_farm_with_a_site,
        page="farmer.list_sites",
        then={is_there("site"): False},
    ),
    Row(
        "farmer.remove_room",
        a_farm_of_mine,
        then={is_there("room"): False},
    ),
]
