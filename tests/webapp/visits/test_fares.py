"""What trains and coaches of a visit cost by the timetable: told where its file says it."""

from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.timetables.feeds import a_feed, tables
from tests.webapp.timetables.test_fares import ATTRIBUTES, RULES
from tests.webapp.visits.test_journeys import a_way, look_up
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code, the_code
from webapp.geography.timetables import Fare, Way, read_feed
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Visit
from webapp.services.visits import journeys, tickets
from webapp.wording.fares import fare_rows

FULL = {
    "fare_attributes": f"{ATTRIBUTES}out,1234.5,EUR,1,0,\nback,7,EUR,1,0,\n",
    "fare_rules": f"{RULES}out,,1,3,\nback,,3,1,\n",
    "stops": (
        "stop_id,stop_name,stop_lat,stop_lon,zone_id\ncaen-1,Caen,49.1829,-0.3707,1\n"
        "bayeux,Bayeux,49.2764,-0.7024,2\ncarentan,Carentan,49.3036,-1.2481,3\n"
    ),
}


def a_priced_visit(db: Session, folder: Path, language: str = "fr", children: int = 1) -> Visit:
    journeys.load(db, [read_feed(a_feed(folder, tables() | FULL))])
    visit = a_settled_visit(db, party=a_party(db, language=language, children=children))
    assert look_up(db) == 1
    return visit


def test_a_sheet_that_is_kept_has_another_name_once_its_trains_cost_otherwise(
    db: Session, page: Page, tmp_path: Path
) -> None:
    visit, names = a_priced_visit(db, tmp_path), []
    dearer = FULL | {"fare_attributes": FULL["fare_attributes"].replace("back,7,", "back,8,")}
    for files in (FULL, FULL, dearer):
        journeys.load(db, [read_feed(a_feed(tmp_path, tables() | files))])
        assert look_up(db) == 1
        names.append(page.visit(address(visit)).response.headers["Sillon-Sheet"])
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    ("language", "each", "everybody", "without"),
    [
        ("fr", "\u20681 234,50 €\u2069 par personne", "Pour 2 personnes", "sans réduction"),
        ("ar", "\u2068\u200f1,234.50 €\u2069 لكل شخص", "لشخصين", "بدون تخفيض"),
    ],
)
def test_the_sheet_says_what_the_journey_costs_each_and_all_on_page_and_paper(
    db: Session, page: Page, tmp_path: Path, language: str, each: str, everybody: str, without: str
) -> None:
    visit = a_priced_visit(db, tmp_path, language)
    page.visit(address(visit)).submit(to=f"{address(visit)}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{address(visit)}/sheet")
    for part in ("", "/kept"):
        said = page.visit(f"{address(visit)}{part}").text
        assert each in said
        assert everybody in said
        assert "2,469.00" in said or "2 469,00" in said
        assert without in said
    printed = bare(text_of(page.visit(f"{address(visit)}/sheet.pdf").response.data))
    assert bare(without) in printed
    assert bare(everybody) in printed


def test_what_a_ticket_costs_by_those_who_bought_it_stands_alone(
    db: Session, page: Page, tmp_path: Path
) -> None:
    visit = a_priced_visit(db, tmp_path)
    give_code(page, db, visit)
    for seen_to_by, bought, cents, told in (
        ("association", False, None, True),
        ("association", False, 3450, False),
        ("guest", True, None, False),
        ("none", False, None, False),
    ):
        tickets.note(db, visit, seen_to_by, bought=bought, fare_cents=cents)
        assert ("plein tarif" in page.visit(address(visit)).text) is told, (seen_to_by, cents)


def test_whoever_buys_the_tickets_reads_what_all_cost_there_and_back(
    db: Session, page: Page, tmp_path: Path
) -> None:
    visit = a_priced_visit(db, tmp_path)
    page.sign_in(a_caseworker(db, visit.party.organisation))
    assert "Pour 2 personnes : \u20682 469,00" in page.visit(here(visit)).text
    page.visit(f"{here(visit)}/tickets")
    assert "Aller et retour pour tous, plein tarif : \u20682 483,00" in page.text
    assert "sans réduction" in page.text
    tickets.note(db, visit, "association", bought=True)
    assert "plein tarif" not in page.visit(f"{here(visit)}/tickets").text
    assert "plein tarif" not in page.visit(here(visit)).text


def here(visit: Visit) -> str:
    return f"/casework/visits/{visit.id}"


def test_of_a_timetable_without_fares_nothing_is_said_of_them_and_with_it_they_are_forgotten(
    db: Session, page: Page, tmp_path: Path
) -> None:
    visit = a_priced_visit(db, tmp_path)
    journeys.load(db, [read_feed(a_feed(tmp_path))])
    assert look_up(db) == 1
    give_code(page, db, visit)
    assert "Caen, départ" in page.text
    assert "plein tarif" not in page.text
    page.sign_in(a_caseworker(db, visit.party.organisation))
    assert "plein tarif" not in page.visit(f"{here(visit)}/tickets").text


def test_what_was_looked_up_before_fares_were_read_still_tells_its_trains(
    db: Session, page: Page, tmp_path: Path
) -> None:
    visit = a_priced_visit(db, tmp_path)
    assert visit.ways
    visit.ways = visit.ways.replace('"fares"', '"costs"').replace('"loaded"', '"then"')
    found = journeys.of_visit(visit)
    assert found
    assert not found.tells_fares(back_alone=False)
    give_code(page, db, visit)
    assert "plein tarif" not in page.text


def a_priced_way(*fares: tuple[int, int, str], changes: int = 2) -> Way:
    way = a_way(9, 12, changes)
    known = tuple(Fare(first, last, Decimal(price), "EUR") for first, last, price in fares)
    return Way(way.leaves, way.arrives, way.legs, fares=known)


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_a_part_is_never_told_as_the_whole_in_any_language(app: Flask, spoken: Language) -> None:
    with app.test_request_context("/v/token"), force_locale(spoken.locale):
        whole = fare_rows(a_priced_way((0, 2, "12.30")), 1)
        part = fare_rows(a_priced_way((0, 0, "12.30"), (2, 2, "4")), 3)
        assert fare_rows(a_priced_way(), 3) == []
    assert len(whole) == 1
    assert len(part) == 3
    lines = [strong for _picture, strong, _soft in (*whole, *part)]
    assert len(set(lines)) == 4
    assert all("12" in line and "€" in line for line in (lines[0], lines[1]))
    english = [each for each in lines if "full fare" in each or "not known" in each]
    assert len(english) == (4 if spoken.code == "en" else 0)
