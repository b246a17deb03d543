"""Nobody came: guests say why with one tap on a telephone, and that what is noted is not right."""

from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.axe import see_that_it_fits
from tests.browser.site import Site
from webapp.ground.clock import now
from webapp.models import MissedWord, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token


def test_guests_say_why_and_contest_with_a_thumb(tab: Page, site: Site) -> None:
    with site.database() as db:
        visit = db.scalars(select(Visit).where(Visit.state == VisitState.NO_SHOW)).first()
        assert visit is not None
        visit.ended_at, address = now() - timedelta(hours=2), visit_token(visit, Side.PARTY)
        db.commit()
        number = visit.id
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"{site.address}/v/{address}?lang=ar")
    tab.get_by_role("link", name="قولوا ما حدث").click()
    see_that_it_fits(tab)
    tab.get_by_role("button", name="لم تنجح الرحلة إلى هناك").click()
    tab.get_by_role("link", name="هذا غير صحيح").click()
    see_that_it_fits(tab)
    tab.get_by_role("button", name="قولوا إن هذا غير صحيح").click()
    tab.get_by_text("قلتم إن هذا غير صحيح").wait_for()
    with site.database() as db:
        mine = MissedWord.visit_id == number, MissedWord.side == Side.PARTY
        word = db.scalars(select(MissedWord).where(*mine)).one()
        assert (word.cause, word.contest, word.said_to) == ("transport", None, None)
        assert word.contested_at is not None
