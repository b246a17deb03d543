"""The legal sheet on paper: the frame, the dates, who insures what, the charter, the counters."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.pdf.reading import bare, text_of
from webapp.ground.clock import PARIS, today
from webapp.models import Answer, Farm, FarmState, SignedCharter, User, Visit, VisitState

BOTH_YES = {"party_answer": Answer.YES, "farm_answer": Answer.YES}


@pytest.fixture
def farmer(db: Session) -> User:
    return a_farmer(db, a_farm(db, name="Ferme des Saules"), language="en")


def a_stay(db: Session, farm: Farm, month: int, **given: object) -> Visit:
    year = today().year
    slot = a_slot(
        db, an_offer(db, farm), arrival=date(year, month, 3), departure=date(year, month, 7)
    )
    given = {"state": VisitState.COMPLETED, **BOTH_YES, **given}
    party = a_party(db)
    return a_visit(db, party, slot, **given)


def sheet(page: Page, farmer: User, address: str) -> str:
    page.sign_in(farmer).visit(address)
    return bare(text_of(page.response.data))


def test_the_sheet_of_a_season_counts_days_and_nights_of_all_stays(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    for month in (2, 3):
        a_stay(db, farmer.farm, month)
    a_stay(db, farmer.farm, 4, state=VisitState.CANCELLED, ended_at=datetime.now(PARIS))
    said = sheet(page, farmer, "/farm/legal.pdf")
    for words in (
        f"Legal sheet of the season {today().year}",
        "Stays that both sides agreed to: 2, of 6 at most in a season",
        "Nights with guests: 8",
        "Days with guests, first and last included: 10",
        "liability insurance",
    ):
        assert bare(words) in said


def test_the_sheet_of_a_stay_tells_its_dates_and_the_charter_and_names_no_guest(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    visit = a_stay(db, farmer.farm, 2)
    charter = SignedCharter(
        farm_id=farmer.farm.id, user_id=farmer.id, version="2026-11", words="We promise.",
        signed_at=datetime(2026, 11, 3, 12, tzinfo=PARIS),
    )  # fmt: skip
    db.add(charter)
    said = sheet(page, farmer, f"/farm/visits/{visit.id}/legal.pdf")
    for words in ("Legal sheet of a stay", "version 2026-11", "November 3, 2026"):
        assert bare(words) in said
    for person in visit.party.persons:
        assert bare(person.last_name) not in said


def test_an_immersion_is_insured_by_the_prescriber_and_is_no_discovery_stay(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    visit = a_stay(db, farmer.farm, 2)
    visit.slot.offer.frame = "immersion"
    said = sheet(page, farmer, f"/farm/visits/{visit.id}/legal.pdf")
    assert bare("the prescriber who signed the agreement covers accidents") in said
    assert bare("Nobody is covered as a worker") not in said


def test_a_stay_has_no_sheet_before_both_have_said_yes(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    visit = a_stay(db, farmer.farm, 2, state=VisitState.PROPOSED, farm_answer=Answer.AWAITED)
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}/legal.pdf", status=404)


def test_both_sheets_are_offered_on_the_pages_of_the_farm(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    visit = a_stay(db, farmer.farm, 2)
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}").follow("Legal sheet of this stay (PDF)")
    page.visit("/farm/legal").follow("This season on paper (PDF)")
    assert page.response.mimetype == "application/pdf"


def test_a_stay_that_ended_early_ends_on_the_day_when_they_left(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    year = today().year
    left = {"state": VisitState.ENDED_EARLY, "ended_at": datetime(year, 2, 4, 9, tzinfo=PARIS)}
    visit = a_stay(db, farmer.farm, 2, **left)
    for address in (f"/farm/visits/{visit.id}/legal.pdf", "/farm/legal.pdf"):
        said = sheet(page, farmer, address)
        for words in (f"Feb 4, {year} (ended early)", "Nights with guests: 1", "included: 2"):
            assert bare(words) in said


def test_a_date_that_nobody_took_is_no_stay_in_the_harvest(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    year = today().year
    offer = an_offer(db, farmer.farm, production="fruit")
    for month in (7, 8):
        a_slot(db, offer, arrival=date(year, month, 3), departure=date(year, month, 7))
    assert "labourpeak" not in sheet(page, farmer, "/farm/legal.pdf")
    visit = a_stay(db, farmer.farm, 9)
    visit.slot.offer.production = "fruit"
    assert bare("Stays in months of labour peak: 1") in sheet(page, farmer, "/farm/legal.pdf")


def test_an_insurance_that_has_ended_is_told_as_that(db: Session, page: Page, farmer: User) -> None:
    assert farmer.farm is not None
    farmer.farm.insured_until = today() - timedelta(days=9)
    said = sheet(page, farmer, "/farm/legal.pdf")
    assert bare("and has ended.") in said
    assert bare("and is valid until") not in said
    farmer.farm.insured_until = today() + timedelta(days=9)
    assert bare("and is valid until") in sheet(page, farmer, "/farm/legal.pdf")


def test_the_sheet_of_a_season_that_is_over_says_nothing_of_what_may_still_come(
    db: Session, page: Page, farmer: User
) -> None:
    said = sheet(page, farmer, f"/farm/legal.pdf?year={today().year - 1}")
    assert bare("No stay in this season.") in said
    assert bare("Earlier ones are not noted here.") in said
    for words in ("yet", "Stays to come"):
        assert bare(words) not in said


def test_a_stay_over_new_year_counts_in_both_years_the_days_that_lie_there(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    year = today().year
    over = {"arrival": date(year - 1, 12, 29), "departure": date(year, 1, 2)}
    slot = a_slot(db, an_offer(db, farmer.farm), **over)
    a_visit(db, a_party(db), slot, state=VisitState.COMPLETED, **BOTH_YES)
    for of, agreed, nights, days in ((year - 1, 1, 3, 3), (year, 0, 1, 2)):
        said = sheet(page, farmer, f"/farm/legal.pdf?year={of}")
        for words in (f"agreed to: {agreed}", f"guests: {nights}", f"included: {days}"):
            assert bare(words) in said, of


def test_a_farm_that_is_stopped_reads_all_of_its_stays(
    db: Session, page: Page, farmer: User
) -> None:
    assert farmer.farm is not None
    for month in (2, 3):
        a_stay(db, farmer.farm, month)
    farmer.farm.state = FarmState.SUSPENDED
    db.flush()
    assert bare("agreed to: 2") in sheet(page, farmer, "/farm/legal.pdf")
