"""Each adult of a farm is vouched for until a day; the farm receives nobody after the first end."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_slot, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Host
from webapp.services.farms import agenda, board, hosts, offers
from webapp.services.visits.receiving import check_receives

DAY = timedelta(days=1)


def seen(db: Session, farm: Farm, days: int, name: str = "Anne") -> Host:
    """Note an adult whose record extract counts for so many days more."""
    host = Host(name=name, seen_on=today() - 300 * DAY, until=today() + days * DAY)
    hosts.add(db, farm, host)
    return host


def test_the_check_is_done_once_every_adult_of_the_farm_is_noted_and_counts(db: Session) -> None:
    farm = a_farm(db, adults=2, record_seen=False)
    anne = seen(db, farm, 300)
    assert farm.missing_checks == ["record_seen"]
    luc = seen(db, farm, 5, "Luc")
    assert (farm.missing_checks, farm.hosts_until) == ([], luc.until)
    with pytest.raises(RuleBroken, match="host-known"):
        seen(db, farm, 300, "LUC")
    hosts.change(db, farm, luc, "Luc", today() - 400 * DAY, today() - DAY)
    assert farm.missing_checks == ["record_seen"]
    hosts.remove(db, farm, luc)
    assert (farm.missing_checks, farm.hosts_until) == (["record_seen"], anne.until)
    hosts.remove(db, farm, anne)
    assert (farm.missing_checks, farm.hosts_until) == (["record_seen"], None)


def test_what_was_seen_ends_by_itself(db: Session) -> None:
    farm = a_farm(db, adults=1)
    seen(db, farm, 300)
    assert farm.missing_checks == []
    farm.hosts_until = today() - DAY
    assert farm.missing_checks == ["record_seen"]
    assert not farm.is_approved


@pytest.mark.parametrize(("days", "receives"), [(34, True), (33, False), (None, True)])
def test_a_farm_receives_nobody_after_the_first_of_these_ends(
    db: Session, days: int | None, receives: bool
) -> None:
    farm = a_farm(db, adults=1)
    slot = a_slot(db, an_offer(db, farm), today() + 30 * DAY)
    if days is not None:
        seen(db, farm, days)
    assert slot.departure == today() + 34 * DAY
    assert offers.matchable_slots(db, today(), date.max) == ([slot] if receives else [])
    if receives:
        check_receives(slot)


def test_both_sides_are_told_before_it_ends(page: Page, db: Session) -> None:
    farm = a_farm(db, adults=1)
    seen(db, farm, 40)
    assert board.todo(db, a_coordinator(db)).to_renew == [farm]
    assert agenda.ending_papers(farm, today()) == [("hosts_until", farm.hosts_until)]
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/")
    assert "each adult of the farm shows a new one" in page.text
    page.visit("/farm/my-farm")
    [records] = [each for each in page.soup.select("li") if "Record extract" in each.get_text()]
    assert f"until {format_date(farm.hosts_until, 'long', locale='en')}" in records.get_text()
    set_scope(db, Scope("farm", farm.id))
    db.expire(farm, ["hosts"])
    assert farm.hosts == [], "Who it is, coordinators alone read"


def test_the_checklist_leaves_what_is_counted_from_the_adults(page: Page, db: Session) -> None:
    farm = a_farm(db, adults=1, name="Ferme des Aulnes")
    seen(db, farm, 300)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}/checklist")
    assert page.soup.select("[name=record_seen]") == []
    page.submit(button="Save")
    assert farm.record_seen
    farm.adults = 3
    page.visit(f"/programme/farms/{farm.id}/adults")
    assert "3 adults live there: 2 are not noted yet" in page.text
