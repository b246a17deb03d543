"""Who was at a workshop: of twelve, with a hand that counts its presses; by who holds it."""

from datetime import time

from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.person import Newcomer
from tests.browser.site import Site
from tests.builders import a_party, a_person
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.clock import today
from webapp.models import Presence, Seat, SeatState, Series, Sitting

FEW = 4
"""Opening the roll, two who were not there, and the others."""
NOTED = "Noted: it is known of %(num)d person.", "Noted: it is known of %(num)d people."


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


def test_an_animator_notes_who_was_there_by_the_link_and_the_code_that_camille_tells(
    newcomer: Newcomer, site: Site
) -> None:
    with site.database() as db:
        series = a_series(db, days=0, seats=4)
        [sitting] = series.sittings
        sitting.starts, sitting.ends = time(0), time(23, 59)
        for code, name in {"P-9304": "Nour", "P-9305": "Samir"}.items():
            party = a_party(db, code=code, persons=[a_person(first_name=name)])
            a_seat(db, series, person=party.persons[0])
        db.commit()
    camille = newcomer("A coordinator sends the animators of a workshop their link")
    camille.stays_signed_in(site.cookie_of("camille@sillon.example"))
    camille.opens(f"/programme/workshops/dates/{series.id}").follows("For the animators")
    link = camille.tab.locator("main a[href*='/roll/']").first.inner_text()
    code = camille.tab.locator("strong.code").inner_text()
    animator = newcomer("An animator notes who is there", width=360)
    animator.opens(link)
    assert "Nour" not in animator.tab.content(), "The link alone tells no name"
    animator.writes("The code that you were told", code)
    animator.presses("See who comes")
    for name, presence in {"Nour": Presence.PRESENT, "Samir": Presence.EXCUSED}.items():
        row = animator.tab.get_by_role("row").filter(has_text=name)
        row.get_by_text(animator.label("presence", presence)).click()
    animator.presses("Save who is there")
    animator.sees(animator.says_count(*NOTED, 2))
    again = newcomer("").stays_signed_in(site.cookie_of("camille@sillon.example"))
    again.opens(f"/programme/workshops/sittings/{sitting.id}/attendance")
    for name, shown in {"Nour": "present", "Samir": "excused"}.items():
        row = again.tab.get_by_role("row").filter(has_text=name)
        expect(row.locator(f"[value={shown}]")).to_be_checked()
