"""What somebody put on an agenda: said better, taken off, and never taken away unseen."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_programme
from tests.page import Page
from tests.webapp.committees.builders import a_committee, a_line, that_meets
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import LineKind
from webapp.services.committees import keeping


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


def test_what_was_added_is_said_better_and_taken_off_until_the_minutes_are_frozen(
    db: Session, page: Page
) -> None:
    by = a_coordinator(db, language="en", last_seen_at=now())
    line = a_line(db, a_committee(db), title="The van of Youssef")
    committee = line.committee
    address = f"/programme/committees/{committee.id}"
    page.sign_in(by).visit(address).follow("Change the title, or take it off")
    page.submit({"title": "The van"}, button="Save")
    assert line.title == "The van"
    keeping.begin(db, committee)
    keeping.decide(db, line, "Yes.")
    db.flush()
    page.visit(f"{address}/lines/{line.id}").submit(button="Take it off the agenda")
    assert "empty the decision before" in page.text
    keeping.decide(db, line, "")
    db.flush()
    page.visit(f"{address}/lines/{line.id}").submit(button="Take it off the agenda")
    assert committee.lines == []


def test_a_committee_is_not_taken_away_with_what_somebody_put_on_its_agenda(
    db: Session, page: Page
) -> None:
    committee = a_committee(db)
    address = f"/programme/committees/{committee.id}"
    page.sign_in(a_coordinator(db, language="en", last_seen_at=now())).visit(address)
    line = a_line(db, committee)  # meanwhile, by a colleague
    page.submit(button="Take this committee away")
    assert "Something was put on its agenda" in page.text
    assert "Take this committee away" not in page.text
    keeping.take_off(db, line)
    db.flush()
    page.visit(address).submit(button="Take this committee away")
    assert "The committee is taken away." in page.text


def test_what_is_frozen_is_neither_said_better_nor_taken_off(db: Session, page: Page) -> None:
    by = a_coordinator(db, language="en", last_seen_at=now())
    line = a_line(db)
    keeping.close(db, line.committee, {"title": "Comité"}, [by], by)
    db.flush()
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.reword(db, line, "The car")
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.take_off(db, line)
    address = f"/programme/committees/{line.committee_id}"
    assert "or take it off" not in page.sign_in(by).visit(address).text
    for form in (f"{address}/lines/{line.id}", f"{address}/lines/new"):
        assert "Its minutes are ready to sign." in page.visit(form).text
        assert not page.soup.select("main form")


def test_only_what_was_added_is_said_otherwise(db: Session, page: Page) -> None:
    committee = that_meets(db)
    ends = {"papers": {"insured_until": today().isoformat()}}
    line = a_line(db, committee, kind=LineKind.FARM_ENDS, subject_id=a_farm(db).id, facts=ends)
    page.sign_in(a_coordinator(db, last_seen_at=now()))
    page.visit(f"/programme/committees/{committee.id}/lines/{line.id}", status=404)
