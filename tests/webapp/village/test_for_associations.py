"""An association reads to what a village is invited while its people are on a farm."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_programme
from tests.page import Page
from tests.webapp.village.builders import a_certain_visit, a_gathering, on_a_farm
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import Gathering, GatheringState, VisitState

HEADING = "The farm opens its door"


def test_the_page_of_a_visit_tells_of_its_gatherings_asked_and_announced(
    db: Session, page: Page
) -> None:
    a_programme(db)
    visit = a_certain_visit(db)
    asked = on_a_farm(db, visit, title="Une soirée au fournil")
    told = on_a_farm(db, visit, title="La traite", state=GatheringState.ANNOUNCED)
    caseworker = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    assert HEADING in page.text
    assert not page.soup.select(f'a[href="/village/{asked.id}"]')
    assert asked.title in page.text
    assert not page.soup.select('a[href^="/programme/"]')
    assert "ask the guests whether they wish to" in page.text
    page.follow(told.title)
    assert page.path == f"/village/{told.id}"
    visit.state = VisitState.CANCELLED
    db.flush()
    assert "ask the guests" not in page.visit(f"/casework/visits/{visit.id}").text


def test_a_coordinator_goes_from_there_to_where_it_is_changed(db: Session, page: Page) -> None:
    a_programme(db)
    gathering = on_a_farm(db)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/visits/{gathering.visit_id}")
    page.follow(gathering.title)
    assert page.path == f"/programme/village/{gathering.id}"


def test_a_visit_without_one_says_nothing_of_it(db: Session, page: Page) -> None:
    a_programme(db)
    visit = a_certain_visit(db)
    a_gathering(db)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}")
    assert HEADING not in page.text


def test_the_database_lets_an_association_read_what_is_asked_about_its_own_people_alone(
    db: Session,
) -> None:
    gathering = on_a_farm(db)
    home = gathering.visit.organisation_id if gathering.visit else None
    elsewhere = a_caseworker(db).organisation_id
    assert home
    assert elsewhere
    for organisation, seen in ((home, 1), (elsewhere, 0)):
        set_scope(db, Scope("organisation", organisation))
        assert len(db.scalars(select(Gathering.id)).all()) == seen
    set_scope(db, Scope("organisation", home))
    db.execute(Gathering.__table__.update().values(title="Changed"))  # type: ignore[attr-defined]
    set_scope(db, EVERYONE)
    assert db.scalar(select(Gathering.title)) != "Changed"
