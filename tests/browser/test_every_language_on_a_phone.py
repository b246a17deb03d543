"""No page is heavy, and no text cut or wider than the narrowest phone, in any language or state."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request
from sqlalchemy import select

from tests.browser.conftest import ROOT, keep
from tests.browser.person import PATIENCE
from tests.browser.site import Site
from webapp.ground.languages import PUBLIC
from webapp.models import PhoneCode, Side, Visit, VisitState
from webapp.services.records.tokens import phone_digits, visit_token

PICTURES = ROOT / "build" / "screens" / "320"
OUTSIDE = """() => {
    const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = text.nextNode(); node; node = text.nextNode()) {
        const around = node.parentElement;
        if (!node.data.trim() || around.closest('.unseen, .skip, script, [hidden]')) continue;
        if (!around.checkVisibility()) continue;
        const words = document.createRange();
        words.selectNodeContents(node);
        const room = around.closest(
            'a, button, p, li, h1, h2, h3, dt, dd, label, summary, td, th, div');
        const box = room.getBoundingClientRect();
        const clipped = getComputedStyle(room).overflowX !== 'visible';
        for (const line of words.getClientRects()) {
            const torn = line.right > box.right + 2 || line.left < box.left - 2;
            const lost = clipped && (line.bottom > box.bottom + 2 || line.top < box.top - 2);
            if (torn || lost || line.right > innerWidth + 1 || line.left < -1) {
                found.push(node.data.trim().slice(0, 60));
                break;
            }
        }
    }
    return found;
}"""
"""The texts that leave the box they stand in, or the window."""
HEAVIEST, LETTERS, MOST = 26_000, 14_000, 5
"""Bytes of a first load with their headers, those of Arabic letters where a phone has none, and
how many things are asked for; the icon of the tab, which the browser here leaves out, is one more.
"""
TORN = """() => {
    const title = document.querySelector('h1');
    title.textContent = 'Visit'.repeat(20);
    title.style.overflowWrap = title.style.wordBreak = 'normal';
    title.style.hyphens = 'none';
}"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        yield context.new_page()


def links_of(site: Site, state: VisitState) -> list[tuple[Visit, str]]:
    """Return the visits in a state with the addresses that their guests have."""
    with site.database() as session:
        query = select(Visit).where(Visit.state == state).order_by(Visit.party_answer, Visit.id)
        visits = session.scalars(query).all()
        return [(visit, f"/v/{visit_token(visit, Side.PARTY)}") for visit in visits]


def a_link(site: Site, state: VisitState) -> tuple[Visit, str]:
    return links_of(site, state)[0]


def offering_a_code(site: Site, phone: Page) -> tuple[Visit, str]:
    """Open the first visit that offers a code.

    A test before this one may have shared the telephone of a household, or left it without one.
    """
    for visit, link in links_of(site, VisitState.CONFIRMED):
        phone.goto(f"{site.address}{link}")
        if phone.locator(f"form[action$='{link}/code']").count():
            return visit, link
    raise LookupError("no visit offers a code")


def open_sheet(site: Site, phone: Page) -> str:
    """Give the code of a visit, so that this telephone sees its sheet; return its address."""
    visit, link = offering_a_code(site, phone)
    # The code of somebody before may be there already: wait for the page that asks for this one.
    with phone.expect_navigation(timeout=PATIENCE):
        phone.locator(f"form[action$='{link}/code'] button").first.click()
    with site.database() as session:
        query = select(PhoneCode).where(PhoneCode.visit_id == visit.id)
        code = session.scalars(query.order_by(PhoneCode.id.desc())).first()
        assert code is not None
        phone.locator("#code").fill(phone_digits(code))
    with phone.expect_navigation(timeout=PATIENCE):
        phone.locator(f"form[action$='{link}/sheet'] button").click()
    return link


class FirstLoad:
    """What a phone that keeps nothing has asked for since it was last counted."""

    def __init__(self, phone: Page) -> None:
        self._asked: list[Request] = []
        network = phone.context.new_cdp_session(phone)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        phone.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:  # the browser's own methods take no built-in one
        self._asked.append(request)

    def counted(self) -> dict[str, float]:
        """Return the bytes and the number of what came; the next count begins anew."""
        sizes = [request.sizes() for request in self._asked]
        self._asked.clear()
        weight = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
        return {"bytes": weight, "requests": len(sizes)}


def keep_picture(phone: Page, language: str, name: str) -> None:
    if os.environ.get("SILLON_SCREENS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        phone.screenshot(path=PICTURES / f"{name}-{language}.png", full_page=True)


@pytest.mark.long
def test_every_page_is_light_and_every_text_in_its_place_on_the_narrowest_phone(
    site: Site, phone: Page
) -> None:
    sheet = open_sheet(site, phone)
    shown = {
        "proposal": a_link(site, VisitState.PROPOSED)[1],
        "sheet": sheet,
        "help": f"{sheet}/help",
        "over": a_link(site, VisitState.EXPIRED)[1],
    }
    wrong: list[tuple[str, str, str]] = []
    weights: dict[str, dict[str, float]] = {}
    load = FirstLoad(phone)
    for language in PUBLIC:
        phone.goto(f"{site.address}/matching?lang={language.code}")
        for name, path in {"matching": "", **shown}.items():
            if path:
                load.counted()
                phone.goto(f"{site.address}{path}", wait_until="networkidle")
                loaded = weights[f"First load: {name}, {language.code}"] = load.counted()
                most = HEAVIEST + (LETTERS if language.script == "Arab" else 0)
                assert loaded["bytes"] <= most, (name, language.code)
                assert loaded["requests"] <= MOST, (name, language.code)
            assert phone.locator("html").get_attribute("lang") == language.tag
            keep_picture(phone, language.code, name)
            wrong += [(language.code, name, text) for text in phone.evaluate(OUTSIDE)]
    assert wrong == []
    keep(weights)
    phone.evaluate(TORN)
    assert phone.evaluate(OUTSIDE) != [], "a text that does not break is not found"
