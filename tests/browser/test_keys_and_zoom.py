"""Without a mouse, and with letters twice as large."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import sideways_scroll
from tests.browser.person import Person
from tests.browser.site import Site
from webapp.demo import PASSWORD

STOPS = 40
"""More than any page has before its first question."""
SEEN = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
ADDRESSES = {
    "anne@sillon.example": ("/farm/", "/farm/my-farm/household"),
    "claire@sillon.example": ("/casework/", "/casework/visits", "/casework/parties/new"),
    "camille@sillon.example": ("/programme/", "/programme/farms"),
}


def test_one_signs_in_with_the_keyboard_alone(tab: Page, site: Site) -> None:
    mehdi = Person(tab, site.address)
    mehdi.opens("/")
    walk_to(mehdi, tab.get_by_role("link", name=mehdi.says("I have an account")))
    tab.keyboard.press("Enter")
    type_in(mehdi, "Your e-mail address", "mehdi@sillon.example")
    type_in(mehdi, "Your password", PASSWORD)
    expect(tab.locator("strong.code")).to_be_visible()
    type_in(mehdi, "The code of your telephone", tab.locator("strong.code").inner_text())
    mehdi.reads("To do")


def test_which_commune_is_meant_is_answered_with_the_keyboard_and_without_script(
    browser: Browser, site: Site
) -> None:
    window = browser.new_context(locale="fr-FR", java_script_enabled=False)
    window.add_cookies([site.cookie_of("camille@sillon.example")])  # type: ignore[list-item]
    camille = Person(window.new_page(), site.address)
    keys = camille.tab.keyboard
    camille.opens("/programme/associations/new")
    camille.writes("Name of the association", "Terres d’accueil")
    camille.writes("Telephone", "02 31 00 00 01")
    type_in(camille, "Commune", "Évry")
    walk_to(camille, camille.tab.locator(".summary a"))
    keys.press("Enter")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    chosen = camille.tab.locator("input[name=commune_code]:checked")
    expect(chosen).to_have_value("91228")
    keys.press("Enter")
    expect(camille.tab.get_by_role("cell", name="Évry-Courcouronnes")).to_be_visible()
    window.close()


def walk_to(person: Person, wanted: Locator) -> None:
    """Press Tab until the keyboard is there; every stop on the way can be seen."""
    expect(wanted).to_be_visible()
    for _stop in range(STOPS):
        person.tab.keyboard.press("Tab")
        assert person.tab.evaluate(SEEN), person.tab.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def type_in(person: Person, question: str, text: str) -> None:
    """Reach a question by Tab, answer it, and send."""
    walk_to(person, person.asked(question))
    person.tab.keyboard.type(text)
    person.tab.keyboard.press("Enter")


@pytest.mark.parametrize("email", ADDRESSES)
def test_letters_twice_as_large_need_no_sideways_scroll(
    browser: Browser, site: Site, email: str
) -> None:
    # What zooming to 200 % does: half the room, each of its pixels drawn as four.
    window = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    window.add_cookies([site.cookie_of(email)])  # type: ignore[list-item]
    zoomed, wider = window.new_page(), {}
    for address in ADDRESSES[email]:
        zoomed.goto(site.address + address)
        wider[address] = sideways_scroll(zoomed)
    window.close()
    assert wider == dict.fromkeys(ADDRESSES[email], 0)
