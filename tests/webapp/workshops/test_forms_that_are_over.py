"""No form that can do nothing: of what is cancelled, begun or decided the page says so instead."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_party,
    a_programme,
    a_slot,
)
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting, an_absence
from webapp.ground.clock import now, today
from webapp.models import ReviewState, SeatState, Series, SlotState

BEGUN = "It has begun already"


def cancelled(db: Session) -> Series:
    series = a_series(db)
    a_sitting(db, series, 37)
    series.sittings[0].cancelled_at = now()
    db.flush()
    return series


def says_only(page: Page, address: str, words: str) -> None:
    """See that a page says that it is over, and has no form of its own."""
    page.visit(address)
    assert words in page.text
    assert page.soup.select("main form[method=post]") == []


@pytest.fixture
def coordinator(page: Page, db: Session) -> Page:
    a_programme(db)
    return page.sign_in(a_coordinator(db, language="en"))


@pytest.mark.parametrize("what", ["", "/cancellation"])
def test_a_date_that_is_cancelled_or_has_begun_is_neither_changed_nor_cancelled(
    coordinator: Page, db: Session, what: str
) -> None:
    off, past = cancelled(db).sittings[0], a_series(db, days=-3).sittings[0]
    address = "/programme/workshops/sittings"
    says_only(coordinator, f"{address}/{off.id}{what}", "This date is cancelled already")
    says_only(coordinator, f"{address}/{past.id}{what}", BEGUN)
    assert "nobody is written to" not in coordinator.text


def test_nothing_is_added_to_a_group_that_is_over(coordinator: Page, db: Session) -> None:
    past = a_series(db, days=-3)
    says_only(coordinator, f"/programme/workshops/dates/{past.id}/sittings/new", BEGUN)


@pytest.mark.parametrize(
    ("days", "given", "words"),
    [
        (30, {"state": SeatState.CANCELLED}, "Something was decided about this place already"),
        (-3, {"state": SeatState.ATTENDED}, "Something was decided about this place already"),
        (-3, {}, BEGUN),
    ],
)
def test_a_place_that_is_gone_or_was_used_is_not_given_back(
    coordinator: Page, db: Session, days: int, given: dict[str, SeatState], words: str
) -> None:
    seat = a_seat(db, a_series(db, days=days), **given)
    says_only(coordinator, f"/programme/workshops/seats/{seat.id}/return", words)


def test_nobody_signs_up_for_what_has_begun(page: Page, db: Session) -> None:
    a_programme(db)
    guests, farms = a_series(db, days=-3), a_series(db, "farmers", days=-3)
    caseworker = a_caseworker(db, language="en")
    party = a_party(db, caseworker.organisation)
    page.sign_in(caseworker)
    says_only(page, f"/casework/workshops/dates/{guests.id}/sign-up?party={party.id}", BEGUN)
    page.sign_in(a_farmer(db, a_farm(db), language="en"))
    says_only(page, f"/farm/workshops/{farms.id}", BEGUN)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("plan", ReviewState.TALKED),
        ("talk", ReviewState.REMEDIED),
        ("remedy", ReviewState.FLAGGED),
    ],
)
def test_of_an_absence_only_what_comes_next_is_asked(
    page: Page, db: Session, act: str, state: ReviewState
) -> None:
    reader = a_caseworker(db, language="en")
    person = a_party(db, reader.organisation).persons[0]
    review = an_absence(
        db, person, state=state, talked_on=today(), talked_by_id=reader.id, language="ar"
    )
    page.sign_in(reader)
    address = f"/casework/absences/{review.id}/{act}"
    says_only(page, address, "the act is no longer possible")
    assert review.seat is not None
    review.seat.state = SeatState.ATTENDED
    says_only(page, address, "not noted as absent any more")


def test_a_date_of_a_farm_that_is_over_or_full_is_not_withdrawn(page: Page, db: Session) -> None:
    a_programme(db)
    slot = a_slot(db)
    page.sign_in(a_farmer(db, slot.farm, language="en"))
    address = f"/farm/dates/{slot.id}/withdrawal"
    page.visit(address)
    assert page.soup.select("main form[method=post]") != []
    slot.state = SlotState.WITHDRAWN
    says_only(page, address, "the act is no longer possible")


def test_what_is_typed_too_late_stands_on_the_page_that_says_so(page: Page, db: Session) -> None:
    a_programme(db)
    sitting = a_series(db).sittings[0]
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/workshops/sittings/{sitting.id}/cancellation")
    sitting.cancelled_at = now() - timedelta(minutes=1)
    page.submit(button="Cancel this date")
    assert "This date is cancelled already" in page.text
