"""What is printed of a page that is a form on a screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from tests.browser.site import Site
from tests.browser.test_every_language_on_a_phone import open_sheet
from webapp.models import Offer, User

A4_CSS_PIXELS: ViewportSize = {"width": 680, "height": 1000}
"""A sheet between its margins of 16 mm."""


@pytest.fixture
def paper(site: Site, browser: Browser) -> Iterator[Page]:
    """The dates of Anne's offer, as they are printed."""
    with site.database() as session:
        anne = session.scalars(select(User).where(User.email == "anne@sillon.example")).one()
        opened = select(Offer).where(Offer.farm_id == anne.farm_id, Offer.slots.any())
        offer = session.scalars(opened).first()
        assert offer is not None
        address = f"{site.address}/farm/offers/{offer.id}/dates"
    with browser.new_context(locale="fr-FR", viewport=A4_CSS_PIXELS) as context:
        context.add_cookies([site.cookie_of("anne@sillon.example")])  # type: ignore[list-item]
        tab = context.new_page()
        tab.goto(address)
        tab.emulate_media(media="print")
        yield tab


def test_the_calendar_is_printed_with_what_its_colours_mean(paper: Page) -> None:
    months = paper.locator(".month")
    assert months.count() == 3
    for month in months.all():
        expect(month).to_be_visible()
        expect(month).to_have_css("break-inside", "avoid")
        assert month.locator(".day:visible").count() >= 28
    expect(paper.locator(".legend")).to_be_visible()
    expect(paper.locator(".month .day").first).to_have_css("print-color-adjust", "exact")


def test_nothing_that_only_works_on_a_screen_is_printed_beside_it(paper: Page) -> None:
    for gone in ("main .field", "main button", "main .month input", "nav", ".actions"):
        assert paper.locator(f"{gone}:visible").count() == 0, gone


def test_three_months_fit_a_sheet(paper: Page) -> None:
    boxes = [month.bounding_box() for month in paper.locator(".month").all()]
    widths = [box["x"] + box["width"] for box in boxes if box]
    assert max(widths) <= A4_CSS_PIXELS["width"]


def test_trains_that_are_folded_on_a_sheet_are_printed(site: Site, browser: Browser) -> None:
    with browser.new_context(viewport=A4_CSS_PIXELS) as context:
        tab = context.new_page()
        open_sheet(site, tab)
        folded = tab.locator("details.way").first
        assert folded.get_attribute("open") is None
        expect(folded.locator("li").first).to_be_hidden()
        tab.emulate_media(media="print")
        for leg in tab.locator("details.way li").all():
            expect(leg).to_be_visible()
