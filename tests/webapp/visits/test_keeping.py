"""What a guest's telephone is told that it may keep, and the page that it then fetches."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.page import Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.ground.clock import PARIS
from webapp.models import Event, Side, Visit, VisitState

NAME, LEFT = "Sillon-Sheet", "Sillon-Seconds"


def named(page: Page, visit: Visit, side: Side = Side.PARTY) -> str | None:
    name: str | None = page.visit(address(visit, side)).response.headers.get(NAME)
    return name


def test_nothing_may_be_kept_before_both_said_yes_nor_once_a_visit_is_over(
    page: Page, db: Session
) -> None:
    assert named(page, a_visit(db)) == "none"
    for state in (VisitState.CANCELLED, VisitState.COMPLETED, VisitState.EXPIRED):
        visit = a_settled_visit(db)
        visit.state = state
        assert named(page, visit) == "none"
        assert LEFT not in page.response.headers


def test_a_farm_is_told_nothing_of_keeping(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    assert named(page, visit, Side.FARM) is None
    page.visit(f"{address(visit, Side.FARM)}/kept", status=404)


def test_what_may_be_kept_has_one_name_with_and_without_a_code_until_it_changes(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    before = named(page, visit)
    give_code(page, db, visit)
    assert named(page, visit) == before != "none"
    visit.farm.phone = "+33612345699"
    changed = named(page, visit)
    assert changed != before
    visit.arrival_hour = 15
    assert named(page, visit) not in {before, changed}


def test_the_sheet_is_given_to_be_kept_with_a_fresh_code_alone_and_it_is_in_the_audit(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db, arrival_hour=14)
    page.visit(f"{address(visit)}/kept")
    assert page.path == address(visit)
    assert "12 chemin du Marais" not in page.response.text
    give_code(page, db, visit)
    assert "Ce téléphone est à moi" in page.response.text
    page.visit(f"{address(visit)}/kept")
    assert "12 chemin du Marais" in page.response.text
    assert "Le réseau ne répond pas" in page.text
    assert not page.soup.select("main form, main input")
    assert "csrf" not in page.response.text
    acts = db.scalars(select(Event.act).where(Event.subject_id == visit.id)).all()
    assert acts.count("visit.sheet-kept") == 1


@pytest.mark.parametrize(("hour", "left"), [(time(23, 59), "60"), (time(0), None)])
def test_it_may_be_kept_until_the_last_day_is_over_in_paris(
    page: Page, db: Session, hour: time, left: str | None
) -> None:
    visit = a_settled_visit(db)
    day = visit.departure + timedelta(days=hour == time())
    with time_machine.travel(datetime.combine(day, hour, PARIS), tick=False):
        page.visit(address(visit))
    assert page.response.headers.get(LEFT) == left


def test_the_script_that_keeps_reaches_the_pages_of_links_alone(page: Page) -> None:
    page.visit("/v/keep.js")
    assert page.response.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in page.response.headers
    assert "worker-src 'self'" in page.response.headers["Content-Security-Policy"]
