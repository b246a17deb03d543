"""The coordinator's first page: which farms wait, and for what."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_visit
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Room
from webapp.services.farms import board, rooms, vetting
from webapp.services.records import outbox, unattended
from webapp.services.records.unattended import MESSAGES

VETTING: dict[str, Any] = {"state": FarmState.MET, "approved_until": None}


def test_a_farm_awaits_the_approval_of_whoever_has_not_given_it(db: Session) -> None:
    farm, camille, dominique = a_farm(db, **VETTING), a_coordinator(db), a_coordinator(db)
    vetting.approve(db, farm, camille, today() + timedelta(days=365))
    assert board.todo(db, camille).to_approve == []
    assert board.todo(db, dominique).to_approve == [farm]


def test_farms_wait_to_be_met_then_to_be_completed(db: Session) -> None:
    new = a_farm(db, state=FarmState.APPLIED, approved_until=None)
    half = a_farm(db, **VETTING, lodging_seen=False)
    todo = board.todo(db, a_coordinator(db))
    assert (todo.to_meet, todo.to_complete, todo.to_approve) == ([new], [half], [])


def test_what_is_missing_is_counted_without_opening_what_is_sealed(db: Session) -> None:
    fields: list[dict[str, Any]] = [{}, {"phone": None}, {"address": ""}, {"host_names": None}]
    farms = [a_farm(db, **VETTING, **each) for each in [*fields, fields[1] | fields[2]]]
    db.commit()
    db.expunge_all()
    missing = {farm.id: many for farm, many in board.todo(db, a_coordinator(db)).missing.items()}
    assert [missing[farm.id] for farm in farms] == [0, 1, 1, 1, 2]
    opened = [
        each for farm in db if isinstance(farm, Farm) for each in board.SEALED if each in vars(farm)
    ]
    assert opened == []
    for farm in farms:
        whole = db.get_one(Farm, farm.id)
        assert missing[farm.id] == len(whole.missing_topics) + len(whole.missing_checks)


def test_an_approval_or_an_insurance_that_ends_is_shown_in_time(db: Session) -> None:
    a_farm(db)
    ending = a_farm(db, approved_until=today() + board.SOON)
    uninsured = a_farm(db, insured_until=today() - timedelta(days=1))
    assert board.todo(db, a_coordinator(db)).to_renew == [ending, uninsured]


def test_an_approved_farm_that_changes_its_rooms_waits_until_two_people_looked_again(
    page: Page, db: Session
) -> None:
    farm, two = a_farm(db, **VETTING), (a_coordinator(db), a_coordinator(db))
    for each in two:
        vetting.approve(db, farm, each, today() + timedelta(days=200))
    assert board.todo(db, two[0]).changed == {}
    rooms.remove(db, farm.rooms[0])
    page.sign_in(two[0]).visit("/programme/").follow(farm.name)
    page.follow("À faire")
    assert "À revoir" in page.text
    assert "chambres" in page.text
    farm.rooms.append(Room(name="Chambre bleue", beds=2))
    for each in two:
        vetting.review(db, farm, each, "The new room was seen.")
    assert board.todo(db, two[0]).count == 0


def test_the_first_page_counts_what_went_wrong_where_nobody_looks(page: Page, db: Session) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    assert "In the background" not in page.text
    outbox.write_to_party(db, a_visit(db), "visit-proposed", key="one")
    db.execute(text("UPDATE procrastinate_jobs SET attempts = 1"))
    page.visit("/programme/")
    assert "1 task failed, and is being tried again by itself." in page.text
    db.execute(text("DELETE FROM procrastinate_jobs"))
    unattended.take_up(db, [MESSAGES])
    page.visit("/programme/")
    assert "1 task was found forgotten in the last 7 days, and taken up again." in page.text
    db.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))
    unattended.take_up(db, [MESSAGES])
    page.visit("/programme/")
    assert "1 task was given up in the last 7 days." in page.text


def test_the_first_page_leads_to_the_farms_that_wait(page: Page, db: Session) -> None:
    page.sign_in(a_coordinator(db)).visit("/programme/")
    assert "Rien ne vous attend" in page.text
    farm = a_farm(db, **VETTING, record_seen=False)
    page.visit("/programme/").follow(farm.name)
    assert page.title.startswith(farm.name)
    page.follow("À faire")
    assert "Il manque 1 élément" in page.text
