"""Every page of every portal: axe finds nothing, nothing is wider than a phone, no fault is told.

In each run every page without an account is read in French, and drawn on the smallest phone where
it has a tag or a class that none before it had. The long walks draw each page of these, in Arabic
too, and of the small portals; the same of the three large ones is asked in `test_hostile_text.py`,
where they are walked with the worst that may be typed. `run.py screens` sets `SILLON_SCREENS`: then
they are walked here, as they look, and pictures land in `build/screens/<width>/<who>/`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from tests.browser.axe import axe_faults, bring_axe, sideways_scroll
from tests.browser.conftest import ROOT
from tests.browser.crawl import Components, pages
from tests.browser.site import Site
from tests.everything import EVERYTHING
from webapp.models import Side, Visit, VisitState
from webapp.services.records.tokens import visit_token

SCREENS = ROOT / "build" / "screens"
WIDE, NARROW, NARROWEST = 1280, 360, 320

PORTALS = {
    "farmer": ("anne@sillon.example", "/farm/", ("farmer", "account")),
    "new-farmer": ("luc@sillon.example", "/farm/", ("farmer",)),
    "caseworker": ("claire@sillon.example", "/casework/", ("caseworker",)),
    "coordinator": ("camille@sillon.example", "/programme/", ("coordinator",)),
    "local-referent": ("lise@sillon.example", "/near/", ("local_referent",)),
}
"""Who looks, from where, at the pages of which portals."""
HERE_ONLY = ("new-farmer", "local-referent")
LANGUAGES, STATES = ("fr", "ar"), (VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.EXPIRED)
WANTS_PICTURES = bool(os.environ.get("SILLON_SCREENS"))


def look_at(tab: Page, picture: str) -> list[str]:
    """Check the page, wide and narrow, and return what is wrong with it."""
    faults = axe_faults(tab)
    if WANTS_PICTURES:
        keep_pictures(tab, picture)
    tab.set_viewport_size({"width": NARROWEST, "height": 800})
    if (wider := sideways_scroll(tab)) > 0:
        faults.append(f"{wider} pixels wider than a window of {NARROWEST}")
    tab.set_viewport_size({"width": WIDE, "height": 800})
    return faults


def keep_pictures(tab: Page, picture: str) -> None:
    """Draw the whole page, wide and narrow."""
    for width in (WIDE, NARROW):
        tab.set_viewport_size({"width": width, "height": 800})
        file = SCREENS / str(width) / f"{picture}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=file, full_page=True)


def look_around(
    site: Site, tab: Page, who: str, starts: list[str], portals: tuple[str, ...]
) -> dict[str, list[str]]:
    """Look at every page that can be reached; return what is wrong, by page."""
    told: list[str] = []
    bring_axe(tab)
    tab.on(
        "console", lambda message: told.append(message.text) if message.type == "error" else None
    )
    tab.on("pageerror", lambda error: told.append(str(error)))
    wrong = {}
    for kind, address in pages(site.app, tab, site.address, starts, portals):
        faults = look_at(tab, f"{who}/{kind}") + told
        told.clear()
        if faults:
            wrong[f"{kind} ({address})"] = faults
    return wrong


@pytest.fixture(scope="module")
def components() -> Components:
    """What has been drawn so far, whoever saw it."""
    return Components()


def look_at_what_is_new(
    site: Site, context: BrowserContext, components: Components, start: str, *portals: str
) -> list[str]:
    """Read every page from here, draw those with something new; return what is wrong with them."""
    bring_axe(tab := context.new_page())
    told: list[str] = []
    tab.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: told.append(str(error)))
    starts = [start]
    found = pages(
        site.app, tab, site.address, starts, portals, lambda _, read: components.are_new_on(read)
    )
    for kind, address in found:
        # Contrast is that of the components: `test_look.py`, `tests/webapp/test_contrast.py`.
        told += [f"{kind} ({address}): {each}" for each in axe_faults(tab, contrast=False)]
        if (wider := sideways_scroll(tab)) > 0:
            told.append(f"{kind} ({address}): {wider} pixels wider than {NARROWEST}")
    return told


@contextmanager
def a_small_phone(browser: Browser) -> Iterator[BrowserContext]:
    size = {"width": NARROWEST, "height": 800}
    with browser.new_context(locale="fr-FR", viewport=size) as context:  # type: ignore[arg-type]
        yield context


def test_all_that_pages_without_an_account_are_made_of_is_sound(
    site: Site, browser: Browser, components: Components
) -> None:
    with a_small_phone(browser) as context:
        assert look_at_what_is_new(site, context, components, "/", "public", "auth") == []
    with site.database() as session:
        visit = session.scalars(select(Visit).where(Visit.state == VisitState.PROPOSED)).first()
        assert visit is not None
        links = [f"/v/{visit_token(visit, side)}?lang=fr" for side in Side]
    for link in links:
        with a_small_phone(browser) as context:
            assert look_at_what_is_new(site, context, components, link, "visit_page") == []


@pytest.mark.long
@pytest.mark.parametrize("who", PORTALS if WANTS_PICTURES else HERE_ONLY)
def test_every_page_of_a_portal_is_sound(site: Site, browser: Browser, who: str) -> None:
    email, start, portals = PORTALS[who]
    with browser.new_context(locale="fr-FR") as context:
        context.add_cookies([site.cookie_of(email)])  # type: ignore[list-item]
        assert look_around(site, context.new_page(), who, [start], portals) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_sound(site: Site, browser: Browser, language: str) -> None:
    with browser.new_context(locale=language) as context:
        starts = [f"/?lang={language}", f"/style?lang={language}"]
        portals = ("public", "auth")
        assert look_around(site, context.new_page(), f"public-{language}", starts, portals) == {}


BEHIND_LINKS = [
    (language, state, side)
    for (one, language), (two, state), (three, side) in product(
        enumerate(LANGUAGES), enumerate(STATES), enumerate(Side)
    )
    if WANTS_PICTURES or EVERYTHING or (one + two + three) % 2 == 0
]
"""Each language with each state and each side, each state with each side: every second of all."""


@pytest.mark.long
@pytest.mark.parametrize(("language", "state", "side"), BEHIND_LINKS)
def test_every_page_behind_a_link_is_sound(
    site: Site, browser: Browser, language: str, state: VisitState, side: Side
) -> None:
    with site.database() as session:
        visit = session.scalars(
            select(Visit).where(Visit.state == state).order_by(Visit.party_answer)
        ).first()
        assert visit is not None
        address = f"/v/{visit_token(visit, side)}?lang={language}"
    with browser.new_context(locale=language) as context:
        name = f"link-{side}-{language}/{state}"
        assert look_around(site, context.new_page(), name, [address], ("visit_page",)) == {}
