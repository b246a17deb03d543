"""Who was at a workshop of twelve, noted with a hand that counts its presses."""

from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.site import Site
from webapp.ground.clock import today
from webapp.models import Seat, SeatState, Series, Sitting

FEW = 4
"""Opening the roll, two who were not there, and the others."""


def test_the_attendance_of_twelve_takes_four_presses(tab: Page, site: Site) -> None:
    with site.database() as db:
        past = select(Series).join(Series.sittings).where(Sitting.day < today())
        series = next(
            each
            for each in db.scalars(past).unique()
            if {seat.state for seat in each.held} <= {SeatState.SIGNED_UP, SeatState.UNKNOWN}
        )
        first, second = [seat.id for seat in series.held][:2]
        assert len(series.held) == 12
    tab.context.add_cookies([site.cookie_of("camille@sillon.example")])  # type: ignore[list-item]
    tab.goto(f"{site.address}/programme/workshops/dates/{series.id}?lang=fr")
    presses = [
        tab.get_by_role("link", name="Qui était là ?"),
        tab.locator(f"label:has([name=seat_{first}][value=absent])"),
        tab.locator(f"label:has([name=seat_{second}][value=excused])"),
        tab.get_by_role("button", name="Les autres étaient là"),
    ]
    for press in presses:
        press.click()
    assert len(presses) <= FEW
    tab.wait_for_url("**/dates/*")
    with site.database() as db:
        query = select(Seat.state).where(Seat.series_id == series.id).order_by(Seat.id)
        states = list(db.scalars(query))
    assert states == [SeatState.ABSENT, SeatState.EXCUSED, *[SeatState.ATTENDED] * 10]
