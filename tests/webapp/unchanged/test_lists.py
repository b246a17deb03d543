"""Lists are given again by the same rule, and never when they are made of anything beside."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, current_app, flash
from flask import session as cookie
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer
from tests.page import Page
from tests.webapp.unchanged.reading import MORNING, desk_in, is_made_anew, said, said_anew
from webapp.ground.clock import now, today
from webapp.ground.database import make_engine
from webapp.ground.encryption import Bound
from webapp.models import KeptForm, SavedSearch, User, UserSession, Visit
from webapp.services.accounts import proofs
from webapp.services.records import audit
from webapp.web import kept_forms, unchanged
from webapp.web.extensions import db as request_db
from webapp.web.pages import page

OFFERS, VISITS, PEOPLE = "/farm/offers", "/farm/visits", "/programme/people"


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def farmer(db: Session, visit: Visit) -> User:
    made = a_farmer(db, visit.farm, language="en", last_seen_at=MORNING)
    visit.party.persons[0].first_name = "Nour"
    db.commit()
    return made


@pytest.fixture
def phone(processes: list[Flask], db: Session, farmer: User) -> Page:
    return desk_in(processes[0], db, farmer)


@pytest.fixture
def desks(processes: list[Flask], db: Session, user: User, phone: Page) -> dict[str, Page]:
    """By portal, somebody who reads its lists."""
    over_all = desk_in(processes[0], db, a_coordinator(db, language="en"))
    return {
        "caseworker": desk_in(processes[0], db, user),
        "coordinator": over_all,
        "farmer": phone,
    }


def test_every_list_is_given_again_as_it_would_be_made(
    processes: list[Flask], desks: dict[str, Page]
) -> None:
    for view in unchanged.views(processes[0]):
        with processes[0].test_request_context():
            address = processes[0].url_for(view, _external=False)
        desk = desks[view.partition(".")[0]]
        desk.visit(address)
        assert not is_made_anew(desk, address), f"{view} reads what it is not kept by"
        assert said(desk, address) == said_anew(processes[0], desk, address)


def test_names_are_folded_away_to_the_second_when_a_proof_grows_old(
    db: Session, phone: Page, morning: time_machine.Traveller
) -> None:
    opened = db.scalars(select(UserSession)).one()
    opened.created_at = now() - proofs.PROVED_FOR + timedelta(seconds=20)
    assert "Nour" in phone.visit(VISITS).text
    morning.shift(timedelta(seconds=20))
    assert not is_made_anew(phone, VISITS)
    assert "Nour" in phone.text
    morning.shift(timedelta(seconds=1))
    assert "Nour" not in phone.visit(VISITS).text
    opened.proved_at = now()
    assert "Nour" in phone.visit(VISITS).text


def test_what_asked_the_hour_stands_until_the_minute_ends_and_all_else_for_five(
    phone: Page, morning: time_machine.Traveller
) -> None:
    for address in (OFFERS, VISITS):
        phone.visit(address)
    morning.shift(timedelta(seconds=59))
    assert not is_made_anew(phone, VISITS)
    morning.shift(timedelta(seconds=1))
    assert is_made_anew(phone, VISITS)
    assert not is_made_anew(phone, OFFERS)
    morning.shift(unchanged.A_WHILE - timedelta(minutes=1))
    assert is_made_anew(phone, OFFERS)


def test_another_account_in_the_same_browser_reads_its_own(
    db: Session, phone: Page, farmer: User
) -> None:
    assert "Nour" in phone.visit(VISITS).text
    phone.sign_in(a_farmer(db, a_farm(db), language="en"))
    assert "Nour" not in phone.visit(VISITS).text
    phone.sign_in(farmer)
    assert "Nour" in phone.visit(VISITS).text


def test_whoever_moves_to_another_farm_reads_of_that_one(
    db: Session, phone: Page, farmer: User, visit: Visit
) -> None:
    assert "Nour" in phone.visit(VISITS).text
    farmer.farm = a_farm(db)
    assert "Nour" not in phone.visit(VISITS).text
    farmer.farm = visit.farm
    assert "Nour" in phone.visit(VISITS).text


def test_a_search_that_is_kept_and_one_that_is_forgotten_are_told_at_once(
    db: Session, desks: dict[str, Page], user: User
) -> None:
    desk, address = desks["caseworker"], "/casework/parties?text=ra"
    desk.visit(address)
    desk.submit({"name": "Those of the north"}, button="Keep")
    assert "Those of the north" in desk.visit(address).text
    assert not is_made_anew(desk, address)
    db.delete(db.scalars(select(SavedSearch)).one())
    assert "Those of the north" not in desk.visit(address).text


def test_what_one_had_typed_is_on_the_page_that_was_kept_before(
    db: Session, desks: dict[str, Page], user: User
) -> None:
    desk, address = desks["caseworker"], "/casework/parties?text=ra"
    desk.visit(address)
    assert not is_made_anew(desk, address)
    typed = Bound.to(user.id, '[["name", "Half a name"]]')
    db.add(KeptForm(user_id=user.id, address=address, typed=typed, at=now()))
    desk.visit(address)
    assert "This is what you had typed" in desk.text
    assert desk.soup.find("input", {"name": "name"})["value"] == "Half a name"  # type: ignore[index]
    db.delete(db.scalars(select(KeptForm)).one())
    assert "This is what you had typed" not in desk.visit(address).text


def test_the_day_on_which_somebody_was_here_is_told_and_the_hour_ends_no_page(
    db: Session, desks: dict[str, Page], user: User
) -> None:
    desk = desks["coordinator"]
    desk.visit(PEOPLE)
    for hours, is_a_change in ((3, False), (-48, True)):
        user.last_seen_at = MORNING + timedelta(hours=hours)
        assert is_made_anew(desk, PEOPLE) == is_a_change
    assert "Feb 28" in desk.text


def write_to_the_audit() -> None:
    audit.record(request_db, "farm.read")
    request_db.commit()


def read_elsewhere() -> None:
    other = make_engine(current_app.extensions["config"].database_url)
    with other.connect() as replica:
        replica.execute(select(1))
    other.dispose()


BESIDE: dict[str, Callable[[], object]] = {
    "when the session was seen": lambda: current_user.session.seen_at,
    "when its reader was seen": lambda: current_user.user.last_seen_at,
    "something told once": lambda: flash("Said this once."),
    "something kept in the cookie": lambda: cookie.update(chosen=str(today())),
    "a reading that is noted": write_to_the_audit,
    "something of another database": read_elsewhere,
    "what its reader had typed": kept_forms.find,
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_a_page_that_is_made_of_anything_beside_is_not_kept(
    phone: Page, monkeypatch: pytest.MonkeyPatch, beside: Callable[[], object]
) -> None:
    shown = "webapp.portals.farmer.offers.page"
    monkeypatch.setattr(shown, lambda **context: (beside(), page(**context))[1])
    phone.visit(OFFERS)
    assert is_made_anew(phone, OFFERS)


def test_what_was_read_before_the_view_began_is_never_given_again(
    db: Session, phone: Page, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guard, or whatever stands before the view, may have read what is changed meanwhile."""
    begins = [True]

    def reader() -> object:
        if begins.pop():
            assert current_user.user.farm.offers[0].title
            visit.slot.offer.title = "Hay, and what comes after"
            db.commit()
        begins.append(False)
        return of_the_reader()

    of_the_reader = unchanged._reader
    monkeypatch.setattr(unchanged, "_reader", reader)
    assert "Hay" not in phone.visit(OFFERS).text
    assert "Hay" in phone.visit(OFFERS).text
