"""A farmer's way in a real browser, without script: an offer posted and its dates ticked."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.site import Site

FARMER = "luc@sillon.example"
FEWEST_CLICKS = 5
"""A link, the opening, two days and their saving."""


class Hand:
    """Clicks and counts."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.clicks = tab, 0

    def press(self, words: str) -> None:
        self._click(self.tab.get_by_role("button", name=words))

    def follow(self, words: str) -> None:
        self._click(self.tab.get_by_role("link", name=words).last)

    def tick(self, place: int) -> None:
        self._click(self.tab.locator("input[name=days]").nth(place))

    def _click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1


def test_an_offer_is_posted_and_its_dates_ticked_in_five_clicks(
    site: Site, browser: Browser
) -> None:
    with browser.new_context(locale="fr-FR", java_script_enabled=False) as context:
        context.add_cookies([site.cookie_of(FARMER)])  # type: ignore[list-item]
        tab = context.new_page()
        hand = Hand(tab)
        tab.goto(f"{site.address}/farm/offers")
        hand.follow("Écrire une")
        tab.get_by_label("Titre").fill("Une semaine aux champs")
        tab.get_by_label("Que verront").fill("Les semis, les bêtes, le marché du samedi.")
        hand.press("L’ouvrir et cocher des jours")
        hand.tick(10)
        hand.tick(24)
        hand.press("Enregistrer mes créneaux")
        expect(tab.get_by_role("status").last).to_contain_text("2 créneaux enregistrés")
        assert hand.clicks == FEWEST_CLICKS
