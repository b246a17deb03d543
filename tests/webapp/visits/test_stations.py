"""The station that guests read of is where they get off, or none is told."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.page import Page
from tests.webapp.timetables.feeds import a_feed
from tests.webapp.visits.test_arrival_hours import a_settled_visit
from tests.webapp.visits.test_journeys import look_up
from tests.webapp.visits.test_visit_page import address, give_code
from webapp.geography.timetables import bears_name, read_feed
from webapp.models import Visit
from webapp.services.visits import journeys, local_referents, tickets

FETCHED = "La ferme vient vous y chercher."
ELSEWHERE = "ci-dessous s’arrêtent ailleurs : demandez à votre association où descendre"


@pytest.fixture
def visit(db: Session, tmp_path: Path) -> Visit:
    """One whose trains end at Carentan."""
    journeys.load(db, [read_feed(a_feed(tmp_path))])
    return a_settled_visit(db)


@pytest.mark.parametrize(
    ("station", "fetches", "told", "place"),
    [
        ("Gare de Carentan", True, [FETCHED], "Gare de Carentan"),
        ("Carentan", False, [], "Carentan"),
        ("Lison", True, [FETCHED, ELSEWHERE], ""),
        ("Lison", False, None, ""),
    ],
)
def test_the_farms_station_is_told_where_their_trains_stop_or_the_farm_fetches_them(
    page: Page, db: Session, visit: Visit, station: str, fetches: bool, told: list[str] | None,
    place: str,
) -> None:  # fmt: skip
    visit.farm.station = station
    visit.farm.features = ["station-pickup"] if fetches else []
    look_up(db)
    give_code(page, db, visit)
    page.visit(address(visit))
    assert (f"Gare : {station}" in page.text) is (told is not None)
    assert [each for each in (FETCHED, ELSEWHERE) if each in page.text] == (told or [])
    assert local_referents.view(db, visit).station == (place or None)
    calendar = page.visit(f"{address(visit)}/visit.ics").response.text
    assert (f"LOCATION:{station}" in calendar) is bool(place)


def test_whoever_is_fetched_at_home_reads_of_no_station(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.farm.features = ["station-pickup"]
    look_up(db)
    tickets.note(db, visit, "farm", bought=False)
    give_code(page, db, visit)
    assert "Gare :" not in page.visit(address(visit)).text
    assert FETCHED not in page.text


def test_where_no_train_is_known_the_farm_says_where_its_station_is(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    visit.farm.features = ["station-pickup"]
    give_code(page, db, visit)
    assert f"Gare : {visit.farm.station}" in page.visit(address(visit)).text
    assert FETCHED in page.text
    assert ELSEWHERE not in page.text


def test_a_station_is_known_by_any_of_its_names() -> None:
    assert bears_name("Carentan", "gare de CARENTAN")
    assert bears_name("Saint-Lô – Gare SNCF", "saint lo")
    assert not bears_name("Carentan", "Lison")
    assert not bears_name("Carentan", "")
