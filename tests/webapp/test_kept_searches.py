"""A search is kept under a name in each list that is searched, and is of that list alone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_party,
    a_programme,
    a_visit,
)
from tests.page import Page
from webapp.models import Farm, SavedSearch, User


@pytest.fixture
def camille(db: Session) -> User:
    a_programme(db)
    a_visit(db, farm=a_farm(db, name="La Chouette"))
    return a_coordinator(db, language="en")


def names(page: Page) -> list[str]:
    return [each.text for each in page.soup.select("li.tag a")]


def test_a_search_is_of_its_list_alone_and_leads_back_to_what_it_found(
    page: Page, camille: User
) -> None:
    page.sign_in(camille).visit("/programme/farms?text=Chouette")
    page.submit({"name": "Owls"}, button="Keep the search")
    assert page.response.request.args.get("text") == "Chouette"
    page.visit("/programme/visits?state=proposed")
    assert names(page) == []
    page.submit({"name": "Owls"}, button="Keep the search")
    assert names(page) == ["Owls"]
    page.visit("/programme/farms").follow("Owls")
    assert page.response.request.args.get("text") == "Chouette"
    assert "1 farm" in page.text


def test_a_name_that_another_search_has_is_refused_in_words_and_both_stay(
    page: Page, db: Session, camille: User
) -> None:
    page.sign_in(camille).visit("/programme/visits?state=proposed")
    page.submit({"name": "Été à Caen"}, button="Keep the search")
    page.visit("/programme/visits?open=awaited")
    page.submit({"name": "ete a  caen"}, button="Keep the search")
    assert "“Été à Caen” is another search of yours" in page.text
    assert page.soup.select_one("[name=name]")["value"] == "ete a  caen"  # type: ignore[index]
    kept = db.scalars(select(SavedSearch)).one()
    assert (kept.name, kept.asked) == ("Été à Caen", "list_visits?state=proposed")
    page.submit({"name": "Others"}, button="Keep the search")
    assert names(page) == ["Others", "Été à Caen"]
    page.visit("/programme/visits?state=proposed")
    page.submit({"name": "Été à Caen"}, button="Keep the search")
    assert "The search is kept as “Été à Caen”." in page.text
    assert names(page) == ["Others", "Été à Caen"]


def test_a_list_that_shows_everything_keeps_no_search(page: Page, camille: User) -> None:
    page.sign_in(camille).visit("/programme/farms")
    assert page.soup.find("input", {"name": "name"}) is None


def test_a_search_that_is_forgotten_is_put_back_in_its_list(page: Page, camille: User) -> None:
    page.sign_in(camille).visit("/programme/farms?text=Chouette")
    page.submit({"name": "Owls"}, button="Keep the search")
    page.submit(button="Forget Owls")
    assert names(page) == []
    assert page.path == "/programme/farms"
    page.follow("Undo").submit(button="Put back: Owls")
    assert (page.path, names(page)) == ("/programme/farms", ["Owls"])


def test_searches_of_files_stay_beside_those_of_visits(page: Page, db: Session) -> None:
    a_programme(db)
    nora = a_caseworker(db, language="en")
    db.add(SavedSearch(user_id=nora.id, name="Ready", asked="state=ready"))
    db.add(SavedSearch(user_id=nora.id, name="Proposed", asked="list_visits?state=proposed"))
    db.flush()
    page.sign_in(nora).visit("/casework/parties")
    assert names(page) == ["Ready"]
    assert names(page.visit("/casework/visits")) == ["Proposed"]
    page.submit(button="Forget Proposed")
    assert page.path == "/casework/visits"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/casework/agreements", "state=draft"),
        ("/casework/follow-ups", "state=lost&side=farm&referent=nobody"),
        ("/casework/relationships", "state=open"),
        ("/programme/audit", "who=Cam&actor=user&kind=farm&from=2026-01-01&until=2026-12-31"),
    ],
)
def test_what_is_asked_of_a_list_is_kept_forgotten_and_put_back_there(
    page: Page, db: Session, camille: User, address: str, asked: str
) -> None:
    reader = camille if address.startswith("/programme") else a_caseworker(db, language="en")
    page.sign_in(reader).visit(f"{address}?{asked}&page=3&before=7")
    page.submit({"name": "Mine"}, button="Keep the search")
    assert (page.path, names(page)) == (address, ["Mine"])
    page.visit(address).follow("Mine")
    assert page.response.request.query_string.decode() == asked
    page.submit(button="Forget Mine")
    assert (page.path, names(page)) == (address, [])
    page.follow("Undo").submit(button="Put back: Mine")
    assert (page.path, names(page)) == (address, ["Mine"])


@pytest.mark.parametrize("portal", ["programme", "casework"])
def test_after_an_act_on_many_and_its_undoing_the_list_opens_with_its_search(
    page: Page, db: Session, camille: User, portal: str
) -> None:
    farms = portal == "programme"
    address, row = f"/{portal}/{'farms' if farms else 'parties'}", "farm" if farms else "party"
    asked = {"state": "approved" if farms else "ready", "sort": "state" if farms else "waiting"}
    reader = camille if farms else a_caseworker(db, language="en")
    chosen = a_farm(db) if farms else a_party(db, reader.organisation)
    if isinstance(chosen, Farm):
        a_farmer(db, chosen)
    page.sign_in(reader).visit(f"{address}?state={asked['state']}&sort={asked['sort']}")

    def is_the_search() -> bool:
        args = page.response.request.args
        return page.path == address and {name: args.get(name) for name in asked} == asked

    page.submit({"act": "ask-to-call", row: str(chosen.id)}, button="Look over")
    [trail] = page.soup.select("nav.crumbs a")
    assert page.follow("Cancel").response.request.full_path.rstrip("?") == trail["href"]
    assert is_the_search()
    page.submit({"act": "ask-to-call", row: str(chosen.id)}, button="Look over")
    page.submit(button="Write: please call us")
    assert is_the_search()
    page.follow("Undo").submit(button="Take “please call us” back")
    assert is_the_search()
    if not farms:
        page.submit({"act": "interest", row: str(chosen.id)}, button="Look over")
        page.submit(button="Ask whether they are still interested")
        assert is_the_search()
        assert page.response.request.args["interest"] == "silent"
