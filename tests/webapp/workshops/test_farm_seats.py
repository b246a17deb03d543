"""A farm signs its people up by itself, and leaves places for other farms."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_series
from webapp.models import Farm, Seat, SeatSide, Series, WorkshopKind
from webapp.services.workshops import farm_seats, seats


def of_farm(db: Session, series: Series, farm: Farm) -> int:
    theirs = Seat.series_id == series.id, Seat.farm_id == farm.id
    return db.scalar(select(func.count()).select_from(Seat).where(*theirs)) or 0


def test_one_farm_does_not_take_the_places_of_all_others_by_itself(page: Page, db: Session) -> None:
    a_programme(db)
    series, farm = a_series(db, WorkshopKind.FARMERS, seats=20), a_farm(db)
    page.sign_in(a_farmer(db, farm, language="en"))
    address = f"/farm/workshops/{series.id}"
    for number in range(farm_seats.MOST):
        page.visit(address).submit({"name": f"Adult {number}"}, to=address)
        assert "They are signed up" in page.text
    page.visit(address).submit({"name": "One More"}, to=address)
    assert "A farm signs up to 4 people by itself: for more, call the programme." in page.text
    assert of_farm(db, series, farm) == farm_seats.MOST
    seats.sign_up(db, series, seats.Comer(farm=farm, name="One More"), SeatSide.STAFF)
    neighbour = farm_seats.sign_up(db, series, a_farm(db), "Neighbour")
    assert neighbour.number is not None
