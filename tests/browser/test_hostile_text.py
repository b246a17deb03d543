"""Whatever people type is shown as text: nothing of it runs, and no page breaks over it.

Every page is read. One that has a tag or a class which no page before it had, or shows what was
typed where none did, is drawn too, at every width; all of them are where everything is tried.

Axe looks at the same pages meanwhile: what a page is made of does not change with what it says.
Their contrast is that of the components (`test_look.py`, `tests/webapp/test_contrast.py`), and
looked for here where everything is tried.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.axe import axe_faults, bring_axe, sideways_scroll
from tests.browser.crawl import Components, pages
from tests.browser.site import Site
from tests.everything import EVERYTHING
from tests.markup import faults
from webapp.models import (
    Answer,
    Farm,
    FarmDecision,
    MatchingRound,
    Offer,
    Organisation,
    Person,
    Programme,
    Room,
    RoundDecision,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.records.tokens import phone_digits, visit_token
from webapp.services.visits import links

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e" + "W" * 60
TYPED: dict[type[Any], tuple[str, ...]] = {
    Farm: ("name", "address", "host_names", "station", "presentation", "state_reason"),
    FarmDecision: ("reason",),
    Room: ("name",),
    Offer: ("title", "description"),
    Person: ("first_name", "last_name"),
    Organisation: ("name",),
    Programme: ("name",),
    MatchingRound: ("name", "note"),
    RoundDecision: ("reason",),
    User: ("name",),
    Visit: ("lift_reason",),
}
"""Every column that keeps words someone typed and that a page shows."""
LOOKS = {
    "anne@sillon.example": ("/farm/", ("farmer", "account")),
    "claire@sillon.example": ("/casework/", ("caseworker",)),
    "camille@sillon.example": ("/programme/", ("coordinator",)),
}
WIDTHS = (1280, 768, 320)
"""A desk, a tablet held upright, the smallest phone."""
WIDER_THAN_THEIR_BOX = """
all => all.map(box => box.scrollWidth - box.clientWidth).filter(wider => wider > 0)
"""


@pytest.fixture(scope="module")
def hostile_site(site: Site) -> Iterator[Site]:
    """The site while every typed text is hostile; afterwards it is as before."""
    with site.database() as session:
        before = spoil(session)
        session.commit()
    yield site
    with site.database() as session:
        for kind, row_id, values in before:
            row = session.get_one(kind, row_id)
            for name, value in values.items():
                setattr(row, name, value)
        session.commit()


def spoil(session: Session) -> list[tuple[type[Any], int, dict[str, Any]]]:
    """Make every typed text hostile; return what it was."""
    before = []
    for kind, names in TYPED.items():
        for row in session.scalars(select(kind)):
            number = row.id
            before.append((kind, number, {name: getattr(row, name) for name in names}))
            for name in names:
                if getattr(row, name):
                    setattr(row, name, f"{HOSTILE}{number}")
    return before


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A tab that holds axe."""
    context = browser.new_context(locale="fr-FR", viewport={"width": WIDTHS[0], "height": 700})
    bring_axe(tab := context.new_page())
    yield tab
    context.close()


@pytest.fixture(scope="module")
def components() -> Components:
    """What has been drawn so far, whoever saw it."""
    return Components(HOSTILE[:12])


def faults_on(
    window: Page, site: Site, starts: list[str], portals: tuple[str, ...], components: Components
) -> list[str]:
    """Look at every page from here; return what ran, was refused, is badly made or too wide."""
    told: list[str] = []

    def stop(dialog: Dialog) -> None:
        told.append("a script ran")
        dialog.dismiss()

    window.on("dialog", stop)
    window.on("pageerror", lambda error: told.append(str(error)))
    window.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    shown, found = 0, list[str]()

    def is_wanted(address: str, read: LexborHTMLParser) -> bool:
        nonlocal shown
        shown += "&lt;script&gt;alert(1)" in (read.html or "")
        found.extend(f"{address}: {each}" for each in [*faults(read), *escaped(read)])
        return EVERYTHING or components.are_new_on(read)

    for kind, address in pages(site.app, window, site.address, starts, portals, is_wanted):
        told += [*axe_faults(window, contrast=EVERYTHING), *pushed_out(window)]
        found += [f"{kind} ({address}): {each}" for each in told]
        told.clear()
    assert shown, "no page shows what was typed"
    return found


def escaped(read: LexborHTMLParser) -> list[str]:
    """Return what of the hostile text has become a tag, or a word of one."""
    tags = read.css("script:not([src]), img[src=x]")
    acting = [tag for tag in read.css("*") if any(each.startswith("on") for each in tag.attributes)]
    return [f"what was typed has become {(tag.html or '')[:80]}" for tag in [*tags, *acting]]


def pushed_out(window: Page) -> list[str]:
    """Return what a long word pushes out of the window, or a table's cells out of its box."""
    found: list[str] = []
    before = window.viewport_size
    assert before is not None
    for width in sorted(WIDTHS, key=lambda each: abs(each - before["width"])):
        if width != before["width"]:
            window.set_viewport_size({"width": width, "height": 700})
        if (wider := sideways_scroll(window)) > 0:
            found.append(f"{wider} pixels wider than {width}")
        for wider in window.eval_on_selector_all(".table", WIDER_THAN_THEIR_BOX):
            found.append(f"a table {wider} pixels wider than its box at {width}")
    return found


@pytest.mark.parametrize("email", LOOKS)
def test_nothing_typed_runs_or_breaks_a_page(
    hostile_site: Site, window: Page, components: Components, email: str
) -> None:
    start, portals = LOOKS[email]
    window.context.add_cookies([hostile_site.cookie_of(email)])  # type: ignore[list-item]
    assert faults_on(window, hostile_site, [start], portals, components) == []


@pytest.mark.parametrize("side", Side)
def test_nothing_typed_runs_or_breaks_a_page_behind_a_link(
    hostile_site: Site, window: Page, components: Components, side: Side
) -> None:
    with hostile_site.database() as session:
        # Other journeys make visits here too: take one that the demonstration made.
        both_yes = Visit.party_answer == Answer.YES, Visit.farm_answer == Answer.YES
        confirmed = select(Visit).where(Visit.state == VisitState.CONFIRMED, *both_yes)
        visit = session.scalars(confirmed.order_by(Visit.id)).first()
        assert visit is not None
        digits = phone_digits(links.send_code(session, visit, side))
        address = f"{hostile_site.address}/v/{visit_token(visit, side)}"
        session.commit()
    window.goto(f"{address}/code")
    window.fill("#code", digits)
    window.press("#code", "Enter")
    assert faults_on(window, hostile_site, [address], ("visit_page",), components) == []
