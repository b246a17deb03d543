"""What is printed of a page: a sheet with its heading and its day, whole, and nothing to press."""

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


LISTS = {
    "claire@sillon.example": ("/casework/parties", "/casework/visits", "/casework/follow-ups"),
    "camille@sillon.example": ("/programme/farms", "/programme/audit", "/programme/feedback"),
}
"""Lists that are taken along on paper, the widest among them; of each, its first file as well."""
FILES = "main th[scope=row] a[href]"
ON_PAPER = """() => {
    const seen = one => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const all = (what) => [...document.querySelectorAll(what)].filter(seen);
    const edge = document.documentElement.clientWidth;
    const wrong = [];
    if (all('h1').length !== 1) wrong.push('no heading');
    if (!all('.on-paper').some(one => /20\\d\\d/.test(one.innerText))) wrong.push('no day');
    for (const gone of all('nav, button, .button, input, select, .skip, .answers dd + dd a')) {
        wrong.push(`to press: ${gone.outerHTML.slice(0, 90)}`);
    }
    for (const row of document.querySelectorAll('main tbody tr')) {
        if (!seen(row)) wrong.push(`not there: ${row.innerText.slice(0, 60)}`);
    }
    for (const cut of all('main *:not(.unseen, .unseen *)')) {
        if (cut.getBoundingClientRect().right > edge + 1 || cut.scrollWidth > cut.clientWidth + 1
            && getComputedStyle(cut).overflowX !== 'visible') {
            wrong.push(`cut: ${cut.outerHTML.slice(0, 90)}`);
        }
    }
    return wrong;
}"""


@pytest.mark.parametrize("email", LISTS)
def test_lists_and_their_files_are_printed_whole(site: Site, browser: Browser, email: str) -> None:
    wrong = {}
    with browser.new_context(locale="fr-FR", viewport=A4_CSS_PIXELS) as context:
        context.add_cookies([site.cookie_of(email)])  # type: ignore[list-item]
        tab = context.new_page()
        tab.emulate_media(media="print")
        addresses = [*LISTS[email]]
        for address in addresses:
            tab.goto(site.address + address)
            wrong[address] = tab.evaluate(ON_PAPER)
            if address in LISTS[email] and (file := tab.locator(FILES).first).count():
                addresses.append(str(file.get_attribute("href")))
    assert wrong == {address: [] for address in addresses}
