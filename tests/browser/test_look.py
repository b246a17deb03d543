"""The parts of the pages in a real browser: seen, read aloud, by keyboard, on any screen."""

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_faults, bring_axe
from tests.browser.site import served
from tests.webapp.look_app import PAGES, make_look_app

PHONE, DESK = 360, 1280
OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1)
        && !one.closest('.unseen, .skip, [tabindex="0"]');
}).map(one => one.outerHTML.slice(0, 90))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')]
.filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.width < 24 || box.height < 24)
        && !one.closest('p, li, dd, td, h3, label');
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def look_site() -> Iterator[str]:
    """The address of the pages of `tests.webapp.look_app`, served for real."""
    door = socket.create_server(("127.0.0.1", 0))
    with served(make_look_app(), door):
        yield f"http://127.0.0.1:{door.getsockname()[1]}/look"


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    yield page
    page.close()


def open_page(screen: Page, address: str, width: int) -> None:
    screen.set_viewport_size({"width": width, "height": 800})
    screen.goto(address)
    screen.evaluate("document.fonts.ready")


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [
        *((name, "ar", PHONE) for name in PAGES),
        *((name, "fr", DESK) for name in ("style", "404")),
        *(("style", language, width) for language, width in (("fr", PHONE), ("ar", DESK))),
    ],
)
def test_axe_finds_nothing(
    screen: Page, look_site: str, name: str, language: str, width: int
) -> None:
    bring_axe(screen)
    open_page(screen, f"{look_site}/{name}?lang={language}&demonstration", width)
    assert axe_faults(screen) == []


@pytest.mark.parametrize(
    ("name", "language"), [("style", "fr"), ("style", "ar"), ("404", "fr"), ("503", "fr")]
)
def test_nothing_leaves_the_narrowest_screen_and_every_target_can_be_hit(
    screen: Page, look_site: str, name: str, language: str
) -> None:
    open_page(screen, f"{look_site}/{name}?lang={language}&demonstration", 320)
    assert screen.evaluate(OVERFLOWING) == []
    assert screen.evaluate(SMALL_TARGETS) == []


def test_twice_as_large_letters_still_fit(browser: Browser, look_site: str) -> None:
    # What zooming to 200 % does: half the room, each of its pixels drawn as four.
    zoomed = browser.new_page(viewport={"width": DESK // 2, "height": 400}, device_scale_factor=2)
    zoomed.goto(f"{look_site}/style?lang=fr")
    assert zoomed.evaluate(OVERFLOWING) == []
    zoomed.close()


def test_a_mistake_takes_the_focus_and_its_link_leads_to_the_field(
    screen: Page, look_site: str
) -> None:
    open_page(screen, f"{look_site}/style?lang=en", DESK)
    assert screen.evaluate("document.activeElement.className") == "summary"
    screen.get_by_role("link", name="Enter the name of the farm").click()
    assert screen.evaluate("document.activeElement.id") == "name"


def test_the_keyboard_meets_the_way_to_the_content_first(screen: Page, look_site: str) -> None:
    open_page(screen, f"{look_site}/404?lang=en", DESK)
    screen.keyboard.press("Tab")
    assert screen.evaluate("document.activeElement.className") == "skip"
    screen.keyboard.press("Enter")
    assert screen.evaluate("document.activeElement.id") == "main"


def test_a_day_is_ticked_by_the_space_bar_and_says_its_whole_date(
    screen: Page, look_site: str
) -> None:
    open_page(screen, f"{look_site}/style?lang=en", PHONE)
    day = screen.get_by_role("checkbox", name="Thursday, April 1, 2027")
    day.focus()
    screen.keyboard.press("Space")
    assert day.is_checked()


def test_a_table_keeps_its_meaning_when_rows_become_cards(screen: Page, look_site: str) -> None:
    open_page(screen, f"{look_site}/style?lang=en", PHONE)
    table = screen.get_by_role("table", name="Pairs")
    assert table.get_by_role("row").count() == 4
    assert table.get_by_role("cell", name="Farm, dates Le Potager du Bois").count() == 1


def test_the_policy_lets_every_icon_drawing_and_letter_in(screen: Page, look_site: str) -> None:
    refused: list[str] = []
    screen.on("console", lambda message: refused.append(message.text))
    screen.on("requestfailed", lambda request: refused.append(request.url))
    open_page(screen, f"{look_site}/style?lang=ar", DESK)
    screen.mouse.wheel(0, 20_000)
    screen.wait_for_load_state("networkidle")
    assert refused == []
    assert screen.locator("svg.icon").first.evaluate("icon => icon.getBBox().width") > 0
