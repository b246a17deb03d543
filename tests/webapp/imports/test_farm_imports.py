"""Tables of farms become farms that have applied, with offers and dates, and leave as such."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_programme
from tests.page import Page
from tests.webapp.farmer.sites import a_site
from webapp.models import Event, Farm, FarmState, Import, Offer, OfferState, Site, Slot
from webapp.services.farms import sites
from webapp.services.imports.sheets import read_sheet

HEADER = (
    "Ferme", "Commune", "Adresse", "Téléphone", "Adultes", "Femme présente", "Chambres",
    "Productions", "Offre", "Description", "Nuits", "Enfants", "Dates",
    "Nom du site", "Commune du site", "Adresse du site", "Gare du site",
)  # fmt: skip
WINDS = "Les Quatre Vents"
ROWS: list[tuple[str, ...]] = [
    (WINDS, "Caen", "3 rue des Prés", "698765432", "2", "oui", "Bleue: 2; Grenier 3 lits",
     "sheep-goats", "Les chèvres", "La traite.", "3", "oui", "05/04/2027 – 09/04/2027",
     "", "", "", ""),
    (WINDS, "", "", "", "", "", "", "", "Le fromage", "La cave.", "", "", "10/05/2027; 17/05/2027",
     "Les Hauts", "", "", ""),
    (WINDS, "", "", "", "", "", "", "", "", "", "", "", "",
     "les hauts", "Bayeux", "1 rue Haute", "Bayeux"),
    (WINDS, "", "", "", "", "", "", "", "", "", "", "", "",
     "Le Marais", "Carentan", "2 rue Basse", ""),
    ("La Noë", "Lisieux", "", "", "", "", "", "bees", "", "", "", "", "", "", "", "", ""),
    ("Le Clos", "Saint-Martin", "", "", "", "peut-être", "", "bees", "Les abeilles", "Le rucher.",
     "", "", "06/04/2027", "", "", "", ""),
    ("Ferme connue", "Caen", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""),
]  # fmt: skip
TABLE = "\n".join(";".join(f'"{cell}"' for cell in row) for row in (HEADER, *ROWS))

pytestmark = pytest.mark.usefixtures("spring")


@pytest.fixture
def office(page: Page, db: Session) -> Page:
    a_programme(db)
    a_site(db, a_farm(db, name="Ferme connue"), address="9 chemin du Bois")
    return page.sign_in(a_coordinator(db, language="en"))


def looked_over(office: Page, table: bytes, name: str = "fermes.csv") -> Page:
    office.visit("/programme/imports")
    office.submit({"table": (BytesIO(table), name)}, button="Read the table")
    return office.submit(button="Look at the rows")


def made(db: Session) -> list[Farm]:
    query = select(Farm).where(Farm.import_id.is_not(None)).order_by(Farm.name.desc())
    return list(db.scalars(query))


def sites_of(db: Session, farm: Farm) -> list[tuple[Any, ...]]:
    named = ("name", "commune", "address", "latitude", "longitude", "station")
    return [tuple(getattr(each, name) for name in named) for each in sites.of_farm(db, farm)]


def facts(db: Session, farm: Farm) -> dict[str, Any]:
    """Everything that a table can say of a farm."""
    columns = Farm.__table__.c.keys()
    own = {"id", "created_at", "import_id", "state"}
    offers = [
        [each.title, each.description, each.production, each.nights, each.children, each.state,
         each.beds_open, each.site and each.site.name,
         [(slot.arrival, slot.departure, slot.beds) for slot in each.slots]]
        for each in farm.offers
    ]  # fmt: skip
    rooms = [(room.name, room.beds) for room in farm.rooms]
    told = {name: getattr(farm, name) for name in columns if name not in own}
    return {**told, "rooms": rooms, "offers": offers, "sites": sites_of(db, farm)}


def test_a_table_of_farms_is_read_over_brought_in_and_undone(office: Page, db: Session) -> None:
    looked_over(office, TABLE.encode())
    said = office.text.replace("“ ", "“").replace(" ”", "”")
    assert "2 farms would be made." in said
    assert "Row 7, Commune, “Saint-Martin”: Write which one is meant" in said
    assert "“peut-être”: Write yes or no" in said
    assert "Row 7, Dates of stays, “06/04/2027”: Say which rooms there are" in said
    assert "a farm of this name or telephone is here already" in said
    office.submit(button="Import what is ready")
    winds, noe = made(db)
    assert (winds.state, winds.phone, winds.adults) == (FarmState.APPLIED, "+33698765432", 2)
    assert (winds.woman_host, winds.productions) == (True, ["sheep-goats"])
    assert [(room.name, room.beds) for room in winds.rooms] == [("Bleue", 2), ("Grenier", 3)]
    goats, cheese = winds.offers
    assert (goats.title, goats.nights, goats.children) == ("Les chèvres", 3, True)
    stays = [(slot.arrival.isoformat(), slot.departure.day) for slot in cheese.slots]
    assert stays == [("2027-05-10", 14), ("2027-05-17", 21)]
    assert {each.state for each in winds.offers} == {OfferState.OPEN}
    assert all(slot.beds == 2 for slot in db.scalars(select(Slot)))
    assert [each[:3] for each in sites_of(db, winds)] == [
        ("Le Marais", "50099", "2 rue Basse"), ("Les Hauts", "14047", "1 rue Haute"),
    ]  # fmt: skip
    assert goats.site is None
    assert cheese.site is not None
    assert (cheese.site.name, cheese.site.station) == ("Les Hauts", "Bayeux")
    assert (noe.offers, noe.missing_topics) == ([], ["place", "household", "rooms"])
    office.submit(button="Undo this import")
    assert made(db) == []
    assert db.scalars(select(Offer)).all() == []
    assert [each.address for each in db.scalars(select(Site))] == ["9 chemin du Bois"]
    acts = db.scalars(select(Event.act).where(Event.act.like("import.%"))).all()
    assert set(acts) == {"import.uploaded", "import.started", "import.done", "import.undone"}


def test_a_site_without_name_commune_or_address_or_told_twice_is_said_at_its_row(
    office: Page, db: Session
) -> None:
    header = "Ferme;Commune;Nom du site;Commune du site;Adresse du site"
    rows = ("A;Caen;;Bayeux;", "B;Caen;Haut;Saint-Martin;1 rue", "C;Caen;Haut;;",
            "D;Caen;Haut;Bayeux;1 rue", "D;;HAUT;Caen;")  # fmt: skip
    looked_over(office, "\n".join((header, *rows)).encode())
    said = office.text.replace("“ ", "“").replace(" ”", "”")
    assert "Row 2, Name of the site: Enter a name for this site" in said
    assert "Row 3, Commune of the site, “Saint-Martin”: Write which one is meant" in said
    assert "Row 4, Commune of the site: Enter a commune or a postcode" in said
    assert "Row 4, Exact address of the site: Enter the address" in said
    assert "Row 6, Commune of the site, “Caen”: Row 5 of the same site says “Bayeux”" in said


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_comes_in_again_as_it_was(office: Page, db: Session, kind: str) -> None:
    looked_over(office, TABLE.encode()).submit(button="Import what is ready")
    before = [facts(db, farm) for farm in made(db)]
    office.visit("/programme/imports/export")
    told = {"names": "names", "reason": "own-records", "kind": kind}
    office.submit(told, button="Export")
    table = office.response.data
    office.visit(f"/programme/imports/{db.scalars(select(Import.id)).one()}")
    office.submit(button="Undo this import")
    looked_over(office, table, f"fermes.{kind}").submit(button="Import what is ready")
    assert [facts(db, farm) for farm in made(db)] == before


def test_addresses_and_telephones_leave_for_a_reason_only(office: Page, db: Session) -> None:
    office.visit("/programme/imports/export").submit({"names": "names"}, button="Export")
    assert "Say why names are needed" in office.text
    office.submit({"names": "codes"}, button="Export")
    rows = read_sheet(office.response.data).rows
    [farm] = [row for row in rows if "Ferme connue" in row]
    withheld = {"12 chemin du Marais", "9 chemin du Bois", "Anne et Luc", "06 12 34 56 78"}
    assert not withheld & set(farm)


def test_what_somebody_has_taken_up_is_not_undone(office: Page, db: Session) -> None:
    looked_over(office, TABLE.encode()).submit(button="Import what is ready")
    made(db)[0].state = FarmState.MET
    office.visit(office.path)
    assert "can no longer be undone" in office.text
    assert office.soup.find("a", string="Les Quatre Vents")
